"""Writing whole files or none, and reading them back.

Every `write_…` makes the folder, writes under a temporary name beside the target and renames at the end.
"""

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write bytes.

    Raises:
        OSError: the disk is full, or the folder can't be written to; what was there before stays.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_text(path: str | Path, content: str) -> None:
    """Write text as UTF-8."""
    write_bytes(path, content.encode())


def write_json(path: str | Path, content: object) -> None:
    """Write JSON that people can read and compare.

    Raises:
        ValueError: a value is NaN or infinite, which JSON doesn't know.
    """
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_arrays(path: str | Path, **arrays: "np.ndarray") -> None:
    """Write named arrays as NPZ."""
    import numpy as np  # who only exports a notebook has none

    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())


def read_json(path: str | Path):
    """What a JSON file holds.

    Raises:
        ValueError: the file is not JSON; the message names it.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except json.JSONDecodeError as mistake:
        raise ValueError(f"{path}: not JSON: {mistake}") from None


def checksums(paths: Iterable[str | Path]) -> dict[str, str]:
    """SHA-256 of files, in hexadecimal, by path."""
    return {str(path): hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths}
