"""pyproject.toml → requirements.lock → environment.yml: one chain, in which nothing is named twice."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = PROJECT["project"]["optional-dependencies"]
OWN = f"{PROJECT['project']['name']}["  # an extra that takes in another one
WANTED = [
    wanted
    for part in (PROJECT["project"]["dependencies"], *EXTRAS.values(), PROJECT["dependency-groups"]["dev"])
    for wanted in part
    if not wanted.startswith(OWN)
]


def locked_in(file: str) -> list[str]:
    """One string for each requirement of a lock, its hashes included."""
    text = (ROOT / file).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def lock() -> list[str]:
    return list(dict.fromkeys([*locked_in("requirements.lock"), *locked_in("requirements-slurm.lock")]))


def test_what_asks_slurm_whenever_snakemake_starts_is_no_part_of_every_environment():
    own = {Requirement(line.split(" --hash=")[0]).name for line in locked_in("requirements.lock")}
    assert not [name for name in own if "slurm" in name]
    extra = {Requirement(line.split(" --hash=")[0]).name for line in locked_in("requirements-slurm.lock")}
    assert {Requirement(wanted).name for wanted in EXTRAS["slurm"]} == extra - own


def test_lock_has_no_address_and_every_requirement_its_hashes(lock):
    for line in lock:
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        assert Requirement(requirement).url is None and "://" not in line
        assert re.fullmatch(r"==[^,*]+", str(Requirement(requirement).specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


def test_each_dependency_has_its_why():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = text.partition("## Dependencies")[2].partition("\n## ")[0]
    told = set(re.findall(r"[A-Za-z0-9][\w.-]*", " ".join(re.findall(r"^\| (.*?) \|", rows, re.MULTILINE))))
    assert {Requirement(wanted).name for wanted in WANTED} - told == {"snakemake-executor-plugin-slurm-jobstep"}


@pytest.mark.parametrize("wanted", WANTED)
def test_lock_satisfies_pyproject(lock, wanted):
    wanted = Requirement(wanted)
    locked = [Requirement(line.split(" --hash=")[0]) for line in lock]
    versions = [
        str(requirement.specifier).removeprefix("==")
        for requirement in locked
        if canonicalize_name(requirement.name) == canonicalize_name(wanted.name)
    ]
    assert versions, f"{wanted.name} is not in requirements.lock"
    assert all(wanted.specifier.contains(version, prereleases=True) for version in versions), versions


def test_each_extra_takes_in_the_one_before():
    assert list(EXTRAS) == ["build", "cnn", "slurm"]
    assert f"{OWN}build]" in EXTRAS["cnn"]


def test_pins_stand_in_the_lock_only():
    assert [wanted for wanted in WANTED if "==" in wanted] == []


def test_make_lock_asks_for_all_that_the_lock_holds():
    done = subprocess.run(["make", "--dry-run", "lock"], cwd=ROOT, capture_output=True, text=True)
    for option in (
        "--extra cnn",
        "--group dev",
        "--extra slurm",
        "--universal",
        "--generate-hashes",
        "-o requirements.lock",
    ):
        assert option in done.stdout


def test_conda_takes_everything_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, *rest = environment["dependencies"]
    assert rest == ["pip", {"pip": ["-r requirements.lock"]}]
    assert environment["channels"] == ["conda-forge"]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["project"]["requires-python"])


def test_citation_and_licence_agree_with_pyproject():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = PROJECT["project"]
    assert citation["version"] == project["version"]
    assert citation["title"] == project["description"]
    assert citation["license"] == project["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n")
