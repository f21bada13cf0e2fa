"""Notebooks in one file."""

import io
from zipfile import ZipFile

from lecture.files.bundle import packed, unpacked, zipped


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


def test_what_was_packed_comes_out_again(tmp_path):
    files = {"b/index.html": b"page", "a.css": b""}
    (tmp_path / "site.zip").write_bytes(packed(files))
    assert unpacked(tmp_path / "site.zip") == files
    assert packed(dict(reversed(files.items()))) == packed(files)
