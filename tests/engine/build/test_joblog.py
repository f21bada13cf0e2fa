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


def test_messages_go_to_the_terminal_and_into_the_log(tmp_path):
    done = run(tmp_path / "log", "sys.stderr.isatty()")
    assert (done.returncode, done.stdout) == (0, "a result\n")
    assert done.stderr == (tmp_path / "log").read_text(encoding="utf-8") == "эпоха 1\n"


def test_tracebacks_too(tmp_path):
    done = run(tmp_path / "log", "raise ValueError('the reason')")
    assert done.returncode == 1
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert log == done.stderr
    assert "Traceback" in log and log.endswith("ValueError: the reason\n")


def test_a_message_of_exit_too(tmp_path):
    done = run(tmp_path / "log", "sys.exit('04.md:3: no claim')")
    assert done.returncode == 1
    assert "04.md:3: no claim" in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0, "0 s"), (0.4, "0 s"), (8.2, "8 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (250, "4 min 10 s")),
        *((3599.4, "59 min 59 s"), (3599.6, "1 h 0 min"), (3900, "1 h 5 min"), (90_000, "25 h 0 min")),
    ],
)
def test_duration(seconds, text):
    assert duration(seconds) == text
