"""An archive: results and what decided them in one file, the same bytes for the same results.

A tar file, compressed by xz: `archive.json`, the records, then `files/<SHA-256>` in order. An archive may come from
anybody, so nothing of it is unpacked under a name of its own, and what isn't exactly this is refused.
"""

import io
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from lecture.archive.facts import Facts, canonical
from lecture.archive.store import Entry, Store
from lecture.files import replacing, write_bytes

INDEX, FILE = "archive.json", re.compile("files/([0-9a-f]{64})")
FORMAT = 1
WORDS = re.compile(r"[\w.+:/ -]{1,100}")  # what pages and messages show
LARGEST_INDEX, LARGEST = 64 * 2**20, 2 * 2**30  # bytes, unpacked
# What may be active on a page. Results reach pages as text of Markdown, and outputs of cells as HTML and pictures.
ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|form|base|meta|link)\b|<[^<>]*[\s\"'/]on\w+\s*=|javascript:", re.IGNORECASE
)
# Of these files none can run code where it is read; pickles can.
PLAIN = {".csv", ".dot", ".ipynb", ".json", ".npz", ".safetensors", ".txt"}


class ArchiveError(ValueError):
    """An archive is damaged, falsified or none; the message is one line."""


@dataclass(frozen=True)
class Archive:
    """What an archive says of itself: the edition of the lecture, and the results in it."""

    edition: str
    entries: list[Entry]


def pack(target: Path, edition: str, entries: Iterable[Entry], store: Store) -> int:
    """Write an archive, whole or not at all.

    Args:
        edition: of the lecture.
        entries: the results, whose files the store keeps.

    Returns:
        The size of the archive in bytes.

    Raises:
        OSError: the archive can't be written.
        ArchiveError: a file of the store is damaged.
    """
    chosen = sorted(entries, key=lambda kept: (kept.key, kept.id))
    index = {"format": FORMAT, "edition": edition, "results": [{"id": e.id, "content": e.content} for e in chosen]}
    names = sorted({digest for kept in chosen for digest, _ in kept.outputs.values()})
    # Weights don't become smaller by more effort, and the rest is small.
    with (
        replacing(target) as file,
        lzma.open(file, "wb", preset=1) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        _add(tar, INDEX, canonical(index).encode())
        for name in names:
            content = store.file(name).read_bytes()
            if sha256(content).hexdigest() != name:
                raise ArchiveError(f"{store.file(name)} is damaged; delete it and build again")
            _add(tar, f"files/{name}", content)
    return target.stat().st_size


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)  # no time, no owner
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


class _PlainMember(tarfile.TarInfo):
    """A member that is a plain file; links, devices and headers that go on elsewhere are refused unread."""

    def _proc_member(self, tar):
        if self.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise ArchiveError(f"{self.name!r} in it is no plain file")
        return super()._proc_member(tar)


def unpack(file: Path, store: Store) -> Archive:
    """Put what an archive holds into an empty store.

    Raises:
        ArchiveError: this is no archive, or not all of it, or other bytes than it says; the store is not to be used.
        OSError: the file can't be read, or the store can't be written.
    """
    with _refusals(file.name), lzma.open(file, format=lzma.FORMAT_XZ) as packed:
        with tarfile.open(fileobj=packed, mode="r|", tarinfo=_PlainMember) as tar:
            archive = _index(tar)
            sizes = {digest: size for kept in archive.entries for digest, size in kept.outputs.values()}
            if sum(sizes.values()) > LARGEST:
                raise ArchiveError(f"it would unpack to more than {LARGEST / 2**30:g} GB")
            missing = set(sizes)
            while member := tar.next():
                found = FILE.fullmatch(member.name)
                if not found or found[1] not in missing or member.size != sizes[found[1]]:
                    raise ArchiveError(f"{member.name[:80]!r} in it belongs to no result")
                content = tar.extractfile(member).read()
                if sha256(content).hexdigest() != found[1]:
                    raise ArchiveError(f"{_named(found[1], archive)} has other bytes than the archive says")
                missing.discard(found[1])
                write_bytes(store.file(found[1]), content)
        if missing:
            raise ArchiveError(f"{_named(min(missing), archive)} is not in it")
        if packed.read(2**20).strip(b"\0"):
            raise ArchiveError("something lies behind its end")
    for kept in archive.entries:
        for path, (digest, _) in kept.outputs.items():
            with _refusals(file.name):
                if path.endswith(".npz"):
                    _check_arrays(path, store.file(digest))
                elif path.endswith((".json", ".ipynb")):
                    _check_texts(path, store.file(digest))
        store.record(kept)
    return archive


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """Tell in one line, with the name of the archive, why it is refused."""
    try:
        yield
    except ArchiveError as mistake:
        raise ArchiveError(f"{name}: {mistake}; nothing was taken") from None
    except (lzma.LZMAError, tarfile.TarError, EOFError) as mistake:
        raise ArchiveError(f"{name}: no archive, or only a part of one ({mistake}); nothing was taken") from None


