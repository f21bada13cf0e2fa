"""Ctrl-C: a build ends at once, with one line that says what is kept.

Snakemake would wait for its running jobs. Here all processes of the build are ended and the place is left as a build
leaves it that was killed, which the next one makes good (`turns`): so it doesn't matter what was going on.
"""

import logging
import os
import signal
import threading
from contextlib import suppress
from types import FrameType

import psutil

from lecture.build import turns

PATIENCE = 2.0  # seconds for processes to end in, before they are killed


def use(workflow) -> None:
    """Let SIGINT end the build, from the terminal or by `kill -INT`; pressed twice is as good as once.

    On a cluster Snakemake ends the jobs itself, since only it knows them.
    """
    if not workflow.is_main_process or threading.current_thread() is not threading.main_thread():
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        running = workflow.executor_plugin is not None
        if running and not workflow.local_exec:
            raise KeyboardInterrupt
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        logging.disable(logging.CRITICAL)  # jobs that fail now fail because of this
        os.write(2, f"Interrupted: {_kept(workflow) if running else 'nothing had begun.'}\n".encode())
        _end_all()
        turns.leave()
        with suppress(OSError):
            workflow._snakemake_tmp_dir.cleanup()
        os._exit(128 + signal.SIGINT)

    signal.signal(signal.SIGINT, interrupted)


def _kept(workflow) -> str:
    done, total = len(workflow.dag._finished), len(workflow.dag)
    if not total:
        return "no job had begun; call it again to build."
    return f"{done} of {total} jobs had ended and are kept; call it again to go on from there."


def _end_all() -> None:
    """End all processes that this one has started, and theirs."""
    processes = psutil.Process().children(recursive=True)
    for process in processes:
        with suppress(psutil.Error):
            process.terminate()
    _, left = psutil.wait_procs(processes, PATIENCE)
    for process in left:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(left, PATIENCE)
