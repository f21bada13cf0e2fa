"""A build on a real Slurm of two nodes: the same bytes as here, and what happens when the cluster misbehaves."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import JOB, ROOT, Checkout, copied
from tests.engine.conftest import TOY, alone, without_caches
from tests.hang_guard import LONG_HANG_GUARD
from tests.stress import cluster as slurm
from tests.stress.conftest import ONE_THREAD, installed
from tests.stress.times import differences, published_with_times_of

PROFILE = "workflow/profiles/slurm"
WALKS = "src/toy/walks/random_walk.py"
WALK = ("results/random_walk.json",)  # three jobs and their summary


@dataclass(frozen=True)
class Site:
    """A cluster, and the packages with which Snakemake builds on it."""

    cluster: slurm.Cluster
    packages: Path

    def begin(self, lecture: Checkout, *arguments: str, command: str | None = None) -> subprocess.Popen:
        """A build that goes on; its output comes through `stdout`."""
        words = (command or f"snakemake --profile {ROOT / PROFILE}").split()
        words[0] = str(Path(sys.executable).with_name(words[0]))
        variables = os.environ | lecture.variables | {"PATH": self.cluster.variables["PATH"]}
        variables["PYTHONPATH"] = os.pathsep.join(filter(None, [variables.get("PYTHONPATH"), str(self.packages)]))
        return subprocess.Popen(
            [words[0], *arguments, *words[1:]],
            cwd=lecture.folder,
            env=variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def build(self, lecture: Checkout, *arguments: str, **options) -> str:
        """Build, which must succeed; what the build said."""
        build = self.begin(lecture, *arguments, **options)
        said, _ = build.communicate(timeout=LONG_HANG_GUARD)
        assert build.returncode == 0, f"{said}\n{self.cluster.logs()}"
        return said


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> Path:
    """What `make slurm` installs, apart from the environment: each start of Snakemake would ask Slurm."""
    lock = ROOT / "requirements-slurm.lock"
    return installed(tmp_path_factory.mktemp("slurm"), "--no-deps", "--require-hashes", "-r", str(lock))


@pytest.fixture
def site(packages) -> Iterator[Site]:
    if sentence := slurm.missing():
        pytest.skip(sentence)
    with slurm.running() as cluster:
        yield Site(cluster, packages)


@pytest.fixture
def fresh(tmp_path) -> Checkout:
    """The toy, of which nothing is built."""
    lecture = alone(tmp_path / "toy", tmp_path / "absent")
    without_caches(TOY, lecture.folder)
    return lecture


@pytest.fixture
def slow(fresh) -> Checkout:
    """The toy, each of whose walks takes its time."""
    fresh.edit(WALKS, "    random = np", "    __import__('time').sleep(20)\n    random = np")
    return fresh


def numbers(lecture: Checkout) -> bytes:
    return (lecture.folder / WALK[0]).read_bytes()


def commands_of_the_readme() -> list[str]:
    """The commands of README's part about clusters, without comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"\*\*On a cluster\*\*.*?```sh\n(.*?)```", text, re.DOTALL)
    return [line.partition("  #")[0].strip() for line in block.splitlines()]


def test_what_the_readme_says_builds_the_same_bytes_on_two_nodes(site, toy, fresh):
    install, build = commands_of_the_readme()
    made = subprocess.run(["make", "--dry-run", *install.split()[1:]], cwd=ROOT, text=True, capture_output=True)
    assert "requirements-slurm.lock" in made.stdout  # which the fixture has installed
    assert f" {PROFILE}" in build
    said = site.build(fresh, command=build.replace(PROFILE, str(ROOT / PROFILE)))
    assert fresh.published() == toy.published()
    for noise in ("account", "sacct", "Warning", "Traceback"):
        assert noise not in said
    jobs = site.cluster.jobs()
    assert {job["NodeList"] for job in jobs} == set(site.cluster.nodes)
    assert len(jobs) < len(JOB.findall(said)) / 2  # small jobs are sent together


