"""The toy built twice under unlike conditions: nothing differs; what is made to differ is named."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from lecture.checking.reproduction import PREFIX, REVERSED, RUNNING, ReproductionError, build, conditions, copy, sources
from tests.conftest import ROOT
from tests.engine.conftest import TOY, without_caches
from tests.hang_guard import HANG_GUARD

LEAKS = """

```python
import os
import platform

print(os.environ["TZ"])
print(os.getcwd())
print(os.environ.get("USER"))
print(" ".join(sorted({"one", "two", "three"}, key=hash)))
print(oct(os.umask(0)))
print(next(os.scandir("notebooks")).name)
```

## How far it gets {#sec-far}
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    without_caches(TOY, tmp_path / "toy")
    return tmp_path / "toy"


def begun(folder: Path, *arguments: str) -> subprocess.Popen:
    """The command at work; what it keeps on purpose lies beside the lecture."""
    command = [sys.executable, "-m", "lecture.command", "reproduce", "--cores", "1", *arguments]
    (folder.parent / "temporary").mkdir(exist_ok=True)
    variables = os.environ | {"PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(folder.parent / "temporary")}
    # A shell that starts tests in the background lets all of them ignore Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(
            command, cwd=folder, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, before)


def reproduced(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = begun(folder, *arguments)
    output, errors = command.communicate(timeout=HANG_GUARD)
    return subprocess.CompletedProcess(command.args, command.returncode, output, errors)


def left(folder: Path) -> list[str]:
    return [path.name for path in (folder.parent / "temporary").glob(f"{PREFIX}*")]


@pytest.mark.long
def test_the_toy_is_the_same_bytes_twice(folder):
    done = reproduced(folder, "--", "--logger", "lecture")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith(" published files, 0 differences")
    places = [Path(line.removeprefix("built: ")) for line in done.stdout.splitlines() if line.startswith("built: ")]
    assert len(places) == 2 and not any(place.exists() for place in places)  # nothing is left of what was equal
    assert left(folder) == []


@pytest.mark.long
def test_what_leaks_is_named(folder):
    """A cell that prints zone, folder, user, order of a set, umask and order of a folder; a number of the user."""
    chapter = folder / "notebooks/02-walks.md"
    chapter.write_text(chapter.read_text().replace("\n## How far it gets {#sec-far}\n", LEAKS))
    study = folder / "src/toy/birthdays/shared_birthday.py"
    text = study.read_text().replace(
        "np.arange(1, people + 1), days)", "np.arange(1, people + 1), days - (os.umask(0) > 60))"
    )
    study.write_text(text.replace("import numpy", "import os\n\nimport numpy", 1))
    done = reproduced(folder, "--keep", str(folder.parent / "kept"), "--", "--logger", "lecture")
    assert done.returncode == 1, done.stdout + done.stderr
    told = done.stdout.splitlines()
    for line, (first, second) in enumerate(
        [("UTC", "XYZ-13:30"), ("/build", "сборка"), ("", "nobody-else"), ("", ""), ("0o22", "0o77"), ("", "")], 1
    ):
        place = re.compile(rf"notebooks/02-walks\.ipynb: cell \d+, output 1, text, line {line}: ")
        [found] = [each for each in told if place.match(each)]
        assert first in found.partition(" ≠ ")[0] and second in found.partition(" ≠ ")[2]
    assert any(each.startswith("index.html: #") for each in told)
    assert any(each.startswith("lecture.pdf: page ") for each in told)
    assert any(each.startswith("lecture.epub/") and ".xhtml: " in each for each in told)
    assert any(each.startswith("manifest.json: files.figures/shared_birthday.svg.sha256: ") for each in told)
    behind = told[told.index("Behind them, results that differ:") :]
    assert any(each.strip().startswith("numbers.json: shared_birthday.probability: ") for each in behind)
    assert sorted(path.name for path in (folder.parent / "kept").iterdir()) == ["1", "2"] and left(folder) == []


def test_a_build_that_fails_can_not_be_compared(folder):
    (folder / "notebooks/02-walks.md").write_text("no header\n")
    done = reproduced(folder)
    assert done.returncode == 2 and "the build failed with exit code 1" in done.stderr
    assert "02-walks.md" in done.stderr and "Traceback" not in done.stderr
    [place] = left(folder)  # which has the log that is told
    assert f"/temporary/{place}/1/build.log ends:" in done.stderr


@pytest.mark.parametrize(("sent", "ended"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_a_command_that_is_ended_leaves_no_folder(folder, sent, ended):
    """Nor a process; what a kill leaves goes with the next command."""
    study = folder / "src/toy/walks/random_walk.py"
    study.write_text(
        study.read_text().replace("    random = np", "    __import__('time').sleep(3600)\n    random = np")
    )
    command = begun(folder, "--", "--logger", "lecture")
    log = "1/results/logs/experiment_random_walk_*.log"
    while command.poll() is None and not [*folder.parent.glob(f"temporary/{PREFIX}*/1/build/{log.partition('/')[2]}")]:
        time.sleep(0.05)
    build = [*psutil.Process(command.pid).children(recursive=True)]
    command.send_signal(sent)
    _, errors = command.communicate(timeout=HANG_GUARD)
    _, alive = psutil.wait_procs(build, HANG_GUARD)
    assert build and not alive
    assert command.returncode == ended and "Traceback" not in errors
    assert errors.strip() == ("" if sent == signal.SIGKILL else "Interrupted.")
    if sent == signal.SIGKILL:
        [place] = left(folder)
        assert (folder.parent / "temporary" / place / RUNNING).is_file()
        (folder / "Snakefile").write_text("raise ValueError('no')\n")
        assert reproduced(folder).returncode == 2
        assert place not in left(folder)
    else:
        assert left(folder) == []


def test_no_lecture_and_a_full_folder(folder, tmp_path):
    assert reproduced(tmp_path).returncode == 2
    done = reproduced(folder, "--keep", str(folder))
    assert done.returncode == 2 and "is not an empty folder" in done.stderr


def test_the_conditions_share_nothing():
    one, other = conditions(2)
    for fact in ("folder", "cores", "umask", "backwards"):
        assert getattr(one, fact) != getattr(other, fact)
    for name, value in one.variables.items():
        assert other.variables[name] != value


def test_only_sources_are_copied(tmp_path):
    root = tmp_path / "root"
    for name in ("Snakefile", "src/a/figures/b.py", "results/x.json", "public/index.html", ".cache/results/y"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    wanted = [Path("Snakefile"), Path("src/a/figures/b.py")]
    assert sources(root) == wanted
    git = ["git", "-C", str(root), "-c", "user.name=n", "-c", "user.email=e"]
    (root / ".gitignore").write_text("results\npublic\n.cache\n")
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    (root / "Snakefile").write_text("edited")
    assert sources(root) == [Path(".gitignore"), *wanted]
    copy(root, tmp_path / "copy", backwards=True)
    assert (tmp_path / "copy/Snakefile").read_text() == "edited" and not (tmp_path / "copy/results").exists()
    heads = [
        subprocess.run(["git", "-C", str(each), "rev-parse", "HEAD"], capture_output=True, text=True).stdout
        for each in (root, tmp_path / "copy")
    ]
    assert heads[0] == heads[1] != ""


def test_folders_are_listed_backwards(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(REVERSED)
    (tmp_path / "many").mkdir()
    for number in range(20):
        (tmp_path / f"many/{number}").touch()
    script = "import os; print(os.listdir('many')); print([e.name for e in os.scandir('many')])"
    orders = [
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True).stdout
        for env in (os.environ | {"PYTHONPATH": ""}, os.environ | {"PYTHONPATH": str(tmp_path)})
    ]
    first, second = ([eval(line) for line in order.splitlines()] for order in orders)
    assert first != second and [each[::-1] for each in first] == second


def test_a_build_that_publishes_nothing(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root/Snakefile").write_text("rule all:\n    output: 'x'\n    shell: 'touch x'\n")
    with pytest.raises(ReproductionError, match="published nothing"):
        build(tmp_path / "root", tmp_path / "place", conditions(1)[0], [])
