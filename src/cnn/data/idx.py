"""The IDX format of MNIST's files: a big-endian header (type, dimensions, lengths), then the values."""

from pathlib import Path

import numpy as np

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read_idx(path: Path | str) -> np.ndarray:
    """Read an IDX file strictly: a foreign, cut or overlong file is a ValueError that names the file.

    Returns: an array of the file's shape and type in the machine's byte order, writable.
    """
    raw = np.fromfile(path, np.uint8)
    if raw.size < 4 or raw[0] or raw[1] or int(raw[2]) not in TYPES or raw[3] == 0:
        raise ValueError(f"{path}: not an IDX file: it starts with {raw[:4].tobytes().hex(' ') or 'nothing'}")
    header = 4 + 4 * int(raw[3])
    if raw.size < header:
        raise ValueError(f"{path}: cut off in its header: {raw.size} bytes of {header}")
    dtype = np.dtype(TYPES[int(raw[2])])
    shape = tuple(int(length) for length in raw[4:header].view(">u4"))
    # Python's integers: a header that promises 2^96 values must not overflow into a plausible size.
    size = header + dtype.itemsize
    for length in shape:
        size = header + (size - header) * length
    if raw.size != size:
        fault = "cut off" if raw.size < size else "longer than its header says"
        raise ValueError(f"{path}: {fault}: {raw.size} bytes instead of {size} for the shape {shape}")
    return raw[header:].view(dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
