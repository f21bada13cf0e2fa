import subprocess
import sys

import pytest

from lecture.build.joblog import duration

SCRIPT = """
import sys
from lecture.build.joblog import keep_log

keep_log(sys.argv[1])
print("эпоха 1", file=sys.stderr, flush=True)
print("a result")
{end}
"""


def run(path, end: str):
    return subprocess.run([sys.executable, "-c", SCRIPT.format(end=end), path], capture_output=True, text=True)


def log_of(folder) -> list[str]:
    began, *lines = (folder / "log").read_text(encoding="utf-8").splitlines()
    assert began.startswith("began 2")
    return lines


def test_messages_go_to_the_terminal_and_into_the_log(tmp_path):
    done = run(tmp_path / "log", "keep_log(sys.argv[1])\nsys.stderr.isatty()")
    assert (done.returncode, done.stdout) == (0, "a result\n")
    assert done.stderr == "эпоха 1\n" and log_of(tmp_path) == ["эпоха 1"]


def test_tracebacks_that_nobody_tells_go_to_both(tmp_path):
    done = run(tmp_path / "log", "raise ValueError('the reason')")
    assert done.returncode == 1
    assert log_of(tmp_path)[-1] == done.stderr.splitlines()[-1] == "ValueError: the reason"


def test_a_message_of_exit_too(tmp_path):
    done = run(tmp_path / "log", "sys.exit('04.md:3: no claim')")
    assert done.returncode == 1
    assert log_of(tmp_path)[-1] == "04.md:3: no claim"


TELLING = """
from lecture.build.joblog import tell
try:
    {failing}
except BaseException as mistake:
    tell(mistake)
"""
LINES = {
    "raise ValueError('the reason,\\nin two lines')": "ValueError: the reason, in two lines",
    "open('no such file')": "no such file: No such file or directory",
    "raise OSError(28, 'No space left on device', 'results/a.json')": "results/a.json: No space left on device",
    "raise MemoryError": "there is not enough memory",
    "raise SystemExit('04.md:3: no claim')": "04.md:3: no claim",
}


@pytest.mark.parametrize("failing", LINES)
def test_the_terminal_gets_a_line_and_the_log_the_traceback(tmp_path, failing, monkeypatch):
    monkeypatch.delenv("VERBOSE", raising=False)
    done = run(tmp_path / "log", TELLING.format(failing=failing))
    line = done.stderr.removeprefix("эпоха 1\n")
    assert line.endswith(f"{LINES[failing]}\n") and line.count("\n") == 1
    assert line.rstrip("\n") in log_of(tmp_path)
    assert ("Traceback (most recent call last):" in log_of(tmp_path)) == ("SystemExit" not in failing)
    monkeypatch.setenv("VERBOSE", "1")
    assert ("Traceback" in run(tmp_path / "log", TELLING.format(failing=failing)).stderr) == ("Exit" not in failing)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0, "0 s"), (0.4, "0 s"), (8.2, "8 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (250, "4 min 10 s")),
        *((3599.4, "59 min 59 s"), (3599.6, "1 h 0 min"), (3900, "1 h 5 min"), (90_000, "25 h 0 min")),
    ],
)
def test_duration(seconds, text):
    assert duration(seconds) == text
