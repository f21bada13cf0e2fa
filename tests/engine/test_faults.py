"""A hostile machine, on the toy: one clear message, and the earlier publication stays whole."""

import ctypes
import json
import os
import re
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping

import pytest

from tests.conftest import JOB, Checkout
from tests.engine.conftest import TOY, alone, without_caches
from tests.hang_guard import HANG_GUARD

pytestmark = pytest.mark.long

BIRTHDAYS = "notebooks/01-birthdays.md"
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24


def obey_modes() -> None:
    """Let modes of files count for root, too, as for an ordinary user."""
    if os.geteuid() == 0:
        for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, right, 0, 0, 0)


def run(
    lecture: Checkout,
    *arguments: str,
    before: Callable[[], None] | None = None,
    variables: Mapping[str, str] = {},
    inside: tuple[str, ...] = (),
) -> subprocess.CompletedProcess:
    """Build in a process that is prepared, or within a command."""
    return subprocess.run(
        [*inside, *lecture.command(*arguments)],
        cwd=lecture.folder,
        env=os.environ | lecture.variables | variables,
        preexec_fn=before,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=HANG_GUARD,
    )


def said(done: subprocess.CompletedProcess) -> list[str]:
    """What a build said beside its jobs."""
    assert "Traceback" not in done.stdout, done.stdout
    return [line for line in done.stdout.splitlines() if line and not JOB.match(line)]


def logs_that_are_named(lecture: Checkout, lines: list[str]) -> list[str]:
    names = [word.rstrip(".,)") for line in lines for word in line.split() if "results/logs/" in word]
    for name in names:
        assert (lecture.folder / name).stat().st_size, f"{name} says nothing"
    return names


def can(*command: str) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True).returncode == 0


def reword(lecture: Checkout) -> None:
    lecture.edit(BIRTHDAYS, "is more likely than not:", "is likelier than not:")


def test_a_file_that_may_not_be_so_large(edited_toy):
    """As a full disk, at the place where the page is written; the limit holds for root, too."""
    before = edited_toy.published()
    reword(edited_toy)
    done = run(edited_toy, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)))
    lines = said(done)
    assert done.returncode == 1
    assert "results/publication/index.html: File too large" in lines
    assert "results/logs/index.html.log" in logs_that_are_named(edited_toy, lines)
    assert edited_toy.published() == before
    assert "publish" in edited_toy.build()


@pytest.mark.skipif(not can("unshare", "-rm", "true"), reason="no disk of its own can be made here: unshare -rm")
def test_a_full_disk(edited_toy):
    before = edited_toy.published()
    reword(edited_toy)
    folder = edited_toy.folder
    full = 'mount -t tmpfs -o size=200k full results/publication && exec "$@"'
    done = run(edited_toy, inside=("unshare", "-rm", "sh", "-c", full, "sh"))
    lines = said(done)
    assert done.returncode == 1
    assert any(line.startswith("results/publication/") and "No space left on device" in line for line in lines), lines
    assert logs_that_are_named(edited_toy, lines)
    assert edited_toy.published() == before
    assert not [*(folder / "public").rglob(".*")]


@pytest.mark.skipif(not can("unshare", "-rm", "true"), reason="no disk of its own can be made here: unshare -rm")
def test_a_log_of_snakemake_that_can_not_be_written_is_told_once(edited_toy):
    reword(edited_toy)
    logs = "mkdir -p .snakemake/log && mount -t tmpfs -o size=4k none .snakemake/log"
    full = f'{logs} && dd if=/dev/zero of=.snakemake/log/full 2>/dev/null; exec "$@"'
    done = run(edited_toy, inside=("unshare", "-rm", "sh", "-c", full, "sh"))
    assert done.returncode == 0, done.stdout
    [line] = [line for line in said(done) if "No space left on device" in line]
    assert re.fullmatch(r"\.snakemake/log/\S+\.snakemake\.log: No space left on device", line)


def test_a_job_that_raises_is_told_in_a_line_and_its_log_holds_the_rest(edited_toy):
    walks = "src/toy/walks/random_walk.py"
    edited_toy.edit(walks, "    random = np", "    1 / 0\n    random = np")
    lines = said(done := run(edited_toy))
    assert done.returncode == 1
    assert f"{walks}:{edited_toy.line(walks, '    1 / 0')}: ZeroDivisionError: division by zero" in lines
    assert [
        line for line in lines if re.fullmatch(r"FAILED: experiment random_walk \d; see results/logs/\S+\.log", line)
    ]
    for name in logs_that_are_named(edited_toy, lines):
        assert "Traceback (most recent call last):" in (edited_toy.folder / name).read_text()
    assert "Traceback" in run(edited_toy, variables={"VERBOSE": "1"}).stdout


