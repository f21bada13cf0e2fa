"""What each job wrote, and from what: so it is noticed when a result is changed behind its job's back.

A line of JSON a job, appended when it has ended well: outputs and inputs, by path, each with its SHA-256 and its status
at that time. Snakemake knows times alone, and those lie where a clock was put back or a file was edited by hand.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256 as new_sha256
from pathlib import Path

from lecture.archive.store import sha256
from lecture.files import write_text

FILE = Path(".snakemake/written.jsonl")
STAMP = ".snakemake_timestamp"  # Snakemake's own, in folders


@dataclass(frozen=True)
class Written:
    """What is known of a job that has ended well.

    Attributes:
        outputs, inputs: SHA-256 and status by path; of inputs those that decide the result.
        settings: the digest of its parameters.
    """

    outputs: Mapping[str, list[str]]
    inputs: Mapping[str, list[str]]
    settings: str = ""


@dataclass
class Journal:
    """The jobs of a folder, by each of their outputs, and the digests of files whose status is known."""

    file: Path = FILE
    jobs: dict[str, Written] = field(default_factory=dict)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path = FILE) -> "Journal":
        """The journal in a file; a line that a kill has cut off, or that is damaged, is none."""
        found, lines = cls(file), []
        with suppress(OSError):
            lines = [line for line in file.read_text(encoding="utf-8", errors="replace").splitlines() if line]
        for line in lines:
            with suppress(ValueError, TypeError):
                found._take(Written(**json.loads(line)))
        current = list({id(job): job for job in found.jobs.values()}.values())
        if len(lines) > 2 * len(current) + 100:
            with suppress(OSError):
                write_text(file, "".join(_line(job) for job in current))
        return found

    def _take(self, job: Written) -> None:
        for path, (digest, status) in [*job.inputs.items(), *job.outputs.items()]:
            self.digests[path, status] = digest
        self.jobs.update(dict.fromkeys(job.outputs, job))

    def note(self, outputs: Iterable[str], inputs: Iterable[str], settings: str = "") -> None:
        """Write down a job that has just ended well.

        Raises:
            OSError: a file isn't there, or the journal can't be written.
        """
        job = Written(self._known(outputs), self._known(inputs), settings)
        self._take(job)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with open(self.file, "a", encoding="utf-8") as journal:
            journal.write("\n" + _line(job))  # behind a line that a kill has cut off

    def _known(self, paths: Iterable[str]) -> dict[str, list[str]]:
        return {path: [self.digest(path), status_of(path)] for path in paths}

    def digest(self, path: str) -> str:
        """SHA-256 of a file or a folder as it lies there; what has the status of before isn't read again.

        Raises:
            OSError: it can't be read.
        """
        key = path, status_of(path)
        if key not in self.digests:
            self.digests[key] = digest_of(path)
        return self.digests[key]

    def differing(self, paths: Iterable[str]) -> Iterator[str]:
        """Those of some outputs that are there and not what their jobs wrote."""
        for path in paths:
            if (job := self.jobs.get(path)) and os.path.exists(path) and self.digest(path) != job.outputs[path][0]:
                yield path

    def behind(self, paths: Iterable[str]) -> set[str]:
        """Files, and all outputs from which they were made, directly or not."""
        found, open_ends = set(), list(paths)
        while open_ends:
            path = open_ends.pop()
            if path in found:
                continue
            found.add(path)
            if job := self.jobs.get(path):
                open_ends += job.inputs
        return found


def _line(job: Written) -> str:
    return json.dumps(vars(job), ensure_ascii=False, separators=(",", ":")) + "\n"


def status_of(path: str) -> str:
    """What changes whenever a file is written: times, size and inode; of a folder, those of all files in it.

    Raises:
        OSError: it isn't there.
    """
    if not os.path.isdir(path):
        status = os.stat(path)
        return f"{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_size}-{status.st_ino}"
    return new_sha256("\n".join(f"{file} {status_of(str(file))}" for file in _inside(path)).encode()).hexdigest()


def digest_of(path: str) -> str:
    """SHA-256 of a file; of a folder, that of the names and digests of the files in it.

    Raises:
        OSError: it can't be read.
    """
    if not os.path.isdir(path):
        return sha256(path)
    lines = (f"{file.relative_to(path)} {sha256(file)}" for file in _inside(path))
    return new_sha256("\n".join(lines).encode()).hexdigest()


def _inside(folder: str) -> list[Path]:
    return sorted(file for file in Path(folder).rglob("*") if file.is_file() and file.name != STAMP)
