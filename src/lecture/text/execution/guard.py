"""Inside the kernel of a chapter: a cell that writes where only jobs write raises, at its line.

Read-only folders would not stop root, and a result that a cell has touched is no longer what its job wrote.
"""

import os
import sys

GUARDED = ("results", "figures", "data", "public")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events of Python's audit by the place of the paths among their arguments.
CHANGES = {
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.rmtree": (0,),
    "shutil.move": (0, 1),
    "shutil.copyfile": (1,),
    "sqlite3.connect": (0,),
}


class OnlyJobsWriteError(PermissionError):
    """A cell writes where only jobs write."""


def stand() -> None:
    """Watch over the folders of the current one, for as long as this process lives."""
    folders = tuple(os.path.join(os.path.realpath(folder), "") for folder in GUARDED)

    def watch(event: str, arguments: tuple) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (mode is None and flags & WRITING)
            paths = (path,) if writes else ()
        else:
            paths = [arguments[place] for place in CHANGES.get(event, ())]
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike) and _inside(path, folders):
                raise OnlyJobsWriteError(
                    f"a cell may not write to {os.fsdecode(path)}: only jobs write to {', '.join(GUARDED)}; "
                    "use a temporary file"
                )

    sys.addaudithook(watch)


def _inside(path: str | bytes | os.PathLike, folders: tuple[str, ...]) -> bool:
    folder, name = os.path.split(os.path.abspath(os.fsdecode(path)))
    return os.path.join(os.path.realpath(folder), name, "").startswith(folders)
