"""Whether an edition is what its manifest says, and what another manifest of the same lecture says of it.

Two questions. *Is this the build that was published?* Files are held against the digests of the manifest beside them,
the manifest against its seal, numbers and claims against one another, and the sources against what made the build: any
difference is one. *Does another build say the same?* A manifest from elsewhere is held against the one here
(`lecture.checking.sorting`).
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lecture.archive import DESCRIBING
from lecture.archive.fetching import FetchError, configfiles_of, dry_run
from lecture.archive.journal import Journal
from lecture.checking import manifest
from lecture.checking.comparison import DIFFERENT, EQUAL, are_strangers, leaves
from lecture.checking.findings import Finding, Report
from lecture.checking.kept_editions import held
from lecture.checking.sorting import DECIDES, Sorting, is_group, moved, short
from lecture.downloading import SourceError, had, shown
from lecture.files import read_json
from lecture.studies.times import RECORD

DEADLINE, LARGEST = 60.0, 2**26  # seconds and bytes of a manifest from elsewhere
GUESTS = ("archive", "editions", "crate")  # folders in public/ of other commands; no manifest names them

# What no look at files can find; said each time.
BELIEVED = (
    "whether another build gives the same: `lecture reproduce` builds twice",
    "whether somebody falsified results, recipes, manifest and seal together: only a build of your own, "
    f"or {RECORD} in git, tells",
    "what lies in public/archive: `lecture fetch` holds an archive against its digests before it takes anything",
)


def verify() -> Report:
    """Hold a finished build against its own manifest, from the folder of its Snakefile.

    Raises:
        ManifestError: there is no manifest, or it can't be read.
    """
    told = own()
    report = Report()
    files = list(_of_files(told))
    if not Path("Snakefile").is_file():  # somebody has what was published, and not what it was made from
        gone = {found.name for found in files if not found.name.startswith("public/") and not Path(found.name).exists()}
        files = [found for found in files if found.name not in gone]
        report.unchecked += [f"what it was made from: {len(gone)} files are not here"] if gone else []
    report.findings += [*_of_the_manifest(told), *files, *_of_what_is_said(told)]
    report.findings += [Finding(path, DIFFERENT if why else EQUAL, why) for path, why in held(Path("public"))]
    _sources(told, report)
    _recorded(told, report)
    return report


def compare(source: str) -> Report:
    """Hold a finished build, from the folder of its Snakefile, against a manifest from elsewhere.

    Args:
        source: a file, the folder of a checkout, or an address.

    Raises:
        ManifestError: one of both can't be had or read, or they are of different editions or lectures.
    """
    here, there = own(), read(source)
    if here["edition"] != there["edition"]:
        raise manifest.ManifestError(
            f"{shown(source)} is of the edition {there['edition']!r}, this build of {here['edition']!r}: "
            "their numbers differ anyway, so nothing can be checked"
        )
    if are_strangers(there["says"], here["says"]):
        raise manifest.ManifestError(
            f"{shown(source)} and this build have no number and no claim of one name: these are different lectures, "
            "so nothing can be checked"
        )
    report = Report()
    if not manifest.is_whole(there):
        report.findings.append(Finding(shown(source), DIFFERENT, "somebody has changed it: its seal is another one"))
    changed = [found for found in _of_files(here) if found.verdict == DIFFERENT]
    report.findings += changed
    report.findings += Sorting(there, here).findings()
    return report


def own() -> dict:
    """The manifest of the build in this folder.

    Raises:
        ManifestError: there is none, or it can't be read.
    """
    try:
        data = manifest.FILE.read_bytes()
    except FileNotFoundError:
        raise manifest.ManifestError(
            f"{manifest.FILE} is missing: there is nothing to verify; build the lecture first"
        ) from None
    except OSError as mistake:
        raise manifest.ManifestError(f"{manifest.FILE}: it can't be read: {mistake.strerror}") from None
    return manifest.parsed(data, str(manifest.FILE))


def read(source: str) -> dict:
    """A manifest from wherever it lies.

    Raises:
        ManifestError: it can't be had or read.
    """
    if Path(source).is_dir():
        folder = Path(source)
        source = str(folder / (manifest.FILE if (folder / manifest.FILE).is_file() else manifest.FILE.name))
    with tempfile.TemporaryDirectory() as folder:
        try:
            file = had(source, Path(folder), DEADLINE, LARGEST)
            if file.stat().st_size > LARGEST:
                raise SourceError(f"{shown(source)}: larger than a manifest may be, {LARGEST >> 20} MB")
            data = file.read_bytes()
        except (SourceError, OSError) as mistake:
            raise manifest.ManifestError(str(mistake)) from None
    return manifest.parsed(data, shown(source))


def _of_the_manifest(told: Mapping) -> Iterator[Finding]:
    """What is wrong with a manifest in itself."""
    sealed = manifest.is_whole(told)
    why = "" if sealed else "somebody has changed it since it was written: its seal is another one"
    yield Finding(str(manifest.FILE), EQUAL if sealed else DIFFERENT, why)
    for name, job in told["jobs"].items():
        for path in [*job["outputs"], *job["inputs"]]:
            if path not in told["files"] and path not in told["absent"]:
                yield Finding(path, DIFFERENT, f"`{name}` made or used it, but its entry in the manifest is gone")
    for path, digest in told.get("published", {}).items():
        if told["files"].get(path, {}).get("sha256") != digest:
            yield Finding(path, DIFFERENT, "the manifest gives two digests of it, or one where there were two")
    for path in told["files"]:
        if path.startswith("public/") and path not in told.get("published", told["files"]):
            yield Finding(path, DIFFERENT, "the manifest no longer counts it among what was published")
    for path in sorted(Path("public").rglob("*")):
        name, folder = path.as_posix(), Path("public", path.parts[1])
        guest = folder.name in GUESTS and folder.is_dir() and not folder.is_symlink()
        if (path.is_dir() and not path.is_symlink()) or name == str(manifest.FILE) or guest:
            continue
        if name not in told["files"]:
            yield Finding(name, DIFFERENT, "it was not published: the manifest doesn't know it")


def _of_files(told: Mapping) -> Iterator[Finding]:
    """Each file of a manifest as it lies there."""
    journal = Journal.read()
    owners: dict[str, list[str]] = {}
    for path, entry in told["files"].items():
        owners.setdefault(entry["sha256"], []).append(path)
    editions = _editions()
    made = {path for job in told["jobs"].values() for path in job["outputs"]}
    for path, entry in told["files"].items():
        yield _of_file(path, entry, told["says"]["times"], journal, owners, editions, path in made)


def _of_file(
    path: str,
    entry: Mapping,
    times: Sequence[str],
    journal: Journal,
    owners: Mapping[str, list[str]],
    editions: Mapping[str, str],
    is_made: bool,
) -> Finding:
    file = Path(path)
    if file.is_symlink() and is_made:
        return Finding(path, DIFFERENT, f"a link to {os.readlink(file)} stands in its place")
    if not file.exists():
        return Finding(path, DIFFERENT, "it is missing")
    try:
        found = manifest.entry(path, times)
    except OSError as mistake:
        return Finding(path, DIFFERENT, f"it can't be read: {mistake.strerror}")
    if found["sha256"] == entry["sha256"]:
        return Finding(path, EQUAL)
    written = journal.jobs.get(path)
    if written and "apart_from" not in found and written.outputs[path][0] == found["sha256"]:
        return Finding(path, DIFFERENT, "it is what its job wrote, but the manifest has another digest of it")
    if other := [each for each in owners.get(found["sha256"], ()) if each != path]:
        return Finding(path, DIFFERENT, f"it is not what was built: {other[0]} stands in its place")
    if edition := editions.get(found["sha256"]):
        return Finding(
            path, DIFFERENT, f"it is not what was built: that of the edition {edition!r} stands in its place"
        )
    if not is_made:
        return Finding(path, DIFFERENT, "it was edited after the build: this build was made from another one")
    return Finding(path, DIFFERENT, "it is not what was built: somebody has changed it")


def _editions() -> dict[str, str]:
    """The editions to which files belong that stand beside this one, by SHA-256."""
    found = {}
    for file in sorted(Path("public/editions").glob("*/manifest.json")):
        try:
            other = manifest.parsed(file.read_bytes(), str(file))
        except (manifest.ManifestError, OSError):  # it is not the one that is to be verified
            continue
        found |= {entry["sha256"]: other["edition"] for entry in other["files"].values()}
    return found


def _of_what_is_said(told: Mapping) -> Iterator[Finding]:
    """Numbers and claims that are not those of the manifest, in the results and where they are gathered."""
    says = told["says"]
    files = {"results/numbers.json": ""} | {path: Path(path).stem for path in told["files"] if is_group(path, says)}
    for path, group in files.items():
        known = {name: value for name, value in says["numbers"].items() if not group or name.startswith(f"{group}.")}
        try:
            found = {name: value for name, value in leaves(read_json(path), group) if name in known}
        except (OSError, ValueError):
            continue  # its digest told
        for name in known:
            if name not in found or not _same(found[name], known[name]):
                now = found.get(name, "gone")
                yield Finding(f"{path}, {name}", DIFFERENT, f"{short(now)} here, {short(known[name])} was published")
    try:
        claims = {claim["id"]: claim for claim in read_json("results/claims.json")}
    except (OSError, ValueError, TypeError, KeyError):
        return
    yield from _of_claims(claims, says)


def _of_claims(claims: Mapping[str, Mapping], says: Mapping) -> Iterator[Finding]:
    for name in sorted(claims.keys() | says["claims"].keys()):
        now, then = claims.get(name), says["claims"].get(name)
        place = f"results/claims.json, {name}"
        if now is None or then is None:
            yield Finding(place, DIFFERENT, "the claim is gone" if now is None else "the claim is new")
            continue
        for key in ("measured", "threshold", "holds"):
            if now.get(key) != then[key]:
                yield Finding(place, DIFFERENT, f"{key}: {short(now.get(key))} here, {short(then[key])} was published")
        bounds = now.get("threshold") or {}
        try:
            low, high = bounds.get("at_least", float("-inf")), bounds.get("at_most", float("inf"))
            holds = low <= now["measured"] <= high
        except (TypeError, KeyError, AttributeError):
            continue
        if holds != now.get("holds"):
            yield Finding(place, DIFFERENT, "what was measured and its threshold say the contrary of what stands there")


def _sources(told: Mapping, report: Report) -> None:
    """Whether the code and the configuration here are those that made the build; Snakemake's plan tells."""
    if not Path("Snakefile").is_file():
        report.unchecked.append("code and configuration: there is no Snakefile here")
        return
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder, "jobs.json")
        try:
            dry_run(configfiles_of(told["edition"]), os.cpu_count() or 1, {DESCRIBING: str(answer)})
            jobs = read_json(answer)
        except FetchError as mistake:
            # behind a line of ours, and a line of Snakemake's on where it stopped
            lines = [line for line in str(mistake).splitlines()[1:] if not line.startswith("WorkflowError")]
            why = f"edited after the build: {lines[0] if lines else mistake}"
            report.findings.append(Finding("the sources", DIFFERENT, why))
            return
        except FileNotFoundError:
            report.unchecked.append("code and configuration: Snakemake gave no plan")
            return
    for name in sorted(manifest.behind(jobs, told.get("published", ())) - told["jobs"].keys()):
        report.findings.append(
            Finding(name, DIFFERENT, "a build would do this, too, but the manifest doesn't tell of it")
        )
    for name, job in told["jobs"].items():
        if (now := jobs.get(name)) is None:
            report.findings.append(
                Finding(name, DIFFERENT, "a build would no longer do this: config/ or rules were edited")
            )
            continue
        if edited := [words for key, words in DECIDES.items() if now.get(key) != job.get(key)]:
            why = f"edited after the build: {', '.join(edited)}; a build would make other files"
            report.findings.append(Finding(name, DIFFERENT, why))
        else:
            report.findings.append(Finding(name, EQUAL))
        for package, number in job["versions"].items():
            if package != "python" and now["versions"].get(package, number) != number:
                note = f"made with {package} {number}, {now['versions'][package]} is installed here"
                if note not in report.notes:
                    report.notes.append(note)


def _recorded(told: Mapping, report: Report) -> None:
    """What the tracked record says of this build."""
    try:
        recorded = read_json(RECORD)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as mistake:
        report.notes.append(f"{RECORD} can't be read: {mistake}")
        return
    if not isinstance(recorded, dict) or not {"edition", "numbers", "claims", "figures"} <= recorded.keys():
        report.notes.append(f"{RECORD} is no record of an edition")
    elif recorded["edition"] != told["edition"]:
        report.notes.append(
            f"{RECORD} is of the edition {recorded['edition']!r}, this build of {told['edition']!r}: "
            "it says nothing of this one"
        )
    elif are_strangers(recorded, told["says"]):
        report.notes.append(f"{RECORD} is of another lecture: it says nothing of this one")
    elif count := sum(change.kind in ("number", "claim") for change in moved(recorded, told["says"])):
        report.notes.append(f"{count} numbers and claims are not those of {RECORD}: `lecture compare` tells which")


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)
