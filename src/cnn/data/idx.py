"""The IDX format of MNIST's files: a big-endian header (type, dimensions, lengths), then the values."""

import math
from pathlib import Path

import numpy as np

from lecture.files import FaultyFileError

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path: Path | str) -> np.ndarray:
    """Read an IDX file strictly: a foreign, cut or overlong file is a FaultyFileError.

    Returns: an array of the file's shape and type in the machine's byte order, writable.
    """
    raw = np.fromfile(path, np.uint8)
    shape, dtype, header = _header(path, raw)
    _check_size(path, raw.size, shape, dtype, header)
    return raw[header:].view(dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)


def shape_of(path: Path | str) -> tuple[int, ...]:
    """The shape that the header of an IDX file tells, which is checked against the size of the file.

    Raises:
        FaultyFileError: as in `read_idx`.
    """
    with open(path, "rb") as file:
        start = np.frombuffer(file.read(4 + 4 * 255), np.uint8)
    shape, dtype, header = _header(path, start)
    _check_size(path, Path(path).stat().st_size, shape, dtype, header)
    return shape


def _header(path: Path | str, raw: np.ndarray) -> tuple[tuple[int, ...], np.dtype, int]:
    """Shape, type and the length of the header in bytes, from the first bytes of a file."""
    if raw.size < 4 or raw[0] or raw[1] or int(raw[2]) not in TYPES or raw[3] == 0:
        raise FaultyFileError(f"{path}: not an IDX file: it starts with {raw[:4].tobytes().hex(' ') or 'nothing'}")
    header = 4 + 4 * int(raw[3])
    if raw.size < header:
        raise FaultyFileError(f"{path}: cut off in its header: {raw.size} bytes of {header}")
    shape = tuple(int(length) for length in raw[4:header].view(">u4"))
    return shape, np.dtype(TYPES[int(raw[2])]), header


def _check_size(path: Path | str, found: int, shape: tuple[int, ...], dtype: np.dtype, header: int) -> None:
    # Python's integers: a header that promises 2^96 values must not overflow into a plausible size.
    size = header + math.prod(shape) * dtype.itemsize
    if found != size:
        fault = "cut off" if found < size else "longer than its header says"
        raise FaultyFileError(f"{path}: {fault}: {found} bytes instead of {size} for the shape {shape}")
