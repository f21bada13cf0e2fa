"""`lecture crate`: a Workflow Run RO-Crate of the toy, which the validator of such crates accepts."""

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
import rocrate
from rocrate_validator import models, services
from rocrate_validator.utils.http import HttpRequester

PROFILE = "workflow-run-crate-0.5"
WORDS = Path(rocrate.__file__).parent / "data/ro-crate.jsonld"  # what the address of the crate's context would bring


def made(lecture, file: str = "crate.zip") -> subprocess.CompletedProcess:
    return lecture.tell("crate", file)


@pytest.fixture
def crate(edited_toy, tmp_path) -> Path:
    # Outside the folder of the toy, whose name has letters that the validator's library takes for no address.
    done = made(edited_toy, str(tmp_path / "crate.zip"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "crate.zip"


def described(crate: Path) -> dict[str, dict]:
    with ZipFile(crate) as archive:
        content = json.loads(archive.read("ro-crate-metadata.json"))
    return {entity["@id"]: entity for entity in content["@graph"]}


def issues(crate: Path, monkeypatch) -> list[str]:
    """What the validator finds, without a network: the context is that in the library's wheel."""
    words = json.loads(WORDS.read_text(encoding="utf-8"))
    words["@context"]["ComputationalWorkflow"] = "https://bioschemas.org/ComputationalWorkflow"  # as version 1.1 has it

    def get(_, url: str, *__, **___) -> SimpleNamespace:
        assert url.startswith("https://w3id.org/ro/crate/"), url
        headers = {"Content-Type": "application/ld+json"}
        return SimpleNamespace(status_code=200, headers=headers, json=lambda: words, text=json.dumps(words))

    monkeypatch.setattr(HttpRequester, "get", get, raising=False)
    settings = services.ValidationSettings(
        rocrate_uri=str(crate),
        profile_identifier=PROFILE,
        requirement_severity=models.Severity.REQUIRED,
        offline=True,
        skip_availability_check=True,
    )
    return [f"{issue.check.identifier}: {issue.message}" for issue in services.validate(settings).get_issues()]


def test_the_validator_accepts_the_crate(crate, monkeypatch):
    assert issues(crate, monkeypatch) == []


def test_the_validator_would_refuse_a_crate_that_is_none(crate, monkeypatch, tmp_path):
    with ZipFile(crate) as archive:
        content = json.loads(archive.read("ro-crate-metadata.json"))
        names = {name: archive.read(name) for name in archive.namelist() if name != "ro-crate-metadata.json"}
    content["@graph"] = [entity for entity in content["@graph"] if entity["@id"] != "#run"]
    for entity in content["@graph"]:
        entity.pop("mainEntity", None)
        entity.pop("mentions", None)
    with ZipFile(tmp_path / "broken.zip", "w") as archive:
        archive.writestr("ro-crate-metadata.json", json.dumps(content))
        for name, data in names.items():
            archive.writestr(name, data)
    assert issues(tmp_path / "broken.zip", monkeypatch)


def test_the_crate_tells_the_run_and_holds_what_was_published(crate, edited_toy):
    found = described(crate)
    run = found["#run"]
    results = {each["@id"] for each in run["result"]}
    published = edited_toy.published().keys() - {"public/manifest.json"}
    assert published <= results and "public/manifest.json" in results
    assert found["public/index.html"]["sha256"] == edited_toy.published()["public/index.html"]
    assert run["instrument"] == {"@id": "Snakefile"}
    assert "config/lecture.yaml" in {each["@id"] for each in run["object"]}
    assert found["https://pypi.org/project/numpy/"]["softwareVersion"]
    with ZipFile(crate) as archive:
        assert results <= set(archive.namelist())


def test_equal_builds_give_equal_crates_without_times_and_places(crate, edited_toy):
    assert made(edited_toy, "again.zip").returncode == 0
    assert (edited_toy.folder / "again.zip").read_bytes() == crate.read_bytes()
    with ZipFile(crate) as archive:
        text = archive.read("ro-crate-metadata.json").decode()
    assert str(edited_toy.folder) not in text and "Time" not in text


def test_there_is_no_crate_of_what_is_not_there(edited_toy):
    (edited_toy.folder / "public/slides.html").unlink()
    done = made(edited_toy)
    assert done.returncode == 1
    assert "lecture crate:" in done.stderr and "slides.html" in done.stderr and "Traceback" not in done.stderr
    (edited_toy.folder / "public/manifest.json").unlink()
    assert "build the lecture first" in made(edited_toy).stderr
