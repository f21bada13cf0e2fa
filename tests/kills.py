"""Killing a build: its head, a job, a kernel or all of it, at a moment that a seed chooses."""

import os
import random
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

from tests.conftest import JOB, Checkout
from tests.hang_guard import HANG_GUARD

LOG = re.compile(r"/results/logs/[^/]+\.log$")
NOTEBOOK = "notebook_"  # how the logs of jobs that have a kernel begin
MOMENT = 5.0  # seconds in which a build says that it has lost a job
WORDS = {"job": "the job was ended by the signal SIGKILL", "kernel": "the kernel has ended"}


def begun(lecture: Checkout, *arguments: str, **options) -> subprocess.Popen:
    """A build that goes on, in a process group of its own, as a shell starts it; its output comes through `stdout`."""
    return subprocess.Popen(
        lecture.command(*arguments, **options),
        cwd=lecture.folder,
        env=os.environ | lecture.variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def until(build: subprocess.Popen, job: str | int) -> list[str]:
    """The lines of a build up to the one that announces a job, by its name or number, or to the end of its output."""
    lines, seen = [], 0
    for line in build.stdout:
        lines.append(line.rstrip("\n"))
        if found := JOB.match(line):
            seen += 1
            if job == seen or found[1].startswith(str(job)):
                break
    return lines


def working(build: subprocess.Popen) -> dict[psutil.Process, str]:
    """The processes that run the script of a job now, warm or alone, each with the name of its log.

    A job keeps its log open from its first line to its end; a server that waits, a helper or a kernel holds none.
    """
    found = {process: log for process in _descendants(build) if (log := _log(process))}
    return {process: log for process, log in found.items() if _parent(process) not in found}


def kernels(build: subprocess.Popen) -> list[psutil.Process]:
    """The forks of the warm server that lead a session of their own."""
    return [process for process in _descendants(build) if _is_fork(process) and _leads(process)]


def _descendants(build: subprocess.Popen) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return psutil.Process(build.pid).children(recursive=True)
    return []


def _log(process: psutil.Process) -> str:
    with suppress(psutil.Error, OSError):
        return next((Path(file.path).stem for file in process.open_files() if LOG.search(file.path)), "")
    return ""


def _parent(process: psutil.Process) -> psutil.Process | None:
    with suppress(psutil.Error):
        return process.parent()
    return None


def _is_fork(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return all(each and "forkserver" in " ".join(each.cmdline()) for each in (process, process.parent()))
    return False


def _leads(process: psutil.Process) -> bool:
    with suppress(ProcessLookupError):
        return os.getsid(process.pid) == process.pid
    return False


def kill(build: subprocess.Popen, victim: str) -> None:
    """Kill the head of a build, or its whole group."""
    with suppress(ProcessLookupError):
        (os.killpg if victim == "group" else os.kill)(build.pid, signal.SIGKILL)


def killed(lecture: Checkout, victim: str, seed: int, most: int, **options) -> str:
    """Build, kill at a moment that the seed chooses, and wait for the end; what the build said.

    Args:
        victim: "head", "group", "job" or "kernel".
        most: how many jobs a build has; the moment is a short while behind the beginning of one of them.

    Raises:
        AssertionError: the build ended without noticing that anything was killed.
    """
    chance = random.Random(seed)
    return _killed(lecture, victim, chance.randint(1, most), chance.expovariate(4), chance, **options)


def killed_at(lecture: Checkout, victim: str, job: str) -> str:
    """The same, when a job of this name begins; this job, or its kernel, if it is a job or a kernel that is killed."""
    return _killed(lecture, victim, job, 0.0, random.Random(job))


def _killed(lecture: Checkout, victim: str, job: str | int, later: float, chance: random.Random, **options) -> str:
    build = begun(lecture, **options)
    said = until(build, job)
    listening = threading.Thread(target=lambda: said.extend(line.rstrip("\n") for line in build.stdout), daemon=True)
    listening.start()
    time.sleep(later)
    if victim in ("head", "group"):
        kill(build, victim)
    else:
        _kill_one_at_work(build, victim, job, chance, lambda: "FAILED: " in "\n".join(said))
    listening.join(HANG_GUARD)
    text = "\n".join(said)
    words = WORDS.get(victim)
    noticed = build.wait(HANG_GUARD) == 1 and words in text if words else build.wait() == -signal.SIGKILL
    assert noticed, f"the build has ended ({build.returncode}) without losing a {victim}: begin earlier\n{text}"
    return text


def _kill_one_at_work(
    build: subprocess.Popen, victim: str, job: str | int, chance: random.Random, noticed: Callable[[], bool]
) -> None:
    """Kill one process after the other until the build says that it has lost one, or ends.

    A job may have told its result just before the signal, and a kernel may have run its last cell: such a kill is
    none. Whether it was one is known when the job is gone and the build has had time to say so; who is killed once
    more than needed because the machine was slow has lost nothing by it.
    """
    while build.poll() is None and not noticed():
        at_work = {process: log for process, log in working(build).items() if victim == "job" or NOTEBOOK in log}
        named = [process for process, log in at_work.items() if log.startswith(str(job))] or [*at_work]
        found = named if victim == "job" else kernels(build)
        if not found:
            time.sleep(0.005)
            continue
        whom = chance.choice(found)
        print(f"killed: {victim} {at_work.get(whom, '')} {whom.pid}")
        with suppress(psutil.Error):
            whom.kill()
        affected = [whom] if victim == "job" else [*at_work]
        psutil.wait_procs(affected, HANG_GUARD)
        deadline = time.monotonic() + MOMENT
        while build.poll() is None and not noticed() and time.monotonic() < deadline:
            time.sleep(0.02)


def left_behind(lecture: Checkout) -> list[str]:
    """Temporary files, locks and names of owners that a finished build must not leave."""
    folder = lecture.folder
    hidden = [path for place in ("results", "figures", "public") for path in (folder / place).rglob(".*")]
    hidden = [path for path in hidden if path.name != ".snakemake_timestamp"]
    others = [*(folder / ".cache/temporary").glob("*"), *(folder / ".snakemake").glob("scripts/*")]
    others += [*(folder / ".snakemake/locks").glob("*"), *(folder / ".snakemake").glob("owner.json")]
    return [str(path.relative_to(folder)) for path in [*hidden, *others]]


def processes_of(lecture: Checkout) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(lecture.folder) and process.pid != os.getpid():
                found.append(process)
        except psutil.Error:
            continue
    return found


def gone(lecture: Checkout) -> bool:
    """Whether all processes of a build have ended, a while after the build."""
    deadline = time.monotonic() + HANG_GUARD
    while (left := processes_of(lecture)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not left