def test_no_memory(edited_toy):
    before = edited_toy.published()
    edited_toy.edit("src/toy/walks/random_walk.py", "    random = np", "    np.zeros(2**50)\n    random = np")
    done = run(edited_toy)
    lines = said(done)
    assert done.returncode == 1
    line = edited_toy.line("src/toy/walks/random_walk.py", "    np.zeros")
    assert any(f"src/toy/walks/random_walk.py:{line}: there is not enough memory" in each for each in lines), lines
    assert edited_toy.published() == before


def test_a_folder_in_which_nothing_may_be_written(toy, tmp_path):
    lecture = toy.copy(tmp_path / "toy")
    reword(lecture)
    folders = [lecture.folder, *(path for path in lecture.folder.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = run(lecture, before=obey_modes)
        assert done.returncode == 1
        [line] = [line for line in said(done) if not line.startswith("Failed to setup log file")]
        assert line.startswith(str(lecture.folder)) and "this folder can't be written to; " in line
        assert lecture.published() == toy.published()
    finally:
        for folder in folders:
            folder.chmod(0o755)


@pytest.mark.parametrize("name", ["results", "public", ".cache"])
def test_a_file_where_a_folder_has_to_be(bare, name):
    (bare.folder / name).write_text("mine")
    done = run(bare)
    assert done.returncode == 1
    assert said(done) == [f"{name}: a lecture has a folder there, and this is none; move it away"]


def test_a_folder_where_a_kept_result_has_to_be(edited_toy):
    before = edited_toy.published()
    (edited_toy.folder / "figures/random_walk.svg").unlink()
    (edited_toy.folder / "figures/random_walk.svg").mkdir()
    done = run(edited_toy)
    assert done.returncode == 1 and edited_toy.published() == before
    assert "figures/random_walk.svg: Is a directory: a kept result can't be put in place there" in said(done)


def test_sources_that_may_only_be_read(toy, tmp_path):
    lecture = toy.copy(tmp_path / "toy")
    reword(lecture)
    sources = [*(lecture.folder / "src").rglob("*"), *(lecture.folder / "notebooks").rglob("*")]
    for path in sources:
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run(lecture, before=obey_modes)
    assert done.returncode == 0, done.stdout
    assert lecture.published() != toy.published()


def test_a_publication_that_may_not_be_written_is_told_and_stays(toy, tmp_path):
    lecture = toy.copy(tmp_path / "toy")
    reword(lecture)
    (lecture.folder / "public").chmod(0o555)
    try:
        done = run(lecture, before=obey_modes)
    finally:
        (lecture.folder / "public").chmod(0o755)
    assert done.returncode == 1 and not JOB.findall(done.stdout)
    assert any(line.startswith(f"{lecture.folder}") and "can't be written to" in line for line in said(done))
    assert lecture.published() == toy.published()


def test_a_home_that_is_not_there_and_no_place_for_temporary_files(toy, tmp_path):
    lecture = alone(tmp_path / "toy", tmp_path / "absent")
    without_caches(TOY, lecture.folder)
    nowhere = {"HOME": "/proc/nowhere", "TMPDIR": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"}
    nowhere |= {"XDG_CONFIG_HOME": "/proc/nowhere", "XDG_DATA_HOME": "/proc/nowhere"}
    done = run(lecture, variables=nowhere)
    assert done.returncode == 0, done.stdout
    assert "/proc/nowhere" not in done.stdout
    assert lecture.published() == toy.published()


@pytest.mark.skipif(not can("unshare", "-rm", "true"), reason="no other /tmp can be made here: unshare -rm")
def test_a_tmp_in_which_nothing_may_be_written(toy, tmp_path):
    lecture = toy.copy(tmp_path / "toy")
    reword(lecture)
    place = lecture.folder.relative_to("/tmp") if lecture.folder.is_relative_to("/tmp") else None
    script = "mount -t tmpfs -o ro none /var/tmp"
    if place is None:
        script += " && mount -t tmpfs -o ro none /tmp"
    else:  # the lecture itself is there
        script += f" && mount --bind '{lecture.folder}' /mnt && mount --rbind -o ro /tmp /tmp"
        script += f" && mount -o remount,bind,ro /tmp && mount --bind /mnt '{lecture.folder}' && cd '{lecture.folder}'"
    done = run(lecture, inside=("unshare", "-rm", "sh", "-c", f'{script} && exec "$@"', "sh"))
    assert done.returncode == 0, done.stdout
    assert lecture.published() != toy.published()


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_clock_that_was_put(edited_toy, hours):
    """All files are of another time than the clock tells: an edit is published all the same, and once."""
    moved = time.time() - hours * 3600
    for path in edited_toy.folder.rglob("*"):
        if path.is_file():
            copy = path.with_name(f"{path.name}.copy")
            shutil.copy(path, copy)  # what it shares with others stays
            os.replace(copy, path)
            os.utime(path, (moved, moved))
    reword(edited_toy)
    assert "publish" in edited_toy.build()
    assert "is likelier than not:" in (edited_toy.folder / "public/index.html").read_text(encoding="utf-8")
    assert "Nothing to be done" in run(edited_toy).stdout


@pytest.mark.skipif(not can("unshare", "-rn", "true"), reason="the network can't be taken away here: unshare -rn")
def test_no_network(edited_toy):
    reword(edited_toy)
    done = run(edited_toy, inside=("unshare", "-rn"))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["Лекция «о свёртках» " * 6, 'it\'s "quoted" $HOME `id` & {x} %s * ? [a] #; ' * 4])
def test_a_path_of_two_hundred_letters(toy, tmp_path, name):
    lecture = alone(tmp_path / name / name, tmp_path / "absent")
    assert len(str(lecture.folder)) > 200
    without_caches(TOY, lecture.folder)
    done = run(lecture)
    assert done.returncode == 0, done.stdout
    assert lecture.published() == toy.published()


def test_an_edited_result_is_made_again_before_anything_is_published(edited_toy):
    before = edited_toy.published()
    result = edited_toy.folder / "results/shared_birthday.json"
    text = result.read_text()
    result.unlink()  # what it shares with others stays
    result.write_text(text.replace("23", "24"))
    done = run(edited_toy)
    assert done.returncode == 0
    assert "results/shared_birthday.json is not what its job wrote; it is made again." in said(done)
    assert result.read_text() == text
    assert edited_toy.published() == before


def test_an_overwritten_page_is_published_again(edited_toy):
    before = edited_toy.published()
    (edited_toy.folder / "public/index.html").unlink()
    (edited_toy.folder / "public/index.html").write_text("<html>mine</html>")
    assert edited_toy.build() == ["publish", "all"]
    assert edited_toy.published() == before
    (edited_toy.folder / "public/lecture.pdf").unlink()
    assert edited_toy.build() == ["publish", "all"]
    assert edited_toy.published() == before


def test_a_result_that_is_edited_while_the_build_goes_on_stops_the_publication(edited_toy):
    before = edited_toy.published()
    reword(edited_toy)
    # the page's job edits, by the way, what another job has written
    template = "src/lecture/workflow/scripts/page.py"
    plugin = edited_toy.folder.parent / "sitecustomize"
    plugin.mkdir()
    (plugin / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'forkserver' in ' '.join(sys.orig_argv):\n"
        "    import lecture.publishing.writing as writing, os, pathlib\n"
        "    own = writing.write\n"
        "    def write(*arguments, **options):\n"
        "        file = pathlib.Path('results/random_walk.json')\n"
        "        edited = file.with_suffix(f'.{os.getpid()}')\n"  # pages are written side by side
        "        edited.write_text(file.read_text() + ' ')\n"
        "        edited.replace(file)\n"
        "        return own(*arguments, **options)\n"
        "    writing.write = write\n"
    )
    path = os.pathsep.join([str(plugin), edited_toy.variables["PYTHONPATH"]])
    done = run(edited_toy, variables={"PYTHONPATH": path})
    assert done.returncode == 1, template
    assert any(line.startswith("results/random_walk.json: somebody has changed this file") for line in said(done))
    assert edited_toy.published() == before
    assert "publish" in edited_toy.build()
    assert edited_toy.published() != before


def test_a_publication_that_failed_is_made_up_for(edited_toy):
    """Though Snakemake notes of a job that fails what it would have made, and nothing differs but the settings."""
    edited_toy.edit("config/lecture.yaml", "planet: Earth", "edition: lecture\nplanet: Earth")
    edited_toy.build()
    before = edited_toy.published()
    edited_toy.edit("config/lecture.yaml", "edition: lecture", "edition: short")
    edited_toy.build(
        "results/publication/index.html", "results/publication/slides.html", "results/publication/lecture.pdf"
    )
    # only now does it fail, in the job that publishes
    block = edited_toy.folder / "sitecustomize.py"
    block.write_text(
        "import os\nimport lecture.build.exchange as e\ndef no(*a, **o): raise OSError(28, 'No space', 'public')\n"
        "e.renew = no\n"
    )
    path = os.pathsep.join([str(edited_toy.folder), edited_toy.variables["PYTHONPATH"]])
    done = run(edited_toy, variables={"PYTHONPATH": path})
    assert done.returncode == 1 and "public: No space" in said(done)
    assert edited_toy.published() == before
    block.unlink()
    assert "publish" in edited_toy.build()
    manifest = json.loads((edited_toy.folder / "public/manifest.json").read_text())
    assert manifest["edition"] == "short"
    assert manifest["published"]["public/index.html"] == edited_toy.published()["public/index.html"]


def test_no_core_is_refused_at_once(bare):
    """Snakemake would wait for ever."""
    command = bare.command()
    command[command.index("--cores") + 1] = "0"
    variables = os.environ | bare.variables
    done = subprocess.run(command, cwd=bare.folder, env=variables, text=True, capture_output=True, timeout=HANG_GUARD)
    assert done.returncode == 1
    assert "--cores 0: a build needs one core at least; name a number" in done.stderr
    assert not (bare.folder / "public").exists()
