"""What a job is given: a file that is damaged, or of another kind, is named."""

import numpy as np
import pytest

from lecture.build.joblog import in_a_line
from lecture.build.jobs import content
from lecture.files import FaultyFileError, write_arrays

safetensors = pytest.importorskip("safetensors.numpy")


def damaged(folder, kind: str) -> str:
    """A file with a fault."""
    name, _, fault = kind.partition(", ")
    file = folder / name
    if name.endswith(".npz"):
        write_arrays(file, a=np.arange(1000.0))
    elif name.endswith(".safetensors"):
        array = np.array([1, np.nan if fault == "no numbers" else 2], np.float32)
        safetensors.save_file({"weight": array}, file)
    else:
        file.write_text("[1,\n")
    if fault == "cut off":
        file.write_bytes(file.read_bytes()[:-8])
    elif fault == "HTML":
        file.write_text("<html>404</html>")
    elif fault == "empty":
        file.write_bytes(b"")
    elif fault == "binary":
        file.write_bytes(b"\xff\xfe\x00")
    return str(file)


@pytest.mark.parametrize(
    "kind",
    [
        *(f"x.npz, {fault}" for fault in ("cut off", "HTML", "empty")),
        *(f"x.safetensors, {fault}" for fault in ("cut off", "HTML", "empty", "no numbers")),
        *(f"x.json, {fault}" for fault in ("cut off", "empty", "binary")),
        *(f"x.csv, {fault}" for fault in ("empty", "binary")),
        *(f"x.yaml, {fault}" for fault in ("unfinished", "binary")),
        "x.dot, binary",
    ],
)
def test_a_damaged_file_is_named_in_a_line(tmp_path, kind):
    file = damaged(tmp_path, kind)
    with pytest.raises(FaultyFileError) as found:
        content([file])
    line = in_a_line(found.value)
    assert line.startswith(f"{file}: ") and "\n" not in line


def test_a_file_that_is_not_there():
    with pytest.raises(FileNotFoundError):
        content("nothing.npz")
