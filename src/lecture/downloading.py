"""Limits for a download: no server holds us for ever, and none fills the disk. The downloading itself is pooch's."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ATTEMPTS = 2
SILENCE = 10.0  # seconds without an answer or, later, without a byte


class SourceError(Exception):
    """A source fails; the text says why."""


@contextmanager
def limits(deadline: float, largest: int) -> Iterator[None]:
    """Raise `SourceError` after a deadline, and OSError when a file grows too large, in a child as well.

    The time limits of sockets count from the last byte, so a server that trickles would hold us for ever: a signal
    ends it. Only the resolution of a name cannot be interrupted; it has its own limits, some ten seconds. Works in the
    main thread only.

    Args:
        deadline: in seconds.
        largest: size of a file, in bytes.
    """

    def ring(*_) -> None:
        raise SourceError(f"not finished within {deadline:g} s")

    before, (soft, hard) = signal.signal(signal.SIGALRM, ring), resource.getrlimit(resource.RLIMIT_FSIZE)
    most = largest if hard == resource.RLIM_INFINITY else min(largest, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    signal.setitimer(signal.ITIMER_REAL, deadline, 1)  # again each second: an exception in a destructor is lost
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def had(source: str, folder: Path, deadline: float, largest: int) -> Path:
    """A file, downloaded if it has an address.

    Args:
        source: a file, or an address.
        folder: for what is downloaded.
        deadline, largest: as in `limits`.

    Raises:
        SourceError: it can't be had; the text names the source and says why.
    """
    try:
        scheme = urlsplit(source).scheme
    except ValueError as mistake:
        raise SourceError(f"{source}: {mistake}") from None
    if scheme not in ("http", "https"):
        if "://" in source:
            raise SourceError(f"{source}: give a file, or an address that begins with http:// or https://")
        if Path(source).is_dir():
            raise SourceError(f"{source}: this is a folder; name a file in it")
        if not Path(source).is_file():
            raise SourceError(f"{source}: there is no such file")
        return Path(source)
    import pooch

    pooch.get_logger().setLevel("ERROR")
    name = Path(urlsplit(source).path).name or "file"
    web = pooch.HTTPDownloader(chunk_size=2**16, timeout=SILENCE, hooks={"response": as_sent})
    for attempt in range(ATTEMPTS):
        try:
            with limits(deadline, largest):
                return Path(pooch.retrieve(source, None, name, folder, downloader=web))
        except (OSError, ValueError, SourceError) as error:
            if attempt == ATTEMPTS - 1 or isinstance(error, SourceError):
                raise SourceError(f"{shown(source)}: {in_a_line(error)}") from None


def shown(source: str) -> str:
    """A source as pages and messages may name it: no password, no question, no folder of this machine."""
    parts = urlsplit(source)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return Path(source).name


def as_sent(response, **_) -> None:
    """For the hook `response` of requests: a server may call the file's own compression that of the transfer, and
    requests would undo it."""
    response.raw.headers.pop("Content-Encoding", None)


def in_a_line(error: BaseException) -> str:
    """What happened; the errors around it say only that something did."""
    cause = error
    while isinstance(error, OSError) and cause.__context__:
        cause = cause.__context__
    return " ".join(str(cause).split())
