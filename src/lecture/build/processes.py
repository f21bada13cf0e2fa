"""Processes that are told from others of the same number, and the place for the temporary files of each.

`.cache/temporary/<number>-<start>/` belongs to a process; whoever builds removes those of processes that are gone.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lecture.files import PLACE

TEMPORARY = Path(".cache/temporary")
SHORT = ("/dev/shm", "/run/lock")  # where anybody may write if not in the usual places
LONGEST = 72  # bytes of a folder that still leaves room for the name of a socket: 108 less what Python appends


def boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def started(process: int) -> int | None:
    """When a process was started, in ticks since the machine was; None if there is none, 0 if that can't be known."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        if sys.platform == "linux":
            return None
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return 0
    state, *fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    return None if state in "ZX" else int(fields[18])


def take_place() -> Path:
    """Let this process, and those that it starts, write its temporary files into a folder of its own."""
    places = Path.cwd() / TEMPORARY
    given = Path(os.environ.get(PLACE, ""))
    if given.parent != places:  # otherwise this is a part of a build, and writes where that does
        given = places / f"{os.getpid()}-{started(os.getpid()) or 0}"
        os.environ[PLACE] = str(given)
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST:  # Python's last resort, this very folder
        tempfile.tempdir = next((short for short in SHORT if os.access(short, os.W_OK | os.X_OK)), None)
    return given


@contextmanager
def own_place() -> Iterator[Path]:
    """As `take_place`, until the end of the context."""
    before = os.environ.get(PLACE)
    place = take_place()
    try:
        yield place
    finally:
        if before is None:
            del os.environ[PLACE]
            shutil.rmtree(place, ignore_errors=True)


def folder_for_jobs(usual: str | None) -> str | None:
    """Where jobs have their temporary folders: in the place of the build, unless its name is too long for a socket."""
    place = os.environ.get(PLACE, "")
    if not place or len(os.fsencode(place)) > LONGEST:
        return usual
    with suppress(OSError):
        os.makedirs(place, exist_ok=True)
        return place
    return usual


def sweep() -> None:
    """Remove the temporary files of processes that are gone."""
    for place in TEMPORARY.glob("*") if TEMPORARY.is_dir() else ():
        number, _, start = place.name.partition("-")
        if not (number.isdigit() and start.isdigit() and started(int(number)) == int(start)):
            shutil.rmtree(place, ignore_errors=True)
