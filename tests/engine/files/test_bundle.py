"""Notebooks in one file."""

from lecture.files.bundle import packed, unpacked


def test_what_was_packed_comes_out_again(tmp_path):
    files = {"b/index.html": b"page", "a.css": b""}
    (tmp_path / "site.zip").write_bytes(packed(files))
    assert unpacked(tmp_path / "site.zip") == files
    assert packed(dict(reversed(files.items()))) == packed(files)  # no order, no time
    assert len(packed({"a": b"a" * 999}, stored=True)) > 999 > len(packed({"a": b"a" * 999}))