def test_a_lost_node_costs_its_jobs_and_nothing_else(site, toy, slow):
    build = site.begin(slow, *WALK)
    job = site.cluster.until_one_runs("random_walk")
    site.cluster.lose_node(job["NodeList"])
    said, _ = build.communicate(timeout=LONG_HANG_GUARD)
    assert build.returncode == 0, said
    assert numbers(slow) == numbers(toy)
    assert "Traceback" not in said


def test_a_job_that_must_give_way_runs_again(site, toy, slow):
    build = site.begin(slow, *WALK)
    site.cluster.until_one_runs("random_walk")
    urgent = ["--partition=urgent", "--exclusive", "--nodes=2", "--time=1", "--output=/dev/null", "--wrap=sleep 2"]
    site.cluster.ask("sbatch", *urgent)
    said, _ = build.communicate(timeout=LONG_HANG_GUARD)
    assert build.returncode == 0, said
    assert any(int(job["Restarts"]) for job in site.cluster.jobs())
    assert numbers(slow) == numbers(toy)
    assert "Traceback" not in said


def test_a_refusal_is_told_in_a_line(site, fresh):
    resources = ("slurm_partition=nowhere", "runtime=1", "mem_mb=100", "disk_mb=1")
    build = site.begin(fresh, *WALK, "--default-resources", *resources, "--retries", "0")
    said, _ = build.communicate(timeout=LONG_HANG_GUARD)
    assert build.returncode == 1
    assert "Slurm refuses the job: sbatch: error: invalid partition specified: nowhere" in said
    assert "Traceback" not in said and "--wrap" not in said and max(map(len, said.splitlines())) < 200


def test_a_cluster_that_does_not_answer_is_told(site, fresh):
    site.cluster.stop("slurmctld")
    build = site.begin(fresh, *WALK, "--retries", "0")
    said, _ = build.communicate(timeout=LONG_HANG_GUARD)
    assert build.returncode == 1
    assert "Unable to contact slurm controller" in said
    assert "Traceback" not in said and "--wrap" not in said


def test_what_no_node_can_run_is_named_and_ctrl_c_takes_all_jobs_back(site, fresh):
    build = site.begin(fresh, *WALK, "--set-resources", "experiment:runtime=6000")
    said = []
    for line in build.stdout:
        said.append(line)
        if "the cluster keeps waiting" in line:
            break
    assert "experiment random walk 1 (PartitionTimeLimit)" in said[-1], "".join(said)
    build.send_signal(signal.SIGINT)
    rest, _ = build.communicate(timeout=LONG_HANG_GUARD)
    assert build.returncode not in (0, None) and "Traceback" not in rest, rest
    assert {job["JobState"] for job in site.cluster.jobs()} == {"CANCELLED"}


def test_two_jobs_are_never_given_the_same_gpu(site, toy, slow):
    site.build(slow, *WALK, "--set-resources", "experiment:gpu=1", "experiment:runtime=5")
    spans = sorted(
        (job["StartTime"], job["EndTime"], job["NodeList"])
        for job in site.cluster.jobs()
        if "random_walk" in job.get("Comment", "") and "experiment_" in job["Comment"]
    )
    assert len(spans) == 3 and {node for *_, node in spans} == {site.cluster.nodes[-1]}
    assert all(end <= begin for (_, end, _), (begin, *_) in pairwise(spans))
    assert numbers(slow) == numbers(toy)


def test_the_preview_is_built_on_two_nodes_to_the_same_bytes(packages, preview, tmp_path):
    if sentence := slurm.missing():
        pytest.skip(sentence)
    remote = copied(tmp_path / "remote")
    with slurm.running(cpus=1, memory=5000) as cluster:
        began = time.monotonic()
        options = ("--configfile", "config/preview.yaml", "--cores", "1", *ONE_THREAD)
        said = Site(cluster, packages).build(remote, *options, command=f"snakemake --profile {PROFILE}")
        took = time.monotonic() - began
        busy = sum(cluster.seconds(job) for job in cluster.jobs())
    print(f"{took:.0f} s, of {2 * took:.0f} node-seconds {busy:.0f} busy; {len(JOB.findall(said))} jobs")
    assert "Traceback" not in said
    assert differences(remote, preview) == []
    again = Checkout(remote.folder, options=(*remote.options, *ONE_THREAD))
    assert published_with_times_of(again, preview) == preview.published()
