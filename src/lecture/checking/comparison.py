"""The record of an edition, and what moved between two: numbers, claims and the data behind figures.

A number moves within tolerance if it differs by no more than `TOLERANCE` standard errors of the difference of two means
over as many seeds; the spread over the seeds is the record's own. Nothing is known of the spread of other numbers: they
are equal, equal but for rounding, or different.
"""

import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile

from lecture.files import FaultyFileError, checksums, read_json
from lecture.studies.times import is_time, leaves

TOLERANCE = 3.0  # standard errors: one number of 370 differs by more if nothing but seeds changed
ROUNDING = 1e-6  # of a number: what float32 and another order of sums leave

FLIPS = ("holds now", "is refuted now")

FILES = ("*.npz", "training/*/*/weights.safetensors", "experiments/*/*.*")  # in results/, of which a record has digests
MACHINE = ("architecture", "instructions", "device")
TRAININGS = ("results/training/", "results/experiments/")  # what chance comes from
TOLD = ("measured", "threshold", "holds", "seeds", "numbers")  # of a claim; older builds tell no numbers
EQUAL, WITHIN, DIFFERENT = "equal", "within tolerance", "different"


class RecordError(ValueError):
    """An edition can't be compared; the message is one line."""


@dataclass(frozen=True)
class Change:
    """What differs between two editions.

    Attributes:
        kind: "number", "claim", "figure" or "file".
        name: of it.
        verdict: WITHIN or DIFFERENT.
        before, after: as they are written in the record; None where there was or is none.
        moved: by how much, in words.
    """

    kind: str
    name: str
    verdict: str
    before: object
    after: object
    moved: str


def record(root: Path, times: Iterable[str], headline: Iterable[str] = ()) -> dict:
    """What an edition says, from the results of a finished build.

    Args:
        root: of the checkout.
        times: patterns of the names of numbers that tell how long something took: never compared. They are those of
            the run on record (`lecture.studies.times`), as the pages say them.
        headline: patterns of the names of the means that a reader takes home.

    Returns:
        `edition`; `numbers` by name; `claims` by identifier, each with `measured`, `threshold`, `holds`, `seeds` and
        the names of the `numbers` that it comes from; `figures`, the SHA-256 of the data behind each, and `files`, that
        of each result, but for those in which there are times; `chance`, the groups of numbers in which chance may be;
        `machine` and `versions` of the first training or study.

    Raises:
        RecordError: there is no finished build.
    """
    try:
        manifest = read_json(root / "public/manifest.json")
        figures = [picture.stem for picture in (root / "figures").glob("*.svg")]
        told = of_results(root, manifest["edition"], times, figures)
    except FileNotFoundError as missing:
        raise RecordError(f"{missing.filename} is missing: build the lecture first") from None
    except FaultyFileError as mistake:
        raise RecordError(f"{mistake}; build the lecture again") from None
    first = next(iter(manifest["recipes"].values()), {})
    machine = {key: first[key] for key in MACHINE if key in first}
    return told | {"headline": sorted(headline), "machine": machine, "versions": manifest["results"]}


def of_results(root: Path, edition: str, times: Iterable[str], figures: Iterable[str]) -> dict:
    """What results tell of a record: all but `headline`, `machine` and `versions`.

    Args:
        root, times: as in `record`.
        edition: whose results they are.
        figures: the names of those that there are.

    Raises:
        FileNotFoundError: numbers or claims aren't there.
        FaultyFileError: a file is damaged.
    """
    results, told = root / "results", said(root, times, figures)
    inputs = {path.stem: read_json(path).get("inputs", {}) for path in sorted((results / "recipes").glob("*.json"))}
    timed = _timed(told["numbers"], times)
    found = (path for pattern in FILES for path in results.glob(pattern))
    paths = [path for path in sorted(found) if is_recorded(path.relative_to(root), timed)]
    digests = checksums(paths).values()
    return {
        "edition": edition,
        "times": sorted(times),
        "chance": sorted(with_chance(inputs, told["numbers"])),
        **told,
        "files": {str(path.relative_to(root)): digest for path, digest in zip(paths, digests, strict=True)},
    }


