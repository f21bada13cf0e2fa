"""The kernel of a chapter as a fork of the process that has imported for all jobs (`build/warm.py`).

jupyter_client starts a kernel by a *provisioner*. This one forks where the command of the kernel is ipykernel in this
very Python and there is a process to fork; any other kernel, of another language or environment, starts as ever.

The fork behaves as if Python had been started: a session, variables, arguments and search path of its own, and what
a chapter changes in a module ends with its kernel. It also ends with the job that has started it.
"""

import atexit
import multiprocessing
import os
import pathlib
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from multiprocessing import current_process, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from lecture.build import warm

LAUNCHER = "ipykernel_launcher"  # what `python -m` is called with
UNSEEN = "-Xfrozen_modules=off"  # an option of some kernels that only a debugger notices
PARENT = "JPY_PARENT_PID"  # the variable by which libraries know that this is Jupyter
BACKEND = "module://matplotlib_inline.backend_inline"  # which ipykernel names to Matplotlib where nobody else does


def ours(command: list[str], spec: KernelSpec) -> list[str] | None:
    """The arguments of a kernel that is ipykernel in this Python; None for any other.

    Args:
        command: that starts the kernel.
        spec: its own variables may say what libraries read when they are imported, so it must have none.
    """
    python, *rest = [word for word in command if word != UNSEEN]
    if spec.env or python != sys.executable or rest[:2] != ["-m", LAUNCHER]:
        return None
    return rest[2:]


class Provisioner(LocalProvisioner):
    """Starts a kernel as a fork where that can be, and as a process of its own where not."""

    async def launch_kernel(self, cmd: list[str], **options) -> KernelConnectionInfo:
        arguments = ours(cmd, self.kernel_spec)
        if arguments is None or not warm.has_server():
            return await super().launch_kernel(cmd, **options)
        process = self._fork(arguments, **options)
        self.process = Forked(process)
        self.pid = self.pgid = process.pid
        self.cwd = options.get("cwd") or pathlib.Path.cwd()
        return self.connection_info

    @staticmethod
    def _fork(arguments: list[str], env: Mapping[str, str], cwd: str | None = None, **options) -> BaseProcess:
        variables = dict(env) | {PARENT: str(os.getpid())}
        path, folder, blocked = python_path(variables), cwd or os.getcwd(), signal.pthread_sigmask(signal.SIG_BLOCK, ())
        streams = [Connection(os.dup(number), readable=False) for number in (1, 2)]
        try:
            return warm.beside(_kernel, arguments, variables, path, folder, streams, blocked)
        finally:
            for stream in streams:
                stream.close()


class App(IPKernelApp):
    """ipykernel's own program, but for two things."""

    def init_poller(self) -> None:
        """Ask nobody whether the job still lives: this is no child of its, and `_end_with_the_job` waits for it."""

    def start(self) -> None:
        """Serve until the end is asked for, and let the thread that was asked say all it has to.

        ipykernel goes on to end the thread that sends what others say. Of ten kernels one so waited for it in vain,
        until whoever had started it ended it by a signal, two and a half seconds later.
        """
        super().start()
        self.control_thread.stop()
        self.control_thread.join()


class Forked:
    """A process of the fork server, as jupyter_client expects one of `subprocess`."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self.process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def python_path(variables: Mapping[str, str]) -> list[str]:
    """Where a Python that is started with these variables looks for modules, without the current folder."""
    told = subprocess.run(
        [sys.executable, "-P", "-c", "import sys; print(*sys.path, sep='\\0', end='')"],
        env=variables,
        capture_output=True,
        check=True,
    )
    return os.fsdecode(told.stdout).split("\0")


def _kernel(
    arguments: list[str],
    variables: Mapping[str, str],
    path: list[str],
    folder: str,
    streams: list[Connection],
    blocked: set[int],
) -> None:
    """In the fork: be the kernel, with what a process has from the one that starts it."""
    os.setsid()
    threading.Thread(target=_end_with_the_job, daemon=True).start()
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    current_process().name, current_process().daemon = "MainProcess", False  # cells may start processes …
    multiprocessing.set_start_method(None, force=True)  # … as they do elsewhere
    for number, stream in enumerate(streams, 1):
        os.dup2(stream.fileno(), number)
        stream.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.path[:] = path
    sys.argv[:] = [find_spec(LAUNCHER).origin, *arguments]
    warnings._processoptions(variables.get("PYTHONWARNINGS", "").split(","))  # as Python does when it starts
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.rcParams["backend"] = variables.get("MPLBACKEND") or BACKEND
    warm.be_alone()
    try:
        App.launch_instance([*arguments, f"--IPKernelApp.parent_handle={variables[PARENT]}"])
    finally:
        atexit._run_exitfuncs()  # which `multiprocessing` leaves out


def _end_with_the_job() -> None:
    """Wait for the end of the job that started this kernel, and end, with all that cells have started."""
    parent_process().join()
    os.killpg(0, signal.SIGKILL)
