"""The commands `lecture archive` and `lecture fetch`: results leave a checkout, and come into another one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml

from lecture.archive import ANSWER, FITTING, FOLLOWS, PACKING, packing
from lecture.archive.facts import installed, machine
from lecture.archive.store import FOLDER, Entry, Store
from lecture.downloading import SourceError, had, shown
from lecture.files import read_json
from lecture.studies.times import RECORD

DEADLINE = 600.0  # seconds for an archive: 50 MB at 100 kB/s
LARGEST = 2**30  # bytes


class FetchError(ValueError):
    """Nothing could be fetched or archived; the message is for whoever gave the command."""


def archive(target: Path | None, configfiles: Sequence[str], cores: int) -> Iterator[str]:
    """Write the results of this checkout, from the folder of its Snakefile; what is to be told, line by line.

    Args:
        target: the file; by default one in public/archive/, called as the edition.
        configfiles: as given to the build.
        cores: as given to the build; trainings share them.

    Raises:
        FetchError: there is no lecture here, it is wrong, or nothing of it is built.
        ArchiveError: a file of the store is damaged.
        OSError: the archive can't be written.
    """
    store = Store()
    with _scratch() as folder:
        answer = folder / "there.json"
        dry_run(configfiles, cores, {PACKING: str(answer)})
        found = read_json(answer)
    entries = [_kept(store, each) for each in found["entries"]]
    entries = [kept for kept in entries if all(path.startswith("results/") for path in kept.outputs)]
    if not entries:
        raise FetchError(_why_nothing(found["again"]))
    target = target or Path(f"public/archive/{found['edition']}.tar.xz")
    size = packing.pack(target, found["edition"], entries, store)
    yield f"{target}: {len(entries)} results of the edition {found['edition']!r}, {size / 1e6:.1f} MB"
    if missing := found["missing"]:
        yield f"{len(missing)} results are not built and not in it: {_some(missing)}"


def fetch(source: str, cores: int) -> Iterator[str]:
    """Keep what fits this checkout of an archive, for the next build; what is to be told, line by line.

    Args:
        source: a file, or the address of one.
        cores: of the build that will be; trainings share them.

    Raises:
        FetchError: there is no lecture here, or the archive can't be had.
        ArchiveError: it is damaged, falsified or none; nothing was taken.
        OSError: a file can't be written.
    """
    own = Store()
    with _scratch() as folder:
        incoming = Store(folder / "incoming")
        try:
            file = had(source, folder, DEADLINE, LARGEST)
        except SourceError as mistake:
            raise FetchError(str(mistake)) from None
        said = packing.unpack(file, incoming)
        recorded = record(Path(RECORD), said.edition)
        name = shown(source)
        yield f"{name}: {len(said.entries)} results of the edition {said.edition!r}, every digest is right"
        configfiles = configfiles_of(said.edition)
        dry_run(configfiles, cores, {FITTING: str(incoming.folder)})
        answer = read_json(incoming.folder / ANSWER)
        reasons = dict(answer["reasons"])
        taken, verified = [], 0
        for each in answer["fitting"]:
            kept = _kept(incoming, each)
            published = {path: recorded[path] for path in kept.outputs if path in recorded}
            if any(kept.digest_of(path) not in digests for path, digests in published.items()):
                reasons[kept.content["job"]] = [f"not the files of the published edition, says {RECORD}"]
                continue
            for digest, _ in kept.outputs.values():
                own.add(incoming.file(digest), digest)
            known = published.keys() == kept.outputs.keys()
            own.record(kept, {"from": name, "verified": known})
            verified += known
            taken.append(kept)
    yield from _told(taken, verified, answer["here"], reasons)
    command = "make lecture" if not configfiles else f"snakemake --cores {cores} --configfile {' '.join(configfiles)}"
    if taken:
        yield f"The next build takes them: {command}"


def record(file: Path, edition: str) -> dict[str, set[str]]:
    """The published SHA-256 of files, by path: every pair of a path and a digest in a tracked record of an edition.

    A record of another edition, whose files have the same names, says nothing.

    Raises:
        FetchError: the record is no JSON.
    """
    found: dict[str, set[str]] = {}

    def walk(content: object) -> None:
        if isinstance(content, dict):
            for key, value in content.items():
                if isinstance(value, str) and "/" in key and packing.FILE.fullmatch(f"files/{value}"):
                    found.setdefault(key, set()).add(value)
                walk(value)
        elif isinstance(content, list):
            for each in content:
                walk(each)

    if file.is_file():
        try:
            content = read_json(file)
            if not isinstance(content, dict) or content.get("edition", edition) == edition:
                walk(content)
        except ValueError as mistake:
            raise FetchError(str(mistake)) from None
    return found


def _told(
    taken: Sequence[Entry], verified: int, here: Sequence[str], reasons: Mapping[str, list[str]]
) -> Iterator[str]:
    """What was taken and what wasn't, and why, for people."""
    if verified:
        yield f"{len(taken)} fit and are kept, {verified} of them verified by {RECORD}"
    elif taken:
        why = "doesn't name them" if Path(RECORD).is_file() else "isn't there"
        yield f"{len(taken)} fit and are kept, unverified: {RECORD} {why}"
    if here:
        yield f"{len(here)} are here already"
    own = machine()
    for kind in own:
        if others := sorted({kept.content["machine"].get(kind, "unknown") for kept in taken} - {own[kind]}):
            yield f"made on a machine of other {kind}: {', '.join(others)}; here {own[kind]}; the last bits may differ"
    versions = {package: number for kept in taken for package, number in kept.content["versions"].items()}
    if absent := [f"{package} {number}" for package, number in sorted(versions.items()) if not installed(package)]:
        yield f"not installed here, so their versions are believed: {', '.join(absent)}"
    if reasons:
        yield f"{len(reasons)} don't fit:"
    grouped: dict[str, list[str]] = {}
    for job, lines in reasons.items():
        grouped.setdefault("; ".join(lines), []).append(job)
    for reason, jobs in sorted(grouped.items(), key=lambda item: item[0] == FOLLOWS):
        yield f"    {reason}: {_some(sorted(jobs))}"


