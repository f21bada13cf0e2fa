"""Several files as one."""

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

EVER = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP archive can name


def packed(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """What is to be in files, by their paths, as a ZIP archive; equal files give equal bytes.

    Args:
        files: content by path.
        stored: whether they are compressed already.
    """
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for path, data in sorted(files.items()):
            archive.writestr(ZipInfo(path, EVER), data, ZIP_STORED if stored else ZIP_DEFLATED)
    return made.getvalue()


def unpacked(file: Path) -> dict[str, bytes]:
    """What is in the files of a ZIP archive of our own, by their paths."""
    with ZipFile(file) as archive:
        return {path: archive.read(path) for path in archive.namelist()}