def is_recorded(path: str | Path, timed: Container[str]) -> bool:
    """Whether a record has the digest of a file: it is a result of arrays or chance, in no group with times."""
    file = PurePosixPath(path)
    fitting = any(file.match(f"results/{pattern}") for pattern in FILES)
    return fitting and file.stem not in timed and file.parent.name not in timed


def said(root: Path, times: Iterable[str], figures: Iterable[str]) -> dict:
    """The numbers of a build by name, its claims by identifier, and the SHA-256 of the data behind each figure.

    Args:
        root, times: as in `record`.
        figures: the names of those that there are.

    Raises:
        FileNotFoundError: there are no results.
    """
    results = root / "results"
    numbers = dict(leaves(read_json(results / "numbers.json")))
    timed = _timed(numbers, times)
    return {
        "numbers": numbers,
        "claims": {
            claim["id"]: {key: claim[key] for key in TOLD if key in claim}
            for claim in read_json(results / "claims.json")
        },
        "figures": {
            name: data_digest(results / f"{name}.npz")
            for name in sorted(figures)
            if (results / f"{name}.npz").is_file() and name not in timed
        },
    }


def _timed(numbers: Iterable[str], times: Iterable[str]) -> set[str]:
    """The groups in which there are times."""
    return {name.partition(".")[0] for name in numbers if is_time(name, times)}


def with_chance(inputs: Mapping[str, Iterable[str]], numbers: Iterable[str]) -> set[str]:
    """The groups of numbers that rest on trainings or name seeds, and what rests on those.

    Args:
        inputs: by group, the files that it was made from, as its recipe or its job tells.
        numbers: the names of all.
    """
    found = {name.partition(".")[0] for name in numbers if name.rpartition(".")[2] == "seeds"}
    while more := {
        group
        for group, files in inputs.items()
        if group not in found and any(file.startswith(TRAININGS) or _group(file) in found for file in files)
    }:
        found |= more
    return found


def _group(file: str) -> str | None:
    """The group whose numbers or arrays a file holds, `a` of `results/a.json`."""
    path = Path(file)
    return path.stem if path.parent == Path("results") else None


def changes(before: Mapping, after: Mapping) -> list[Change]:
    """What differs between two records, what matters most first: claims, numbers, figures, files.

    Raises:
        RecordError: they are of different editions, whose numbers differ anyway, or of different lectures.
    """
    if before["edition"] != after["edition"]:
        raise RecordError(f"one is the {before['edition']}, the other the {after['edition']}: nothing can be compared")
    if are_strangers(before, after):
        raise RecordError("no number and no claim is in both: these are different lectures, nothing can be compared")
    times = {*before.get("times", ()), *after.get("times", ())}
    return [
        *_claims(before["claims"], after["claims"]),
        *_numbers(before["numbers"], after["numbers"], times),
        *(_digests("figure", before["figures"], after["figures"])),
        *(_digests("file", before["files"], after["files"])),
    ]


def are_strangers(before: Mapping, after: Mapping) -> bool:
    """Whether two editions both say something, `numbers` or `claims`, and nothing of the same name."""
    names = [said["numbers"].keys() | said["claims"].keys() for said in (before, after)]
    return all(names) and names[0].isdisjoint(names[1])


def verdict(found: Iterable[Change]) -> str:
    """The one word for all: that of the worst; a file or a figure follows the numbers that are made of it."""
    told = [change.verdict for change in found if change.kind in ("claim", "number")]
    return DIFFERENT if DIFFERENT in told else WITHIN if list(found) else EQUAL


