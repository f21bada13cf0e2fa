"""Kills and Ctrl-C, on the toy: nothing is lost, nobody is asked for anything, and the same bytes are published."""

import json
import os
import signal
import time

import pytest

from tests import kills
from tests.conftest import JOB, Checkout
from tests.engine.archive.conftest import PUBLICATION
from tests.engine.conftest import TOY, alone, without_caches
from tests.hang_guard import HANG_GUARD

pytestmark = pytest.mark.long

WALKS = "src/toy/walks/random_walk.py"


@pytest.fixture
def fresh(tmp_path) -> Checkout:
    """The toy, of which nothing is built."""
    lecture = alone(tmp_path / "toy", tmp_path / "absent")
    without_caches(TOY, lecture.folder)
    return lecture


@pytest.mark.parametrize(("victim", "seed"), [("head", 1), ("kernel", 2), ("group", 3)])
def test_a_build_that_was_killed_goes_on_and_publishes_the_same_bytes(toy, fresh, victim, seed):
    said = kills.killed(fresh, victim, seed, most=16)
    assert "Traceback" not in said
    again = fresh.run()
    assert again.returncode == 0, again.stdout
    assert ("was killed; what it had finished is kept" in again.stdout) == (victim != "kernel")
    assert fresh.published() == toy.published()
    assert kills.left_behind(fresh) == [] and kills.gone(fresh)


def test_only_who_runs_a_job_is_taken_for_one(edited_toy):
    edited_toy.edit(WALKS, "    random = np", "    __import__('time').sleep(3600)\n    random = np")
    build = kills.begun(edited_toy)
    kills.until(build, "experiment")
    while build.poll() is None and not kills.working(build):
        time.sleep(0.05)
    logs = [*kills.working(build).values()]
    assert logs and all(log.startswith("experiment_random_walk_") for log in logs), logs
    assert kills.kernels(build) == []
    os.killpg(build.pid, signal.SIGINT)
    build.communicate(timeout=HANG_GUARD)


@pytest.mark.parametrize("victim", ["head", "group", "job", "kernel"])
def test_a_kill_that_hits_nobody_is_none(edited_toy, victim):
    with pytest.raises(AssertionError, match=f"without losing a {victim}"):
        kills.killed(edited_toy, victim, seed=1, most=16)


def test_who_is_killed_while_publishing_leaves_one_edition_or_the_other(edited_toy):
    before = edited_toy.published()
    edited_toy.edit("notebooks/01-birthdays.md", "is more likely than not:", "is likelier than not:")
    build = kills.begun(edited_toy)
    kills.until(build, "publish")
    kills.kill(build, "group")
    build.communicate(timeout=HANG_GUARD)
    assert build.returncode == -signal.SIGKILL
    between = edited_toy.published()
    edited_toy.build()
    after = edited_toy.published()
    assert between in (before, after) and after != before
    assert kills.left_behind(edited_toy) == []


def test_a_build_at_work_is_named_at_once(edited_toy):
    edited_toy.edit(WALKS, "    random = np", "    __import__('time').sleep(3600)\n    random = np")
    build = kills.begun(edited_toy)
    kills.until(build, "experiment")
    done = edited_toy.run()
    assert done.returncode == 1 and JOB.findall(done.stdout) == []
    [line] = [line for line in done.stdout.splitlines() if "is at work here already" in line]
    assert f"process {build.pid}" in line and f"kill -INT {build.pid}" in line
    assert build.poll() is None
    os.kill(build.pid, signal.SIGINT)
    build.communicate(timeout=HANG_GUARD)


def test_the_owner_of_another_machine_is_not_taken_for_dead(edited_toy):
    owner = {"process": 1, "started": 1, "host": "elsewhere", "boot": "x", "since": "noon"}
    (edited_toy.folder / ".snakemake/owner.json").write_text(json.dumps(owner))
    edited_toy.edit("config/lecture.yaml", "at_least: 0.45", "at_least: 0.46")
    done = edited_toy.run()
    assert done.returncode == 1 and "process 1 on elsewhere, since noon" in done.stdout
    (edited_toy.folder / ".snakemake/owner.json").unlink()
    assert sorted(edited_toy.build()) == sorted(["claims", *PUBLICATION])


@pytest.mark.parametrize("whom", ["head", "group"])
@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_a_build_at_once_with_one_line(edited_toy, whom, times):
    before = edited_toy.published()
    edited_toy.edit(WALKS, "    random = np", "    __import__('time').sleep(3600)\n    random = np")
    build = kills.begun(edited_toy)
    kills.until(build, "experiment")
    for _ in range(times):
        (os.kill if whom == "head" else os.killpg)(build.pid, signal.SIGINT)
    rest, _ = build.communicate(timeout=HANG_GUARD)
    assert build.returncode == 130
    lines = [line for line in rest.splitlines() if not JOB.match(line)]
    assert len(lines) == 1 and lines[0].startswith("Interrupted: 0 of ") and "kept; call it again" in lines[0]
    assert kills.gone(edited_toy)
    assert edited_toy.published() == before
    assert kills.left_behind(edited_toy) == []
    edited_toy.edit(WALKS, "    __import__('time').sleep(3600)\n", "")
    assert "was killed" not in edited_toy.run().stdout
    assert edited_toy.published() == before


def test_ctrl_c_in_a_notebook_ends_its_kernel(edited_toy):
    edited_toy.edit("notebooks/02-walks.md", "import numpy as np", "import time\ntime.sleep(3600)\nimport numpy as np")
    build = kills.begun(edited_toy)
    kills.until(build, "notebook")
    while build.poll() is None and not kills.kernels(build):
        time.sleep(0.05)
    os.killpg(build.pid, signal.SIGINT)
    rest, _ = build.communicate(timeout=HANG_GUARD)
    assert rest.startswith("Interrupted: ") and rest.count("\n") == 1
    assert kills.gone(edited_toy)


def test_a_clean_build_leaves_no_empty_file(toy):
    empty = [path for path in (toy.folder / "results").rglob("*") if path.is_file() and not path.stat().st_size]
    assert [path for path in empty if path.name != ".snakemake_timestamp"] == []
