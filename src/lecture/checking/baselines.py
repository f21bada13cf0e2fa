"""What another edition says, as `lecture compare` and `lecture drift` begin with it, from wherever it lies.

A baseline is a record (`results/published.json`), the folder of a checkout, a manifest, an archive of results, the
address of one of these files, or a revision of git that tracks a record. A manifest tells no times and no `headline`;
an archive tells of figures as far as there are such here, and needs all results that numbers and claims come from.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import jsonschema

from lecture.archive import packing
from lecture.archive.store import Store
from lecture.checking import comparison, manifest
from lecture.checking.comparison import RecordError
from lecture.downloading import SourceError, had, shown
from lecture.files import FaultyFileError
from lecture.studies.times import RECORD

DEADLINE, LARGEST = 600.0, 2**30  # seconds and bytes, as of an archive that is fetched
LARGEST_TEXT = 2**26  # bytes of a record or a manifest
XZ, ZIP = b"\xfd7zXZ\x00", b"PK"  # how archives of results begin, and crates

_PARTS = manifest.SCHEMA.schema["properties"]["says"]["properties"]
_NUMBERS = {"type": "object", "additionalProperties": {"type": ["number", "string", "boolean", "null"]}}
SCHEMA = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["edition", "numbers", "claims", "figures", "files"],
        "properties": {
            "edition": {"type": "string"},
            **{key: {"type": "array", "items": {"type": "string"}} for key in ("times", "headline", "chance")},
            "machine": {"type": "object", "additionalProperties": {"type": "string"}},
            "numbers": _NUMBERS,
            "claims": _PARTS["claims"],
            "figures": _PARTS["figures"],
            "files": _PARTS["figures"],
        },
    }
)


def read(source: str, root: Path, times: Iterable[str] = ()) -> dict:
    """The record of an edition, as `comparison.record` writes it.

    Args:
        source: of one of the kinds that this module tells.
        root: of this checkout.
        times: patterns of the names of numbers that tell how long something took; for archives, which don't say.

    Raises:
        RecordError: it is none of these, or can't be had or read; the message is one line and names the source.
    """
    try:
        if "://" in source:
            with tempfile.TemporaryDirectory() as folder:
                return _of_file(had(source, Path(folder), DEADLINE, LARGEST), shown(source), root, times)
        path = Path(source)
        if path.is_dir():
            own = next((path / name for name in (RECORD, manifest.FILE) if (path / name).is_file()), None)
            if own is None:
                raise RecordError(f"{source}: this folder has neither {RECORD} nor {manifest.FILE}")
            return _of_file(own, str(own), root, times)
        if path.is_file():
            return _of_file(path, source, root, times)
        return _of_revision(source, root)
    except SourceError as mistake:
        raise RecordError(str(mistake)) from None
    except OSError as mistake:
        raise RecordError(f"{source[:200]}: {mistake.strerror or mistake}") from None


def _of_revision(source: str, root: Path) -> dict:
    command = ["git", "-C", str(root), "show", "--end-of-options", f"{source}:{RECORD}"]
    try:
        done = subprocess.run(command, capture_output=True)
    except FileNotFoundError:
        raise RecordError(f"{source[:200]} is no file and no folder, and git, for revisions, isn't installed") from None
    if done.returncode:
        raise RecordError(f"{source[:200]} is no file, no folder and no revision that tracks {RECORD}")
    return _of_text(done.stdout, source)


def _of_file(file: Path, name: str, root: Path, times: Iterable[str]) -> dict:
    with open(file, "rb") as opened:
        start = opened.read(len(XZ))
    if start == XZ:
        return _of_archive(file, name, root, times)
    if start.startswith(ZIP):
        raise RecordError(f"{name}: a ZIP archive; give an archive of results, EDITION.tar.xz, a record or a manifest")
    if file.stat().st_size > LARGEST_TEXT:
        raise RecordError(f"{name}: larger than a record or a manifest may be, {LARGEST_TEXT >> 20} MB")
    return _of_text(file.read_bytes(), name)


def _of_text(data: bytes, name: str) -> dict:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as mistake:
        raise RecordError(f"{name}: this is no record of an edition: it isn't JSON: {mistake}") from None
    if isinstance(found, dict) and {"says", "jobs", "published"} & found.keys():
        return _of_manifest(data, name)
    if fault := jsonschema.exceptions.best_match(SCHEMA.iter_errors(found)):
        place = "".join(f"[{key!r}]"[:60] for key in fault.absolute_path)
        why = f"{place}: {fault.message[:120]}" if place else f"{fault.message[:120]}; `lecture record` writes one"
        raise RecordError(f"{name}: this is no record of an edition: {why}".replace("\n", " "))
    return found


def _of_manifest(data: bytes, name: str) -> dict:
    """What a manifest tells of what a record tells."""
    try:
        told = manifest.parsed(data, name)
    except manifest.ManifestError as mistake:
        raise RecordError(str(mistake)) from None
    if not manifest.is_whole(told):
        raise RecordError(f"{name}: somebody has changed this manifest since it was written: its seal is another one")
    says, files = told["says"], told["files"]
    timed = {_group(path) for path, entry in files.items() if "apart_from" in entry}
    plain = [path for path, entry in files.items() if "apart_from" not in entry]
    paths = [path for path in plain if comparison.is_recorded(path, timed)]
    groups = {number.partition(".")[0] for number in says["numbers"]}
    made = {
        group: job["inputs"] for job in told["jobs"].values() for group in groups & set(map(_group, job["outputs"]))
    }
    machines = ({key: job[key] for key in comparison.MACHINE if key in job} for job in told["jobs"].values())
    return {
        "edition": told["edition"],
        **{key: says[key] for key in ("times", "numbers", "claims", "figures")},
        "files": {path: files[path]["sha256"] for path in paths},
        "chance": sorted(comparison.with_chance(made, says["numbers"])),
        "machine": max(machines, key=len, default={}),
    }


def _group(path: str) -> str | None:
    """The study whose numbers or arrays a file has."""
    file = Path(path)
    return file.stem if file.parent == Path("results") and file.suffix in (".json", ".npz") else None


def _of_archive(file: Path, name: str, root: Path, times: Iterable[str]) -> dict:
    """What the results in an archive tell, which are unpacked far from this checkout."""
    with tempfile.TemporaryDirectory() as folder:
        store, place = Store(Path(folder, "store")), Path(folder, "edition")
        try:
            archive = packing.unpack(file, store)
        except packing.ArchiveError as mistake:
            why = str(mistake).removeprefix(f"{file.name}: ").removesuffix("; nothing was taken")
            raise RecordError(f"{name}: {why}") from None
        for kept in archive.entries:
            for path, (digest, _) in kept.outputs.items():
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(store.file(digest), place / path)
        figures = [picture.stem for picture in (root / "figures").glob("*.svg")]
        try:
            told = comparison.of_results(place, archive.edition, times, figures)
        except FileNotFoundError as missing:
            gone = Path(missing.filename).relative_to(place)
            raise RecordError(f"{name}: {gone} is not in it: archive a lecture that is built") from None
        except FaultyFileError as mistake:
            raise RecordError(f"{name}: {mistake}") from None
    return told | {"machine": next((dict(kept.content["machine"]) for kept in archive.entries), {})}
