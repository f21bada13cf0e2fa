"""The manifest of an edition: each file that was published, or made on the way, with all that decided it.

`files` holds SHA-256 and size by path; `jobs` how each was made: rule, inputs, code, settings, versions, threads,
device, set of instructions; `says` what the edition says, its numbers, claims and the data behind its figures, so that
another build can be held against it. Nothing in it tells when, where or by whom.

Of a file in which there are times, which no two builds share, the digest is of the rest; `apart_from` says so.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import jsonschema

from lecture.archive.facts import canonical
from lecture.archive.journal import digest_of
from lecture.checking import comparison
from lecture.checking.comparison import is_time, leaves
from lecture.files import read_json

FILE = Path("public/manifest.json")
TOLD = ("threads", "architecture", "instructions", "device", "versions")  # what a recipe knows better than the plan

_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_NAMED = {"type": "object", "additionalProperties": {"type": "string"}}
SCHEMA = jsonschema.Draft202012Validator(
    {
        "type": "object",
        "required": ["edition", "files", "absent", "jobs", "says", "seal"],
        "properties": {
            "edition": {"type": "string"},
            "seal": {"type": "string"},
            "versions": _NAMED,
            "absent": _TEXTS,
            "files": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["sha256"],
                    "properties": {"sha256": _DIGEST, "size": {"type": "integer"}, "apart_from": {"type": "string"}},
                },
            },
            "jobs": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "required": ["rule", "inputs", "outputs", "settings", "versions"],
                    "properties": {
                        "rule": {"type": "string"},
                        "inputs": _TEXTS,
                        "outputs": _TEXTS,
                        "code": {"type": "string"},
                        "engine": {"type": "string"},
                        "settings": {"type": "string"},
                        "versions": _NAMED,
                        "threads": {"type": "integer"},
                        **{key: {"type": "string"} for key in ("architecture", "instructions", "device")},
                    },
                },
            },
            "says": {
                "type": "object",
                "required": ["numbers", "claims", "figures", "times"],
                "properties": {
                    "numbers": {
                        "type": "object",
                        "additionalProperties": {"type": ["number", "string", "boolean", "null"]},
                    },
                    "claims": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "required": ["measured", "threshold", "holds"],
                            "properties": {"measured": {"type": ["number", "boolean"]}, "holds": {"type": "boolean"}},
                        },
                    },
                    "figures": {"type": "object", "additionalProperties": _DIGEST},
                    "times": _TEXTS,
                },
            },
        },
    }
)


class ManifestError(ValueError):
    """A manifest can't be used; the message is one line."""


def complete(
    described: Mapping,
    jobs: Mapping[str, Mapping],
    sizes: Mapping[str, int],
    times: Iterable[str],
    digest: Callable[[str], str] = digest_of,
    keep: Callable[[str, Callable[[], dict]], dict] = lambda key, make: make(),
) -> dict:
    """A manifest with its files, jobs, what the edition says, and its seal.

    Args:
        described: the rest of the manifest, with `recipes` and `published`.
        jobs: by name, as the plan tells them: `rule`, `inputs`, `outputs`, `code`, `settings`, `versions`, `threads`.
        sizes: in bytes, by path, of the files that are about to be published.
        times: patterns of the names of numbers that tell how long something took.
        digest: SHA-256 of a file or a folder that lies there, for whoever knows some already.
        keep: what its second argument gives, for whoever may have it from another time, when the first was the same.

    Returns:
        `described`, with `files`, `jobs` and `says` as the module tells, `absent`, the files of jobs that are not
        there, and `seal`.

    Raises:
        OSError: a file can't be read.
    """
    told = {}
    for name in sorted(behind(jobs, sizes)):
        job = dict(jobs[name])
        job["outputs"] = [path for path in job["outputs"] if path != str(FILE)]
        for path in job["outputs"]:
            recipe = described["recipes"].get(path, {})
            job |= {key: recipe[key] for key in TOLD if key in recipe}
        told[name] = job
    paths = sorted({path for job in told.values() for path in (*job["inputs"], *job["outputs"])} - sizes.keys())
    # Of what fits and was fetched, the files between it and the data need not be there.
    absent = [path for path in paths if not Path(path).exists()]
    results = [path for path in paths if path not in absent and Path(path).suffix in _WITHOUT]
    read = {*results, "results/numbers.json", "results/claims.json"}
    read |= {data for figure in Path("figures").glob("*.svg") if Path(data := f"results/{figure.stem}.npz").is_file()}

    def look() -> dict:
        return {"files": {path: entry(path, times, digest) for path in results}, "says": says(Path(), times)}

    # An edit of prose changes no result, and all of them were looked into for the edition before.
    kept = keep(canonical([[path, digest(path)] for path in sorted(read)]), look)
    files = kept["files"] | {path: entry(path, times, digest) for path in paths if path not in {*absent, *results}}
    files |= {path: {"sha256": described["published"][path], "size": size} for path, size in sizes.items()}
    found = {"files": dict(sorted(files.items())), "absent": absent, "jobs": told, "says": kept["says"]}
    return sealed(described | found)


def behind(jobs: Mapping[str, Mapping], paths: Iterable[str]) -> set[str]:
    """The names of the jobs that make these files, and what those need; `jobs` as in `complete`."""
    made = {path: name for name, job in jobs.items() for path in job["outputs"]}
    found, open_ends = set(), list(paths)
    while open_ends:
        if (name := made.get(open_ends.pop())) and name not in found:
            found.add(name)
            open_ends += jobs[name]["inputs"]
    return found


