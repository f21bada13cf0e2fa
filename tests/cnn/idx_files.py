"""Small data sets in MNIST's format, for tests."""

from pathlib import Path

import numpy as np

from cnn.data.idx import TYPES


def write_idx(path: Path | str, array: np.ndarray) -> None:
    """Write `array`, of one of the types of the format, as an IDX file."""
    dtype = array.dtype.newbyteorder(">")
    [code] = [code for code, name in TYPES.items() if np.dtype(name) == dtype]
    header = bytes([0, 0, code, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    Path(path).write_bytes(header + array.astype(dtype).tobytes())
