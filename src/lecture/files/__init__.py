"""Writing whole files or none, and reading them back.

Every `write_…` makes the folder, writes under a temporary name and renames at the end. Temporary files of a build lie
in one place, which the next build sweeps; those of anybody else lie beside their target.
"""

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


class FaultyFileError(ValueError):
    """A file is not what it should be; the message begins with its name and is one line."""


PLACE = "LECTURE_TEMPORARY"  # of the environment: the folder for temporary files of the build that goes on


def place(folder: Path) -> Path:
    """Where to write what is then renamed into a folder: the build's own place, if that is on the same disk."""
    if own := os.environ.get(PLACE):
        with suppress(OSError):
            os.makedirs(own, exist_ok=True)
            if os.stat(own).st_dev == os.stat(folder).st_dev:
                return Path(own)
    return folder


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary file, which becomes the file of this path if all goes well.

    Raises:
        OSError: the disk is full, or the folder can't be written to; what was there before stays. It names the file.
    """
    path, temporary = Path(path), None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place(path.parent), prefix=f".{path.name[:100]}.")
        os.close(handle)
        try:
            yield Path(temporary)
            with open(temporary, "rb") as file:
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as mistake:
        if mistake.errno is not None and mistake.filename in (None, temporary):
            mistake.filename, mistake.filename2 = str(path), None
        raise


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write bytes.

    Raises:
        OSError: as in `replacing`.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_text(path: str | Path, content: str) -> None:
    """Write text as UTF-8."""
    write_bytes(path, content.encode())


def to_json(content: object) -> str:
    """JSON that people can read and compare.

    Raises:
        ValueError: a value is NaN or infinite, which JSON doesn't know.
    """
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_json(path: str | Path, content: object) -> None:
    """Write `to_json`."""
    write_text(path, to_json(content))


def write_arrays(path: str | Path, **arrays: "np.ndarray") -> None:
    """Write named arrays as NPZ."""
    import numpy as np  # who only exports a notebook has none

    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())


def read_json(path: str | Path):
    """What a JSON file holds.

    Raises:
        FaultyFileError: the file is not JSON.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as mistake:  # no JSON, or no UTF-8
        raise FaultyFileError(f"{path}: not JSON: {mistake}") from None


def checksums(paths: Iterable[str | Path]) -> dict[str, str]:
    """SHA-256 of files, in hexadecimal, by path."""
    return {str(path): hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths}
