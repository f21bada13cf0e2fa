"""Several files as one."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EVER = (1980, 1, 1, 0, 0, 0)  # the first time that a ZIP archive can name


def zipped(files: Iterable[Path]) -> bytes:
    """Files, by their names, as a ZIP archive; equal files give equal bytes."""
    return packed({file.name: file.read_bytes() for file in files})


def packed(files: Mapping[str, bytes]) -> bytes:
    """What is to be in files, by their paths, as a ZIP archive; equal files give equal bytes."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for path, data in sorted(files.items()):
            archive.writestr(ZipInfo(path, EVER), data, ZIP_DEFLATED)
    return made.getvalue()


def unpacked(file: Path) -> dict[str, bytes]:
    """What is in the files of a ZIP archive of our own, by their paths."""
    with ZipFile(file) as archive:
        return {path: archive.read(path) for path in archive.namelist()}
