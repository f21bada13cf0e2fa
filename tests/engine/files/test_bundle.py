"""Notebooks in one file."""

import io
from zipfile import ZipFile

from lecture.files.bundle import zipped


def test_a_bundle_holds_each_file_and_no_time(tmp_path):
    for name in ("b.ipynb", "a.ipynb"):
        (tmp_path / name).write_text(name)
    made = zipped(tmp_path.glob("*"))
    assert zipped(reversed(sorted(tmp_path.glob("*")))) == made
    with ZipFile(io.BytesIO(made)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == {
            "a.ipynb": "a.ipynb",
            "b.ipynb": "b.ipynb",
        }
