"""Whether an edition is what its manifest says, and what another manifest of the same lecture says of it.

Two questions. *Is this the build that was published?* Files are held against the digests of the manifest beside them,
the manifest against its seal, numbers and claims against one another, and the sources against what made the build: any
difference is one. *Does another build say the same?* A manifest from elsewhere is held against the one here, and every
file is equal, or within tolerance, or different: numbers by the spread over their seeds, figures by the data behind
them, pages and weights by the numbers that come of them.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lecture.archive import DESCRIBING
from lecture.archive.fetching import FetchError, configfiles_of, dry_run
from lecture.archive.journal import Journal
from lecture.checking import manifest
from lecture.checking.comparison import DIFFERENT, EQUAL, RECORD, WITHIN, Change, changes, leaves
from lecture.downloading import SourceError, had, shown
from lecture.files import read_json

DEADLINE, LARGEST = 60.0, 2**26  # seconds and bytes of a manifest from elsewhere
GUESTS = (
    "public/archive",
    "public/editions",
    "public/crate",
)  # of other commands; no manifest of an edition names them
MOST = 20  # lines of a kind, before the rest is counted
DECIDES = {"code": "code", "engine": "the engine's pages and words", "settings": "settings in config/ or in its rule"}
MACHINE = ("threads", "architecture", "instructions", "device")


@dataclass(frozen=True)
class Finding:
    """What is to be told of a file, a number or a claim.

    Attributes:
        name: of it.
        verdict: EQUAL, WITHIN or DIFFERENT.
        why: in words; "" of what is equal.
    """

    name: str
    verdict: str
    why: str = ""


@dataclass
class Report:
    """What a verification found.

    Attributes:
        findings: all that was compared.
        unchecked: what could not be, and could be elsewhere.
        notes: what whoever asks should know.
    """

    findings: list[Finding] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """0 equal or within tolerance, 1 different, 2 could not be checked."""
        if any(found.verdict == DIFFERENT for found in self.findings):
            return 1
        return 2 if self.unchecked or not self.findings else 0

    def lines(self, against: str = "") -> Iterator[str]:
        """What is to be told, the verdict last.

        Args:
            against: what a build was held against; "" for its own manifest.
        """
        told = [found for found in self.findings if found.verdict != EQUAL]
        for verdict in (DIFFERENT, WITHIN):
            of_kind = [found for found in told if found.verdict == verdict]
            for found in of_kind[:MOST]:
                yield f"{verdict:16}  {found.name}: {found.why}"
            if len(of_kind) > MOST:
                yield f"{verdict:16}  and {len(of_kind) - MOST} more"
        yield from (f"could not check    {line}" for line in self.unchecked)
        yield from (f"note               {line}" for line in self.notes)
        count = Counter(found.verdict for found in self.findings)
        yield f"{count[EQUAL]} equal, {count[WITHIN]} within tolerance, {count[DIFFERENT]} different"
        yield self._verdict(count, against)

    def _verdict(self, count: Mapping[str, int], against: str) -> str:
        if self.code == 1:
            if against:
                return f"DIFFERENT: this build and {against} do not say the same; see the lines above."
            return "DIFFERENT: this is not what was built and published; build it again, or get it where it comes from."
        if self.code == 2:
            return "COULD NOT CHECK: nothing was found to be wrong, but not everything could be looked at."
        if count[WITHIN]:
            return f"WITHIN TOLERANCE: this build and {against} say the same, up to what chance and rounding leave."
        if against:
            return f"EQUAL: this build and {against} are the same, to the last bit."
        return "EQUAL: everything that is published, and everything it was made from, is what the build left."


# What no look at files can find; said each time.
BELIEVED = (
    "whether another build gives the same: `lecture reproduce` builds twice",
    "whether somebody falsified results, recipes, manifest and seal together: only a build of your own, "
    f"or {RECORD} in git, tells",
)


def verify() -> Report:
    """Hold a finished build against its own manifest, from the folder of its Snakefile.

    Raises:
        ManifestError: there is no manifest, or it can't be read.
    """
    told = own()
    report = Report()
    report.findings += [*_of_the_manifest(told), *_of_files(told), *_of_what_is_said(told)]
    _sources(told, report)
    _recorded(told, report)
    return report


def compare(source: str) -> Report:
    """Hold a finished build, from the folder of its Snakefile, against a manifest from elsewhere.

    Args:
        source: a file, the folder of a checkout, or an address.

    Raises:
        ManifestError: one of both can't be had or read, or they are of different editions.
    """
    here, there = own(), read(source)
    if here["edition"] != there["edition"]:
        raise manifest.ManifestError(
            f"{shown(source)} is of the edition {there['edition']!r}, this build of {here['edition']!r}: "
            "their numbers differ anyway, so nothing can be checked"
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
    for path in sorted(Path("public").rglob("*")):
        name = path.as_posix()
        if (path.is_dir() and not path.is_symlink()) or name == str(manifest.FILE) or name.startswith(GUESTS):
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
    files = {"results/numbers.json": ""} | {path: Path(path).stem for path in told["files"] if _is_group(path, says)}
    for path, group in files.items():
        known = {name: value for name, value in says["numbers"].items() if not group or name.startswith(f"{group}.")}
        try:
            found = {name: value for name, value in leaves(read_json(path), group) if name in known}
        except (OSError, ValueError):
            continue  # its digest told
        for name in known:
            if name not in found or not _same(found[name], known[name]):
                now = found.get(name, "gone")
                yield Finding(f"{path}, {name}", DIFFERENT, f"{_short(now)} here, {_short(known[name])} was published")
    try:
        claims = {claim["id"]: claim for claim in read_json("results/claims.json")}
    except (OSError, ValueError, TypeError, KeyError):
        return
    yield from _of_claims(claims, says)


def _is_group(path: str, says: Mapping) -> bool:
    """Whether a file holds a group of numbers."""
    group = Path(path)
    return (group.parent, group.suffix) == (Path("results"), ".json") and any(
        name.startswith(f"{group.stem}.") for name in says["numbers"]
    )


def _of_claims(claims: Mapping[str, Mapping], says: Mapping) -> Iterator[Finding]:
    for name in sorted(claims.keys() | says["claims"].keys()):
        now, then = claims.get(name), says["claims"].get(name)
        place = f"results/claims.json, {name}"
        if now is None or then is None:
            yield Finding(place, DIFFERENT, "the claim is gone" if now is None else "the claim is new")
            continue
        for key in ("measured", "threshold", "holds"):
            if now.get(key) != then[key]:
                yield Finding(
                    place, DIFFERENT, f"{key}: {_short(now.get(key))} here, {_short(then[key])} was published"
                )
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
    elif moved := _moved(recorded, told):
        report.notes.append(f"{moved} numbers and claims are not those of {RECORD}: `lecture compare` tells which")


def _moved(recorded: Mapping, told: Mapping) -> int:
    return sum(change.kind in ("number", "claim") for change in _changes(recorded, told["says"]))


def _changes(before: Mapping, after: Mapping) -> list[Change]:
    """What moved between what two editions say; times are in neither."""
    times = {*before.get("times", ()), *after.get("times", ())}
    same = {"edition": "", "files": {}, "times": sorted(times)}
    parts = ("numbers", "claims", "figures")
    return changes({key: before[key] for key in parts} | same, {key: after[key] for key in parts} | same)


@dataclass
class Sorting:
    """Two manifests of one edition, and how their files are to each other."""

    there: Mapping
    here: Mapping
    verdicts: dict[str, Finding] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """The numbers and claims that moved, then each file: first those of one build alone, pages last."""
        here, there = self.here["files"].keys(), self.there["files"].keys()
        paths = sorted(here | there, key=lambda path: (path in here & there, path.startswith("public/"), path))
        moved = [
            Finding(f"{change.kind} {change.name}", change.verdict, f"{_values(change)}{change.moved}")
            for change in self._changes
            if change.kind in ("number", "claim")
        ]
        return moved + [self.of(path) for path in paths]

    def of(self, path: str) -> Finding:
        """A file."""
        if path not in self.verdicts:
            self.verdicts[path] = Finding(path, DIFFERENT, "it is made from itself")  # against circles
            self.verdicts[path] = self._of(path)
        return self.verdicts[path]

    @cached_property
    def _changes(self) -> list[Change]:
        return _changes(self.there["says"], self.here["says"])

    @cached_property
    def _groups(self) -> dict[str, str]:
        """The worst that moved among the numbers of a group, and among the claims."""
        found: dict[str, str] = {}
        for change in self._changes:
            if change.kind in ("number", "claim"):
                group = change.name.partition(".")[0] if change.kind == "number" else "claims"
                found[group] = _worst([found.get(group, EQUAL), change.verdict])
        return found

    @cached_property
    def _makers(self) -> tuple[dict[str, Mapping], dict[str, Mapping]]:
        return tuple(
            {path: job for job in told["jobs"].values() for path in job["outputs"]} for told in (self.there, self.here)
        )

    @cached_property
    def _users(self) -> dict[str, list[Mapping]]:
        """The jobs that read a file, here."""
        found: dict[str, list[Mapping]] = {}
        for job in self.here["jobs"].values():
            for path in job["inputs"]:
                found.setdefault(path, []).append(job)
        return found

    def _of(self, path: str) -> Finding:
        there, here = (told["files"].get(path) for told in (self.there, self.here))
        if there is None or here is None:
            return Finding(path, DIFFERENT, "it is only in this build" if there is None else "this build has none")
        if there["sha256"] == here["sha256"]:
            return Finding(path, EQUAL)
        if (told := self._by_numbers(path)) is not None:
            return told
        first, second = (makers.get(path) for makers in self._makers)
        if first is None or second is None:
            return Finding(path, DIFFERENT, "it is another one")
        if path.startswith("figures/") and self._same_data(Path(path).stem):
            return Finding(path, WITHIN, "drawn from the same data, in other words or letters")
        if edited := [words for key, words in DECIDES.items() if first.get(key) != second.get(key)]:
            return Finding(path, DIFFERENT, f"made by other {' and other '.join(edited)}")
        inputs = [found for found in map(self.of, second["inputs"]) if found.verdict != EQUAL]
        others = _others(first, second)
        if not inputs and not others:
            return Finding(path, DIFFERENT, "made from the same by the same, and yet another file: it was changed")
        if path.startswith("results/") and Path(path).suffix in (".npz", ".csv", ".safetensors"):
            why = "; ".join(filter(None, [f"made with {others}" if others else "", "as its numbers are"]))
            return Finding(path, self._downstream(path), why)
        if inputs:
            worst = _worst(found.verdict for found in inputs)
            cause = next(found.name for found in inputs if found.verdict == worst)
            return Finding(path, worst, f"as {cause}, from which it was made")
        return Finding(path, WITHIN, f"made from the same, with {others}")

    def _by_numbers(self, path: str) -> Finding | None:
        """The verdict on a file that holds numbers: theirs."""
        if path in ("results/numbers.json", "results/claims.json"):
            verdict = _worst([EQUAL, *self._groups.values()])
        elif _is_group(path, self.here["says"]):
            verdict = self._groups.get(Path(path).stem, EQUAL)
        else:
            return None
        if verdict == EQUAL:
            return Finding(path, WITHIN, "the same numbers, written otherwise")
        return Finding(path, verdict, "as its numbers are")

    def _same_data(self, name: str) -> bool:
        there, here = (told["says"]["figures"].get(name) for told in (self.there, self.here))
        return there is not None and there == here

    def _downstream(self, path: str) -> str:
        """The worst that moved among the numbers made from a file, or together with it."""
        seen, open_ends, found = set(), [self._makers[1][path], *self._users.get(path, ())], [WITHIN]
        while open_ends:
            job = open_ends.pop()
            for output in job["outputs"]:
                if output in seen:
                    continue
                seen.add(output)
                found.append(self._groups.get(Path(output).stem, EQUAL) if output.endswith(".json") else EQUAL)
                open_ends += self._users.get(output, ())
        return _worst(found)


def _others(first: Mapping, second: Mapping) -> str:
    """The versions and properties of machines in which two jobs differ, in words."""
    packages = sorted(first["versions"].keys() | second["versions"].keys())
    pairs = [(name, first["versions"].get(name), second["versions"].get(name)) for name in packages]
    pairs += [(key, first.get(key), second.get(key)) for key in MACHINE]
    return ", ".join(
        f"{name} {there or 'none'} there, {here or 'none'} here" for name, there, here in pairs if there != here
    )


def _worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=(EQUAL, WITHIN, DIFFERENT).index)


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _values(change: Change) -> str:
    return f"{_short(change.before)} there, {_short(change.after)} here: "