def _why_nothing(again: Mapping[str, str]) -> str:
    """Why nothing can be archived, and what to do."""
    if not again:
        return "nothing is built that could be archived; build first: make lecture"
    # of what is planned the cause comes before what only follows from it
    name, reason = min(again.items(), key=lambda each: each[1].startswith("Input files updated"))
    return (
        f"{len(again)} results lie here, but nothing tells that this very lecture made them, so a build would make "
        f"them again ({name}: {reason.strip()}); build first: make lecture"
    )


def _some(names: Sequence[str], most: int = 4) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _kept(store: Store, place: Mapping[str, str]) -> Entry:
    return next(kept for kept in store.entries(place["key"]) if kept.id == place["id"])


@contextmanager
def _scratch() -> Iterator[Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="fetch-") as folder:  # what a kill leaves goes with the store
        yield Path(folder)


def configfiles_of(edition: str) -> list[str]:
    """What makes a build that of an edition: the file in config/ that says so; none for the lecture's own."""
    for file in sorted(Path("config").glob("*.yaml")):
        with suppress(yaml.YAMLError, UnicodeDecodeError):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            if file.stem != "lecture" and isinstance(content, dict) and content.get("edition") == edition:
                return [str(file)]
    return []


def dry_run(configfiles: Sequence[str], cores: int, variables: Mapping[str, str]) -> None:
    """Let Snakemake plan the lecture without running a job; its plan answers the question of the variables."""
    if not Path("Snakefile").is_file():
        raise FetchError("there is no Snakefile here; go to the folder of a lecture")
    command = [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "--rerun-incomplete", "--cores", str(cores)]
    command += ["--configfile", *configfiles] if configfiles else []
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)
    if done.returncode:
        raise FetchError(f"the lecture can't be planned:\n{(done.stderr or done.stdout).strip()}")
