"""The store: results under what decided them, whichever edition they belong to.

entries/<key>/<id>.json   what decided a result and how it was made; <id> is the digest of this very file
files/<SHA-256>           the files of the results
fetched/<id>.json         of results that come from elsewhere: from where, and whether their digests are published
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from lecture.archive.facts import Facts, canonical, machine, misfits
from lecture.files import replacing, write_text
from lecture.keeping import digest as digest_of_texts

FOLDER = Path(".cache/results")
MOST = 4 * 2**30  # bytes; what was not used for longest goes first


@dataclass(frozen=True)
class Entry:
    """A kept result.

    Attributes:
        key: of what decided it, `Facts.key`.
        content: `job` (as people call it), `outputs` ({path: [SHA-256, bytes]}), `code`, `settings`, `inputs`,
            `threads`, `versions`, `machine`.
    """

    key: str
    content: Mapping

    @property
    def text(self) -> str:
        return canonical(self.content)

    @property
    def id(self) -> str:
        return digest_of_texts(self.text)

    @property
    def outputs(self) -> Mapping[str, list]:
        return self.content["outputs"]

    def digest_of(self, path: str) -> str:
        """SHA-256 of a file of the result."""
        return self.outputs[path][0]


def sha256(path: str | Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def entry(job: str, facts: Facts, made: Mapping[str, object] | None = None) -> Entry:
    """The record of a result whose files lie where the job has written them.

    Args:
        job: its name, for people.
        facts: what decided it.
        made: what else its recipe tells of the machine.

    Raises:
        OSError: a file of the result isn't there.
    """
    outputs = {path: [sha256(path), os.path.getsize(path)] for path in sorted(facts.outputs)}
    content = {
        "job": job,
        "outputs": outputs,
        "code": facts.code,
        "settings": facts.settings,
        "inputs": facts.inputs,
        "threads": facts.threads,
        "versions": facts.versions,
        "machine": machine() | dict(made or {}),
    }
    return Entry(facts.key, json.loads(canonical(content)))


class Store:
    """Kept results in a folder; who deletes the folder loses time and nothing else."""

    def __init__(self, folder: Path = FOLDER):
        self.folder = folder

    def is_empty(self) -> bool:
        """Whether no result is kept."""
        return not any(self.folder.glob("entries/*"))

    def file(self, digest: str) -> Path:
        """Where the file with this SHA-256 lies, if it is kept."""
        return self.folder / "files" / digest

    def keep(self, entry: Entry) -> None:
        """Keep a result that has just been made here, or was found to be up to date.

        Raises:
            OSError: a file can't be read, or the store can't be written.
        """
        for path, (digest, _) in entry.outputs.items():
            self.add(path, digest)
        self.record(entry)
        (self.folder / "fetched" / f"{entry.id}.json").unlink(missing_ok=True)

    def add(self, path: str | Path, digest: str) -> None:
        """Keep a file, of which the SHA-256 is known."""
        target = self.file(digest)
        if not target.is_file():
            _copy(path, target)

    def record(self, entry: Entry, fetched: Mapping | None = None) -> None:
        """Write down a result whose files are kept, and where it was fetched from if it was."""
        if fetched is not None:
            write_text(self.folder / "fetched" / f"{entry.id}.json", canonical(fetched))
        write_text(self._path(entry), entry.text)

    def entries(self, key: str) -> Iterator[Entry]:
        """The results that were kept under a key, the last used first; a damaged record is none."""
        with suppress(OSError):
            files = sorted((self.folder / "entries" / key).glob("*.json"), key=os.path.getmtime, reverse=True)
            for file in files:
                text = file.read_text(encoding="utf-8", errors="replace")
                if digest_of_texts(text) == file.stem:
                    yield Entry(key, json.loads(text))

    def all(self) -> Iterator[Entry]:
        """All results that are kept."""
        for folder in sorted((self.folder / "entries").glob("*")):
            yield from self.entries(folder.name)

    def find(self, facts: Facts) -> Entry | None:
        """The result that these facts decide, if it is kept; one that was made here before one that was fetched."""
        fitting = [kept for kept in self.entries(facts.key) if not misfits(kept.content["versions"], facts.versions)]
        whole = [kept for kept in fitting if all(self.file(sha).is_file() for sha, _ in kept.outputs.values())]
        return min(whole, key=lambda kept: self.fetched(kept) is not None, default=None)

    def fetched(self, entry: Entry) -> dict | None:
        """Where a result was fetched from: `from`, `verified`; None if it was made here."""
        try:
            return json.loads((self.folder / "fetched" / f"{entry.id}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def is_sound(self, entry: Entry) -> bool:
        """Whether the files of a result are as they were when they were kept; otherwise the result is forgotten."""
        for digest, _ in entry.outputs.values():
            if not self.file(digest).is_file() or sha256(self.file(digest)) != digest:
                self.file(digest).unlink(missing_ok=True)
                self._path(entry).unlink(missing_ok=True)
                return False
        return True

    def place(self, entry: Entry) -> None:
        """Put the files of a result where its job would write them, each whole or not at all.

        Raises:
            OSError: a file can't be written.
        """
        for path, (digest, _) in entry.outputs.items():
            _copy(self.file(digest), Path(path))
        with suppress(OSError):
            os.utime(self._path(entry))  # last used

    def size(self) -> int:
        """Bytes of all files that are kept."""
        return sum(file.stat().st_size for file in (self.folder / "files").glob("*"))

    def trim(self, most: int = MOST) -> None:
        """Forget what wasn't used for longest, until the rest fits, and the files that nothing names any more."""
        if self.size() <= most:
            return
        files = sorted((self.folder / "entries").glob("*/*.json"), key=os.path.getmtime, reverse=True)
        wanted: dict[str, int] = {}
        for file in files:
            outputs = json.loads(file.read_text(encoding="utf-8"))["outputs"].values()
            more = wanted | dict(map(tuple, outputs))
            if sum(more.values()) <= most:
                wanted = more
            else:
                file.unlink()
                (self.folder / "fetched" / file.name).unlink(missing_ok=True)
        for file in (self.folder / "files").glob("*"):
            if file.name not in wanted:
                file.unlink()

    def _path(self, entry: Entry) -> Path:
        return self.folder / "entries" / entry.key / f"{entry.id}.json"


def _copy(source: str | Path, target: Path) -> None:
    """Copy a file, which is there whole or not at all. A link would share its time stamp and every edit."""
    with replacing(target) as temporary:
        shutil.copyfile(source, temporary)