def entry(path: str | Path, times: Iterable[str], digest: Callable[[str], str] = digest_of) -> dict:
    """What `files` holds of a file or a folder.

    Raises:
        OSError: it isn't there.
    """
    if (rest := without_times(Path(path), times)) is not None:
        return {"sha256": sha256(rest).hexdigest(), "apart_from": "times"}
    inside = [each for each in Path(path).rglob("*") if each.is_file()] if Path(path).is_dir() else [Path(path)]
    return {"sha256": digest(str(path)), "size": sum(each.stat().st_size for each in inside)}


def lasting_digest(path: str, digest: str, times: Iterable[str]) -> str:
    """The SHA-256 that somebody told of a file, or, where it has that and there are times in it, of the rest."""
    rest = without_times(Path(path), times) if Path(path).is_file() else None
    return digest if rest is None or digest_of(path) != digest else sha256(rest).hexdigest()


def without_times(path: Path, times: Iterable[str]) -> bytes | None:
    """The content of a result without what tells how long something took; None if nothing in it does.

    A number of the group `a` is called `a.…`; a column of a table, or an array, `<name of the file>.<its own>`.
    """
    times = list(times)
    if not times or path.parts[:1] != ("results",) or path.suffix not in (".json", ".csv", ".npz"):
        return None
    try:
        if path.name in _OWN:
            return canonical(_OWN[path.name](read_json(path))).encode()
        return _WITHOUT[path.suffix](path, times)
    except ValueError:  # not what its name says: somebody has damaged it, and its bytes tell
        return None


def _json_without(path: Path, times: list[str]) -> bytes | None:
    content = read_json(path)
    prefix = "" if path.name == "numbers.json" else path.stem
    found = list(leaves(content, prefix))
    rest = {name: value for name, value in found if not is_time(name, times)}
    lasting = _lasting_inputs(content, times)
    if len(rest) == len(found) and all(content["inputs"][file] == digest for file, digest in lasting.items()):
        return None
    rest |= {f"{path.stem}.inputs.{file}": digest for file, digest in lasting.items()}
    return canonical(rest).encode()


def _lasting_inputs(content: object, times: list[str]) -> dict[str, str]:
    """Where the content is a recipe: the digests of what its result was made of, where there are times of the rest."""
    inputs = content.get("inputs") if isinstance(content, dict) else None
    if not isinstance(inputs, dict) or not all(isinstance(digest, str) for digest in inputs.values()):
        return {}
    return {file: lasting_digest(file, digest, times) for file, digest in inputs.items()}


def _table_without(path: Path, times: list[str]) -> bytes | None:
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    kept = [place for place, name in enumerate(rows[0] if rows else []) if not is_time(f"{path.stem}.{name}", times)]
    if not rows or len(kept) == len(rows[0]):
        return None
    return canonical([[row[place] for place in kept if place < len(row)] for row in rows]).encode()


def _arrays_without(path: Path, times: list[str]) -> bytes | None:
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            kept = [name for name in arrays.files if not is_time(f"{path.stem}.{name}", times)]
            if len(kept) == len(arrays.files):
                return None
            parts = [[name, str(arrays[name].dtype), arrays[name].shape, arrays[name].tobytes().hex()] for name in kept]
    except zipfile.BadZipFile as mistake:
        raise ValueError(str(mistake)) from None
    return canonical(parts).encode()


# What a build measured itself, and how its claims about times stand by that (`lecture.studies.times`).
_OWN = {
    "own_times.json": lambda content: {key: value for key, value in content.items() if key != "numbers"},
    "own_claims.json": lambda content: [[claim["id"], claim["threshold"]] for claim in content],
}
_WITHOUT = {".json": _json_without, ".csv": _table_without, ".npz": _arrays_without}


def says(root: Path, times: Iterable[str]) -> dict:
    """What an edition says, apart from times: `numbers`, `claims`, and the data behind `figures`."""
    times = sorted(times)
    told = comparison.said(root, times, [picture.stem for picture in (root / "figures").glob("*.svg")])
    numbers = {name: value for name, value in told["numbers"].items() if not is_time(name, times)}
    return {"numbers": numbers, "claims": told["claims"], "figures": told["figures"], "times": times}


def sealed(content: Mapping) -> dict:
    """A manifest with the digest of its own text: an edit by hand is noticed, unless it is sealed again."""
    rest = {key: value for key, value in content.items() if key != "seal"}
    return rest | {"seal": sha256(canonical(rest).encode()).hexdigest()}


def is_whole(content: Mapping) -> bool:
    """Whether the seal of a manifest is that of its text."""
    return sealed(content)["seal"] == content.get("seal")


def parsed(data: bytes, name: str) -> dict:
    """A manifest, checked as far as its form goes.

    Args:
        data: the file.
        name: of it, for messages.

    Raises:
        ManifestError: it is cut off, falsified or of another kind.
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise ManifestError(f"{name}: this is no manifest, or not all of it: it isn't JSON") from None
    if isinstance(content, dict) and "published" in content and "seal" not in content:
        raise ManifestError(f"{name}: the manifest of an older build, which says too little; build it again")
    if fault := jsonschema.exceptions.best_match(SCHEMA.iter_errors(content)):
        place = "".join(f"[{key!r}]"[:60] for key in fault.absolute_path)
        raise ManifestError(f"{name}: this is no manifest: {place or 'it'}: {fault.message[:120]}".replace("\n", " "))
    return content
