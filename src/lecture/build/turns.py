"""One build at a time in a folder: who builds is written down, and what a build that was killed left is cleared away.

`.snakemake/owner.json` names the build that goes on; `.cache/temporary/` holds the temporary files of builds, a folder
for each. A build whose process is gone can't clear anything: the next one does. Snakemake itself has locks without a
name, and takes up what is incomplete only where it is asked to, so two of its methods are wrapped here.
"""

import atexit
import fcntl
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from snakemake.dag import DAG
from snakemake.exceptions import WorkflowError
from snakemake.persistence import PersistenceBase

from lecture.build.processes import boot, started, sweep, take_place
from lecture.files import PLACE, read_json, write_json

RECORDS = Path(".snakemake")
OWNER = RECORDS / "owner.json"
WRITTEN = (".cache", ".snakemake", "results", "figures", "public")

_lock, _check_incomplete = PersistenceBase.lock, DAG.check_incomplete


@dataclass(frozen=True)
class Owner:
    """Who builds.

    Attributes:
        process: its number.
        started: when it was started, in ticks of the machine's clock; numbers of processes come again.
        host, boot: the machine, and which of its runs.
        since: the time, for people.
    """

    process: int
    started: int
    host: str
    boot: str
    since: str

    @property
    def is_here(self) -> bool:
        """Whether the owner runs on this machine."""
        return self.host == platform.node()

    @property
    def is_dead(self) -> bool:
        """Whether the owner is known to be gone; of another machine's nothing is known."""
        return self.is_here and (self.boot != boot() or started(self.process) != self.started)


def this_process() -> Owner:
    since = datetime.now().astimezone().strftime("%H:%M on %d %B")
    return Owner(os.getpid(), started(os.getpid()) or 0, platform.node(), boot(), since)


def owner() -> Owner | None:
    """Who builds, as it is written down; None if nobody does, or it can't be read."""
    try:
        return Owner(**read_json(OWNER))
    except (OSError, ValueError, TypeError):
        return None


def use() -> None:
    """Let builds in the current folder take turns, and let this one have a place for its temporary files.

    Raises:
        WorkflowError: nothing can be written here, or something else lies where a folder has to be.
    """
    for folder in map(Path, WRITTEN):
        if os.path.lexists(folder) and not folder.is_dir():
            raise WorkflowError(f"{folder}: a lecture has a folder there, and this is none; move it away")
        there = folder if folder.is_dir() else folder.parent
        if not os.access(there, os.W_OK | os.X_OK):
            raise WorkflowError(
                f"{there.resolve()}: this folder can't be written to; a lecture is built in its own folder: allow it "
                "(chmod u+w), or copy the lecture to where you may write"
            )
    me = this_process()
    take_place()

    @contextmanager
    def lock(persistence: PersistenceBase) -> Iterator[None]:
        _claim(me)
        try:
            with _lock(persistence):
                yield
        finally:
            _leave()

    async def check_incomplete(dag: DAG) -> None:
        dag.workflow.dag_settings.force_incomplete = True
        await _check_incomplete(dag)

    PersistenceBase.lock, DAG.check_incomplete = lock, check_incomplete


def leave() -> None:
    """End this process's turn from within, where it is about to die; of another's turn nothing is touched."""
    me, now = this_process(), owner()
    if now and (now.process, now.started, now.host) == (me.process, me.started, me.host):
        shutil.rmtree(RECORDS / "locks", ignore_errors=True)
        _leave()
        shutil.rmtree(os.environ[PLACE], ignore_errors=True)


def _leave() -> None:
    OWNER.unlink(missing_ok=True)
    _sweep()
    sweep()  # a process of a build that was killed may have written once more since this one began
    # At the end: the logger, a thread, may still have to write how long the last job took.
    atexit.register(shutil.rmtree, os.environ[PLACE], ignore_errors=True)


def _sweep() -> None:
    """Remove the scripts of jobs, which Snakemake writes for each; no job runs now."""
    shutil.rmtree(RECORDS / "scripts", ignore_errors=True)


def _claim(me: Owner) -> None:
    """Write down that this process builds.

    Raises:
        WorkflowError: another one does.
    """
    RECORDS.mkdir(exist_ok=True)
    with open(RECORDS / "turn", "w") as turn:
        with suppress(OSError):  # some network disks have no locks; two that begin in the same moment are rare
            fcntl.flock(turn, fcntl.LOCK_EX)
        before = owner()
        if before and not before.is_dead:
            raise WorkflowError(_politely(before))
        if before and before.is_dead:
            print(
                f"The build before this one (process {before.process}, since {before.since}) was killed; what it had "
                "finished is kept, and the rest is made now.",
                file=sys.stderr,
            )
            shutil.rmtree(RECORDS / "locks", ignore_errors=True)
            (RECORDS / "locks").mkdir(exist_ok=True)
        write_json(OWNER, asdict(me))
    sweep()
    _sweep()


def _politely(other: Owner) -> str:
    where = "" if other.is_here else f" on {other.host}"
    text = f"A build is at work here already: process {other.process}{where}, since {other.since}. "
    if other.is_here:
        return text + f"Wait until it has ended, or end it: kill -INT {other.process}"
    return text + f"Wait until it has ended; if it is long gone, delete {OWNER} and build again."
