"""Whether the editions beside the current one are what was kept: each file, and the page that lists them."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import jsonschema

from lecture.archive.editions import EDITION, ENTRY, INDEX, LIST, index
from lecture.checking import manifest

OWN = (ENTRY, "manifest.json")
RENEW = "`lecture edition` writes it anew"


def held(public: Path) -> Iterator[tuple[str, str]]:
    """Each file of the editions that are kept, and what is wrong with it; "" if nothing is.

    Args:
        public: the folder of what is published. Where it has no editions, there is nothing to hold.
    """
    folder, entries, broken = public / Path(LIST).parent, {}, False
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.is_symlink():
            if path not in (public / LIST, public / INDEX):
                yield str(path), "it is no edition"
            continue
        try:
            entries[path.name], published = _told(path)
        except (OSError, ValueError, jsonschema.ValidationError, manifest.ManifestError) as mistake:
            broken = True
            yield str(path), f"it can't be told what edition this is: {getattr(mistake, 'message', mistake)}"
            continue
        yield from _of_one(path, entries[path.name], published)
    if not broken:
        yield from _of_the_list(public, entries)


def _told(folder: Path) -> tuple[dict, dict[str, str]]:
    """What an edition is, and the SHA-256 of its files by path, as its manifest has them."""
    entry = json.loads((folder / ENTRY).read_bytes())
    jsonschema.validate(entry, EDITION)
    file = folder / "manifest.json"
    told = manifest.parsed(file.read_bytes(), str(file))
    if not manifest.is_whole(told):
        raise manifest.ManifestError("somebody has changed its manifest: its seal is another one")
    return entry, {path.removeprefix("public/"): digest for path, digest in told.get("published", {}).items()}


def _of_one(folder: Path, entry: dict, published: dict[str, str]) -> Iterator[tuple[str, str]]:
    same = entry["files"] == published
    yield str(folder / ENTRY), "" if same else "it names other files than the manifest of its edition"
    for path, digest in published.items():
        file = folder / path
        if file.is_symlink() or not file.is_file():
            yield str(file), "a link stands in its place" if file.is_symlink() else "it is missing"
            continue
        same = sha256(file.read_bytes()).hexdigest() == digest
        yield str(file), "" if same else f"it is not what was kept as the edition {folder.name!r}"
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name not in published and name not in OWN and (file.is_symlink() or not file.is_dir()):
            yield str(file), f"it doesn't belong to the edition {folder.name!r}"


def _of_the_list(public: Path, entries: dict[str, dict]) -> Iterator[tuple[str, str]]:
    try:
        listed = json.loads((public / LIST).read_bytes())
        same = listed["editions"] == entries
        page = index(entries, listed["current"]).encode()
    except (OSError, ValueError, KeyError, TypeError):
        yield str(public / LIST), f"it is missing or none; {RENEW}"
        return
    yield str(public / LIST), "" if same else f"it lists other editions than are there; {RENEW}"
    shown = public / INDEX
    same = shown.is_file() and shown.read_bytes() == page
    yield str(shown), "" if same else f"it is not the page of these editions; {RENEW}"