def _index(tar: tarfile.TarFile) -> Archive:
    first = tar.next()
    if first is None or first.name != INDEX or first.size > LARGEST_INDEX:
        raise ArchiveError(f"it doesn't begin with {INDEX}: this is no archive of results")
    try:
        index = json.loads(tar.extractfile(first).read())
        if index["format"] != FORMAT:
            raise ArchiveError(f"its format is {index['format']!r}, this program reads {FORMAT}")
        entries = [_entry(each["id"], each["content"]) for each in index["results"]]
        return Archive(str(index["edition"]), entries)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as mistake:
        if isinstance(mistake, ArchiveError):
            raise
        raise ArchiveError(f"its {INDEX} is not what `lecture archive` writes") from None


def _entry(identifier: str, content: Mapping) -> Entry:
    """A record of an archive, after a look at everything that is used of it."""
    for path, (digest, size) in content["outputs"].items():
        parts = PurePosixPath(path).parts
        if ".." in parts or parts[:1] != ("results",) or "\\" in path or str(PurePosixPath(*parts)) != path:
            raise ArchiveError(f"{path[:80]!r} is no place of a result")
        if PurePosixPath(path).suffix not in PLAIN:
            raise ArchiveError(f"{path[:80]!r} is a kind of file that may hold code, such as a pickle")
        if not FILE.fullmatch(f"files/{digest}") or not isinstance(size, int) or size < 0:
            raise ArchiveError(f"{path[:80]!r} has no digest")
    told = [
        content["job"],
        *(word for group in ("versions", "machine") for pair in content[group].items() for word in pair),
    ]
    if not all(isinstance(word, str) and WORDS.fullmatch(word) for word in told):
        raise ArchiveError("a record calls its job, a version or its machine by something else than plain words")
    facts = Facts(
        tuple(content["outputs"]),
        content["code"],
        content["settings"],
        {name: dict(files) for name, files in content["inputs"].items()},
        content["threads"],
        content["versions"],
    )
    kept = Entry(facts.key, content)
    if kept.id != identifier:
        raise ArchiveError(f"the record of {str(content['job'])[:80]!r} is not as it was written")
    return kept


def _check_arrays(path: str, file: Path) -> None:
    """Refuse arrays of Python objects, which are pickles, and arrays that fill the memory."""
    from numpy.lib import format as npy  # who packs needs no arrays

    headers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    kinds = []
    try:
        with zipfile.ZipFile(file) as arrays:
            size = sum(member.file_size for member in arrays.infolist())
            for name in arrays.namelist() if size <= LARGEST else ():
                with arrays.open(name) as array:
                    kinds.append(headers[npy.read_magic(array)](array)[2])
    # RuntimeError: what is inside is encrypted, or packed in a way that Python does not know
    except (zipfile.BadZipFile, ValueError, KeyError, EOFError, RuntimeError) as mistake:
        raise ArchiveError(f"{path!r} holds no arrays ({mistake})") from None
    if size > LARGEST:
        raise ArchiveError(f"{path!r} would unpack to more than {LARGEST / 2**30:g} GB")
    if any(kind.hasobject for kind in kinds):
        raise ArchiveError(f"{path!r} holds a pickle, which may hold code")


def _check_texts(path: str, file: Path) -> None:
    """Refuse texts that would be active on a page; the sources of cells are compared with the chapter's own later."""

    def texts(content: object) -> Iterator[str]:
        if isinstance(content, str):
            yield content
        elif isinstance(content, list):
            for each in content:
                yield from texts(each)
        elif isinstance(content, dict):
            for kind, each in content.items():
                yield from texts([kind, each] if kind not in ("source", "text/plain") else ())

    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        found = next((text for text in texts(content) if ACTIVE.search(text)), None)
    except (ValueError, RecursionError) as mistake:
        raise ArchiveError(f"{path!r} is no JSON ({mistake})") from None
    if found is not None or "application/javascript" in json.dumps(content):
        raise ArchiveError(f"{path!r} holds what would be a script on a page")


def _named(digest: str, archive: Archive) -> str:
    return next(path for kept in archive.entries for path, (own, _) in kept.outputs.items() if own == digest)