def fits(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is one of those that patterns describe."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def data_digest(file: Path) -> str:
    """The SHA-256 of the arrays in a file, whatever packed them.

    Raises:
        FaultyFileError: there are none in it, or not all of one.
    """
    import numpy as np  # who only exports a notebook has none

    found = sha256()
    try:
        with np.load(file, allow_pickle=False) as arrays:
            for key in sorted(arrays.files):
                found.update(f"{key} {arrays[key].dtype} {arrays[key].shape}\n".encode())
                found.update(np.ascontiguousarray(arrays[key]).tobytes())
    except (BadZipFile, EOFError, ValueError) as mistake:
        raise FaultyFileError(f"{file}: it holds no arrays: {mistake}") from None
    return found.hexdigest()


def _claims(before: Mapping, after: Mapping) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield Change(
                "claim",
                name,
                DIFFERENT,
                old and old["measured"],
                new and new["measured"],
                "is gone" if old else "is new",
            )
        elif old["holds"] != new["holds"]:
            words = FLIPS[not new["holds"]]
            yield Change("claim", name, DIFFERENT, old["measured"], new["measured"], words)
        elif old["threshold"] != new["threshold"]:
            yield Change("claim", name, DIFFERENT, old["threshold"], new["threshold"], "has another threshold")


def _numbers(before: Mapping, after: Mapping, times: Iterable[str]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new or is_time(name, times):
            continue
        if name not in before or name not in after:
            yield Change("number", name, DIFFERENT, old, new, "is gone" if name in before else "is new")
            continue
        yield Change("number", name, *_moved(name, old, new, before))


def _moved(name: str, old: object, new: object, numbers: Mapping) -> tuple[str, object, object, str]:
    numeric = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
    if not numeric:
        return DIFFERENT, old, new, "is another one"
    if math.isclose(old, new, rel_tol=ROUNDING, abs_tol=1e-12):
        return WITHIN, old, new, "rounding"
    error = standard_error(name, numbers)
    if error is None:
        return DIFFERENT, old, new, "spread unknown"
    if error == 0:
        return DIFFERENT, old, new, "no spread between seeds"
    distance = abs(new - old) / error
    word = WITHIN if distance <= TOLERANCE else DIFFERENT
    return word, old, new, f"{distance:.1f} standard errors of a difference"


def standard_error(name: str, numbers: Mapping) -> float | None:
    """The standard error of the difference of two means over seeds, `sqrt(2 / n) s`; None where no spread is known.

    A mean is called `….mean`; `….std` beside it is the spread s, or `NAME_std` beside `NAME`; `seeds` nearest to it n,
    at least two.
    """
    spread, count = spread_and_seeds(name, numbers)
    if spread is None or count is None or count < 2:
        return None
    # the least and the largest of few seeds scatter more than their mean: as single values do
    return spread * math.sqrt(2 if name.endswith((".min", ".max")) else 2 / count)


def spread_and_seeds(name: str, numbers: Mapping) -> tuple[float | None, int | None]:
    """The spread over seeds of a mean, a least or a largest, and the number of seeds; None what is unknown."""
    stem, _, last = name.rpartition(".")
    spread = numbers.get(f"{stem}.std" if last in ("mean", "min", "max") else f"{name}_std")
    words = stem.split(".")
    counts = (numbers.get(".".join([*words[:depth], "seeds"])) for depth in range(len(words), 0, -1))
    count = next((found for found in counts if isinstance(found, int)), None)
    return (spread if isinstance(spread, int | float) else None), count


def _digests(kind: str, before: Mapping, after: Mapping) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            words = "is another one" if name in before and name in after else "is gone" if name in before else "is new"
            yield Change(
                kind, name, WITHIN if words == "is another one" else DIFFERENT, before.get(name), after.get(name), words
            )


def as_text(found: Iterable[Change]) -> Iterator[str]:
    """The changes for a terminal, a line each."""
    for change in found:
        yield f"{change.verdict:16}  {change.kind:6}  {change.name}: {_values(change)}{change.moved}"


def as_markdown(found: Iterable[Change]) -> Iterator[str]:
    """The changes as a table for a pull request."""
    yield "| verdict | what | name | before | after | moved |"
    yield "|:--|:--|:--|--:|--:|:--|"
    for change in found:
        before, after = (shown(value) for value in (change.before, change.after))
        yield f"| {change.verdict} | {change.kind} | `{change.name}` | {before} | {after} | {change.moved} |"


def _values(change: Change) -> str:
    return f"{shown(change.before)} → {shown(change.after)}, " if change.kind in ("number", "claim") else ""


def shown(value: object) -> str:
    """A value of a record in a line of text."""
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    return text if len(text) <= 24 else f"{text[:12]}…"
