"""A folder that many read gets new content in one step: a reader sees all of the old or all of the new."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from lecture.files import place, write_bytes

# Of Linux and of macOS: two names are exchanged.
RENAME_EXCHANGE, RENAME_SWAP, AT_FDCWD = 2, 2, -100
# What a disk answers that can't exchange folders, or where the folder is one that can't be renamed, as a mount.
CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES}


def renew(folder: Path, content: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Write files into a folder, and take others away, in one step; whatever else lies there stays.

    A copy of the folder is made of links, and changes its name with the folder. Where a disk can't do that, the files
    are written one by one, in the order in which they are given, each whole or not at all.

    Args:
        folder: which is there.
        content: by path in the folder.
        gone: paths in the folder.

    Raises:
        OSError: the folder can't be written to, or the disk is full; it is as it was.
    """
    real = folder.resolve()
    with tempfile.TemporaryDirectory(
        dir=place(real.parent), prefix=f".{real.name}.", ignore_cleanup_errors=True
    ) as own:
        draft = Path(own, "draft")
        shutil.copytree(real, draft, symlinks=True, copy_function=_link)
        before = _files(draft)
        for path in gone:
            draft.joinpath(path).unlink(missing_ok=True)
        for path, data in content.items():
            _write(draft / path, data, folder / path)
        for part in {draft, *(draft / part for path in content for part in Path(path).parents)}:
            part.chmod(0o755)  # for readers, whatever the umask of who builds
        try:
            exchange(draft, real)
        except OSError as refusal:
            if refusal.errno not in CANNOT:
                raise
            for path, data in content.items():
                write_bytes(folder / path, data)
            for path in gone:
                folder.joinpath(path).unlink(missing_ok=True)
            return
        # What somebody else has put there in the meantime, an archive for instance, comes along.
        for path, identity in _files(draft).items():
            if before.get(path) != identity and path not in content:
                real.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(draft / path, real / path)


def exchange(one: Path, other: Path) -> None:
    """Let two files or folders of one disk change names, in one step.

    Raises:
        OSError: this system or this disk can't; nothing has changed.
    """
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(system, "renamex_np"):
        failed = system.renamex_np(first, second, RENAME_SWAP)
    elif hasattr(system, "renameat2"):
        failed = system.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # of another user, or a disk without links
        shutil.copy2(source, target, follow_symlinks=False)


def _write(file: Path, data: bytes, called: Path) -> None:
    """Write a file of the draft; its old name may be a link, so it is not written into."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            file.unlink()
        with open(file, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        os.chmod(file, 0o644)
    except OSError as mistake:
        mistake.filename = str(called)
        raise


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """The files in a folder, with what tells one that was put in the place of another."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink() or path.is_file():
            status = path.lstat()
            found[str(path.relative_to(folder))] = status.st_ino, status.st_mtime_ns
    return found
