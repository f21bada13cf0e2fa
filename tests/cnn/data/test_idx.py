import numpy as np
import pytest

from cnn.data.idx import read_idx
from tests.cnn.idx_files import write_idx


@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "i4", "f4", "f8"])
@pytest.mark.parametrize("shape", [(5,), (2, 3), (2, 3, 4), (0, 28, 28)])
def test_what_is_written_is_read(tmp_path, dtype, shape):
    array = np.arange(np.prod(shape), dtype=dtype).reshape(shape)
    write_idx(tmp_path / "file", array)
    read = read_idx(tmp_path / "file")
    assert read.dtype == array.dtype and read.dtype.isnative
    assert read.flags.writeable
    np.testing.assert_array_equal(read, array)


def test_the_bytes_of_a_file(tmp_path):
    write_idx(tmp_path / "file", np.array([[1, 2, 3]], np.int16))
    assert (tmp_path / "file").read_bytes() == bytes.fromhex("00000b02 00000001 00000003 0001 0002 0003")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an IDX file: it starts with nothing"),
        (b"\x1f\x8b\x08\x00 and so on", "not an IDX file: it starts with 1f 8b 08 00"),
        (b"<html>", "not an IDX file"),
        (b"\x00\x00\x0a\x01\x00\x00\x00\x00", "not an IDX file"),
        (b"\x00\x00\x08\x00", "not an IDX file"),
        (b"\x00\x00\x08\x03\x00\x00\x00\x01", "cut off in its header: 8 bytes of 16"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x03ab", "cut off: 10 bytes instead of 11"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x03abcd", "longer than its header says: 12 bytes instead of 11"),
        (b"\x00\x00\x08\x04" + b"\xff" * 16, "cut off"),
        # 2^64 values of one byte: zero, were it counted in 64 bits.
        (b"\x00\x00\x08\x04" + b"\x00\x01\x00\x00" * 4, "cut off"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path, content, reason):
    path = tmp_path / "some-file"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"some-file: {reason}"):
        read_idx(path)
