"""Killing a build: its head, a job, a kernel or all of it, at a moment that a seed chooses."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil

from tests.conftest import JOB, Checkout
from tests.hang_guard import HANG_GUARD


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


def jobs(build: subprocess.Popen) -> Iterator[psutil.Process]:
    """The processes in which scripts of jobs run now, warm or alone."""
    with suppress(psutil.Error):
        for process in psutil.Process(build.pid).children(recursive=True):
            with suppress(psutil.Error, ProcessLookupError):
                if "lecture.build.warm" in " ".join(process.cmdline()) or (_is_fork(process) and not _leads(process)):
                    yield process


def kernels(build: subprocess.Popen) -> Iterator[psutil.Process]:
    """The forks that lead a session of their own."""
    with suppress(psutil.Error):
        for process in psutil.Process(build.pid).children(recursive=True):
            with suppress(psutil.Error, ProcessLookupError):
                if _is_fork(process) and _leads(process):
                    yield process


def _is_fork(process: psutil.Process) -> bool:
    return all("forkserver" in " ".join(each.cmdline()) for each in (process, process.parent()))


def _leads(process: psutil.Process) -> bool:
    return os.getsid(process.pid) == process.pid


def kill(build: subprocess.Popen, victim: str) -> bool:
    """Kill a part of a build that goes on; whether there was one."""
    found = (
        [build.pid] if victim in ("head", "group") else [p.pid for p in {"job": jobs, "kernel": kernels}[victim](build)]
    )
    for process in found[:1]:
        with suppress(ProcessLookupError):
            (os.killpg if victim == "group" else os.kill)(process, signal.SIGKILL)
    return bool(found)


def killed(lecture: Checkout, victim: str, seed: int, most: int, **options) -> str:
    """Build, kill at a moment that the seed chooses, and wait for the end; what the build said.

    Args:
        most: how many jobs a build has; the moment is a short while behind the beginning of one of them.
    """
    chance = random.Random(seed)
    return _killed(lecture, victim, chance.randint(1, most), chance.expovariate(4), **options)


def killed_at(lecture: Checkout, victim: str, job: str) -> str:
    """The same, when a job of this name begins."""
    return _killed(lecture, victim, job, 0.0)


def _killed(lecture: Checkout, victim: str, job: str | int, later: float, **options) -> str:
    build = begun(lecture, **options)
    said = until(build, job)
    time.sleep(later)
    hit = kill(build, victim)
    if not hit:  # there is no kernel at that moment: wait for one, if there is one to come
        while build.poll() is None and not kill(build, victim):
            time.sleep(0.02)
    rest, _ = build.communicate(timeout=HANG_GUARD)
    return "\n".join([*said, rest])


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
