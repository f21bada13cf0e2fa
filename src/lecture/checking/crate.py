"""The edition as a Workflow Run RO-Crate: what was published, the workflow that made it, and the run, for machines.

The profiles are Workflow Run Crate 0.5, Workflow RO-Crate 1.0 and Process Run Crate 0.5 on RO-Crate 1.1. All comes from
the manifest of a finished build; a crate tells no times, since a manifest doesn't, and equal builds give equal crates.
"""

import io
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from mimetypes import guess_type
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rocrate.model import ComputerLanguage, ContextEntity, SoftwareApplication
from rocrate.rocrate import ROCrate

from lecture.checking import manifest
from lecture.files import write_bytes
from lecture.files.bundle import EVER

PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}
TERMS = {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}  # what the profiles add to the words of RO-Crate
SNAKEMAKE = "https://w3id.org/workflowhub/workflow-ro-crate#snakemake"
SOURCES = ("config/lecture.yaml", "requirements.lock", "pyproject.toml", "environment.yml", "CITATION.cff", "LICENSE")
KINDS = {".ipynb": "application/x-ipynb+json", ".yaml": "application/yaml", ".lock": "text/plain", ".cff": "text/x-cff"}
MANIFEST = str(manifest.FILE)


class CrateError(ValueError):
    """There is no crate to be made; the message is one line."""


def write(target: Path, told: Mapping, page: Mapping) -> int:
    """Write the crate of the build in this folder, a ZIP archive; how many files are in it.

    Args:
        target: of the archive.
        told: the manifest of the build.
        page: what the lecture says of itself, `lecture.build.description.Description.page`.

    Raises:
        CrateError: a file that the manifest names isn't there.
        OSError: the archive can't be written.
    """
    crate = described(told, page)
    with tempfile.TemporaryDirectory() as folder:
        try:
            crate.write(folder)
        except FileNotFoundError as missing:
            raise CrateError(f"{missing.filename} is missing: build the lecture first") from None
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        made = io.BytesIO()
        with ZipFile(made, "w") as archive:
            for file in files:
                name = file.relative_to(folder).as_posix()
                archive.writestr(ZipInfo(name, EVER), file.read_bytes(), ZIP_DEFLATED)
    write_bytes(target, made.getvalue())
    return len(files)


def described(told: Mapping, page: Mapping) -> ROCrate:
    """The crate, before it is written.

    Args:
        told, page: as in `write`.
    """
    crate = ROCrate(gen_preview=False, version="1.1")
    crate.metadata.extra_contexts.append(TERMS)
    words = page["licence"] or "all rights reserved"
    licence = crate.add(ContextEntity(crate, "#licence", {"@type": "CreativeWork", "name": words}))
    root = crate.root_dataset
    root["name"] = page["title"]
    root["description"] = f"{page['subtitle'] or page['title']}. The edition {told['edition']!r}, as it was built."
    root["license"] = licence
    root["inLanguage"] = page["language"]
    root["datePublished"] = page["date"] or datetime(*EVER[:3], tzinfo=UTC).date().isoformat()
    if page["version"]:
        root["version"] = page["version"]
    people = [
        crate.add(ContextEntity(crate, f"#author-{number}", {"@type": "Person", "name": name}))
        for number, name in enumerate(page["authors"], 1)
    ]
    if people:
        root["author"] = _one_or_all(people)
    root["conformsTo"] = [
        crate.add(ContextEntity(crate, address, {"@type": "CreativeWork", "name": name, "version": version}))
        for address, (name, version) in PROFILES.items()
    ]
    workflow = _workflow(crate, told, page, people, licence)
    objects = [_source(crate, path) for path in SOURCES if Path(path).is_file()] + _inputs(crate, told)
    results = [
        _file(crate, path, entry)
        for path, entry in sorted(told["files"].items())
        if path.startswith("public/") or path in ("results/numbers.json", "results/claims.json")
    ]
    results.append(_file(crate, MANIFEST, manifest.entry(MANIFEST, ())))
    action = crate.add(ContextEntity(crate, "#run", {"@type": "CreateAction"}))
    action["name"] = f"Built the edition {told['edition']!r} of {page['title']!r}"
    action["description"] = _machines(told)
    action["instrument"] = workflow
    action["object"] = objects
    action["result"] = results
    action["actionStatus"] = {"@id": "http://schema.org/CompletedActionStatus"}
    root["mentions"] = action
    return crate


def _workflow(crate: ROCrate, told: Mapping, page: Mapping, people: list, licence: ContextEntity):
    """The Snakefile, the language in which it is written, and the programs that ran."""
    version = told["versions"].get("snakemake", "")
    language = ComputerLanguage(
        crate,
        SNAKEMAKE,
        {
            "name": "Snakemake",
            "alternateName": "Snakemake",
            "identifier": {"@id": "https://doi.org/10.1093/bioinformatics/bts480"},
            "url": {"@id": "https://snakemake.readthedocs.io"},
            "version": version,
        },
    )
    crate.add(language)
    workflow = crate.add_workflow("Snakefile", "Snakefile", main=True, lang=language)
    workflow["name"] = f"The workflow that builds {page['title']!r}"
    workflow["license"] = licence
    if people:
        workflow["creator"] = _one_or_all(people)
    numbers = {package: [number] for package, number in told["versions"].items()} | dict(told["results"])
    workflow["encodingFormat"] = "text/plain"
    if page["version"]:
        workflow["version"] = page["version"]
    workflow["softwareRequirements"] = [
        crate.add(SoftwareApplication(crate, _home(package), _program(package, found)))
        for package, found in sorted(numbers.items())
    ]
    return workflow


def _home(package: str) -> str:
    return "https://www.python.org/" if package == "python" else f"https://pypi.org/project/{package}/"


def _program(package: str, versions: list[str]) -> dict:
    return {"name": package, "url": _home(package), "softwareVersion": ", ".join(versions)}


def _one_or_all(values: list):
    """A list, or the only thing in it, as RO-Crate asks for."""
    return values[0] if len(values) == 1 else values


def _file(crate: ROCrate, path: str, entry: Mapping):
    kind = KINDS.get(Path(path).suffix) or guess_type(path)[0] or "application/octet-stream"
    about = {"encodingFormat": kind, "name": path}
    if "apart_from" not in entry:
        about["sha256"] = entry["sha256"]
    if "size" in entry:
        about["contentSize"] = str(entry["size"])
    return crate.add_file(path, path, properties=about)


def _source(crate: ROCrate, path: str):
    return _file(crate, path, manifest.entry(path, ()))


def _inputs(crate: ROCrate, told: Mapping) -> list:
    """The data and texts that no job made: named with their digests, and not inside."""
    made = {path for job in told["jobs"].values() for path in job["outputs"]}
    return [
        crate.add(
            ContextEntity(crate, f"#input-{path}", {"@type": "CreativeWork", "name": path, "sha256": entry["sha256"]})
        )
        for path, entry in sorted(told["files"].items())
        if (path not in made and not path.startswith("public/")) or path.startswith("data/")
    ]


def _machines(told: Mapping) -> str:
    """On what the results were made, in a sentence."""
    words = sorted(
        {
            ", ".join(str(job[key]) for key in ("architecture", "instructions", "device") if key in job)
            for job in told["jobs"].values()
            if "architecture" in job
        }
    )
    return f"Results were made on: {'; '.join(words)}." if words else "Which machine made the results is not known."
