"""Warm jobs: the script of a job runs in a fork of one process that has imported what most scripts import.

An ordinary script of Snakemake starts a Python of its own and imports again what its neighbour has just imported,
seconds for a job that works for half a second. Here `multiprocessing`'s fork server imports once for a whole build. A
job is still a process of its own, so nothing that it computes reaches another; it ends with the build that started it.

Only jobs of one thread run warm: mathematical libraries read the number of threads when they are imported.
"""

import gc
import multiprocessing
import os
import random
import runpy
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from lecture.build import joblog
from lecture.build.processes import folder_for_jobs
from lecture.build.source_code import home

# What Snakemake sets for the job of one thread before it starts.
THREADS = tuple(f"{library}_NUM_THREADS" for library in ("OMP", "GOTO", "OPENBLAS", "MKL", "NUMEXPR"))
THREADS = (*THREADS, "VECLIB_MAXIMUM_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")
# To OpenMP: each thread keeps to a core of its own. See `binding`.
BOUND = {"OMP_PROC_BIND": "true"}
FOLDER = ("TMPDIR", "TMP", "TEMPDIR", "TEMP")  # the variables by which Snakemake tells a job its temporary folder
NOTEBOOK = "notebook"  # the rule that executes notebooks
# What the engine's scripts import; under the name of a package what only jobs that use this package do.
ALWAYS = ("snakemake.script", "lecture.text.edition", "lecture.publishing.exporters", "lecture.build.ready")
ENGINE = {
    "numpy": ("numpy", "lecture.build.jobs"),
    "matplotlib": ("matplotlib.figure", "lecture.drawing.style"),
    "ipykernel": ("lecture.text.execution.kernel",),
}

_one_at_a_time = threading.Lock()
_imported: list[str] = []  # by the fork server, since it was started


def use(preload: Mapping[str, Iterable[str]], jobs: Callable[[], Iterable]) -> None:
    """Let the scripts of this build run warm, and in a checkout whose path has spaces or quotes.

    Args:
        preload: as in `modules`.
        jobs: those that this process runs, by which it imports if nobody has told it to before the first of them.
    """
    from snakemake.script import PythonScript

    begun = PythonScript.__init__

    def begin_script(self, *arguments, **named) -> None:
        begun(self, *arguments, **named)
        self.threads = threads(self.threads, self.resources)

    def execute_script(self, fname: str, edit: bool = False) -> None:
        folder = folder_for_jobs(self.resources.get("tmpdir"))
        if self.container_img or self.conda_env or self.env_modules or self.bench_record is not None:
            # Snakemake itself writes the path of Python without quotes into the command.
            self._execute_cmd(
                "{py_exec} {fname:q}", py_exec=shlex.quote(sys.executable), fname=fname, is_python_script=True
            )
        else:
            log = next((str(file) for file in self.log if str(file).endswith(".log")), None)
            if self.threads != 1:
                run_alone(fname, self.threads, folder, log)
            else:
                run(fname, [] if _imported else modules(preload, packages(jobs())), folder, log)

    PythonScript.__init__, PythonScript.execute_script = begin_script, execute_script


def threads(reserved: int, resources) -> int:
    """With how many threads the libraries of a job calculate, which decides the last bits of what they do.

    Args:
        reserved: cores that Snakemake keeps for the job: never more than the build has.
        resources: of the job; a rule whose results depend on threads names them as `fixed_threads`.
    """
    return resources.get("fixed_threads", reserved)


def together() -> None:
    """On Slurm, let jobs that are sent together share one Snakemake, and the process that has imported for all of them.

    Its executor starts a Snakemake for each, in a step of its own, which takes ten times as long as to draw a figure.
    That one Snakemake runs so many jobs at once as their common request was reckoned for.
    """
    if slurm := sys.modules.get("snakemake_executor_plugin_slurm"):
        slurm.Executor.additional_general_args = lambda executor: "--executor local"
        slurm.Executor.cores = property(lambda executor: executor.workflow.resource_settings.cores or "all")


def packages(jobs: Iterable) -> set[str]:
    """The packages that the code of some jobs imports, as their parameter `code` tells; notebooks run in a kernel."""
    jobs = [*jobs]
    told = [job.params.get("code") for job in jobs]
    kernels = {"ipykernel"} if any(job.rule.name == NOTEBOOK for job in jobs) else set()
    return kernels | {package for code in told if isinstance(code, Mapping) for package in code["versions"]}


def modules(preload: Mapping[str, Iterable[str]], packages: Collection[str]) -> list[str]:
    """What the fork server imports first: what scripts of the engine and of the lecture import.

    Args:
        preload: modules of the lecture under the package that makes them worth importing.
        packages: those that the jobs of this build use: an edit of prose needn't wait for PyTorch.
    """
    known = [*ENGINE.items(), *preload.items()]
    return [*ALWAYS, *(module for package, names in known if package in packages for module in names)]


def server(modules: Iterable[str], enough: bool = True) -> ForkServerContext:
    """The fork server, which is started if this is the first call.

    Args:
        modules: what it imports first.
        enough: whether one that was started with less will do; if not, another takes its place.
    """
    context = multiprocessing.get_context("forkserver")
    with _one_at_a_time:
        wanted = [*modules]
        if _imported and not enough and not {*wanted} <= {*_imported}:
            forkserver._forkserver._stop()
            _imported.clear()
        if not _imported:
            _imported.extend(wanted)
        context.set_forkserver_preload(["lecture.build.one_thread", *_imported])
        # Ctrl-C is for the build, which ends its jobs: it reaches neither the server nor its forks, at no moment.
        resource_tracker.ensure_running()  # which protects itself, and lifts what is blocked
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return context


def begin(job: BaseProcess) -> None:
    """Start a process of the fork server.

    Its function is found by the name of its module. So no job needs the program that builds, which `multiprocessing`
    would import in each again; of Snakemake that is the whole command, half a second.
    """
    program = vars(sys.modules["__main__"])
    with _one_at_a_time:
        file = program.pop("__file__", None)
        try:
            job.start()
        finally:
            program |= {"__file__": file} if file else {}


def has_server() -> bool:
    """Whether this process comes from a fork server, or has started one, so that `beside` can be called."""
    own = forkserver._forkserver
    return own._forkserver_address is not None and getattr(own, "_forkserver_authkey", b"unasked") is not None


def beside(function: Callable, *arguments: object) -> BaseProcess:
    """Call a function in another process of that fork server, which ends with this one at the latest.

    Args:
        function: of a module that the server has imported.
        arguments: that can be pickled.
    """
    own = forkserver._forkserver
    multiprocessing.current_process().daemon = False  # which may start no process
    if own._forkserver_pid is None:
        # `multiprocessing` says that processes of a server reuse it, but would start a new one.
        own.ensure_running = lambda: None
    try:
        job = multiprocessing.get_context("forkserver").Process(target=function, args=arguments, daemon=True)
        begin(job)
    finally:
        vars(own).pop("ensure_running", None)
    return job


def run(script: str, modules: list[str], folder: str | None = None, log: str | None = None) -> None:
    """Run a script as `python script` would.

    Args:
        script: its file.
        modules: what the fork server imports first, if this is the first script of the build.
        folder: for temporary files; None for the usual one.
        log: the file for what the script says, and its traceback.

    Raises:
        subprocess.CalledProcessError: the script failed; it has said why.
    """
    context = server(modules)
    told, tell = context.Pipe(duplex=False)
    variables = dict.fromkeys(FOLDER, folder) if folder else {}
    job = context.Process(target=_job, args=(script, variables, log, tell))
    begin(job)
    tell.close()
    # The job tells its exit code itself: one thread's `Process.start` reads the exit codes of the others' jobs, too.
    try:
        code = told.recv()
    except EOFError:  # it was killed
        code = None
    job.join()
    told.close()
    if code is None:
        tell_killed(job.exitcode or 0, log)
    if code != 0:
        raise subprocess.CalledProcessError(code or job.exitcode or 1, shlex.join([sys.executable, script]))


def binding(threads: int) -> dict[str, str]:
    """BOUND, for a job that has as many threads as there are cores, where nobody has said how threads are bound.

    Where another process computes as well, such as a browser, the system often puts two threads of the job on one core:
    each then waits for the other while the other process has a core for itself. Beside one, the networks of two threads
    so kept 0.13 to 0.33 of their speed on two cores, and bound 0.42 to 0.46, of the half that a fair share leaves to
    threads that wait for each other. Alone they are as fast. Of more cores than threads the system has one to spare,
    and jobs side by side must not be bound to the same ones.

    Args:
        threads: of the job.
    """
    if not hasattr(os, "sched_getaffinity") or os.environ.keys() & {"OMP_PLACES", "GOMP_CPU_AFFINITY", *BOUND}:
        return {}
    return BOUND if threads > 1 and threads >= len(os.sched_getaffinity(0)) else {}


def tell_killed(code: int, log: str | None) -> None:
    """Say that a job was ended from outside, on the terminal and in its log.

    Args:
        code: how it ended; negative numbers are those of signals.
    """
    with suppress(ValueError):
        name = signal.Signals(-code).name
        why = "; if nobody did that, there was not enough memory" if name == "SIGKILL" else ""
        line = f"the job was ended by the signal {name}{why}"
        print(line, file=sys.stderr, flush=True)
        if log:
            with open(log, "a", encoding="utf-8") as file:
                file.write(f"{line}\n")


def run_alone(script: str, threads: int, folder: str | None = None, log: str | None = None) -> None:
    """Run a script of several threads as `python script` would, until this process ends at the latest.

    Args:
        script, folder, log: as in `run`.
        threads: of the libraries that calculate.

    Raises:
        subprocess.CalledProcessError: as in `run`.
    """
    variables = dict.fromkeys(THREADS, str(threads)) | binding(threads)
    variables |= dict.fromkeys(FOLDER, folder) if folder else {}
    lifeline, ours = os.pipe()
    try:
        command = [sys.executable, "-P", "-m", "lecture.build.warm", script, str(lifeline), log or ""]
        # Not from the current folder (-P); a session of its own, since Ctrl-C is for the build, which ends its jobs.
        job = subprocess.Popen(
            command, env=os.environ | variables, pass_fds=(lifeline,), start_new_session=True, stdin=subprocess.DEVNULL
        )
        os.close(lifeline)
        if code := job.wait():
            tell_killed(code, log)
            raise subprocess.CalledProcessError(code, shlex.join([sys.executable, script]))
    finally:
        os.close(ours)


def _alone(script: str, lifeline: int, log: str) -> None:
    """In the new process: run the script; the lifeline breaks when the build ends."""

    def end_with_it() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_with_it, daemon=True).start()
    sys.exit(_run(script, log or None))


def _job(script: str, variables: Mapping[str, str], log: str | None, tell: Connection) -> None:
    """In the fork: run the script, and end as Python does."""
    threading.Thread(target=end_with_the_build, daemon=True).start()
    os.environ.update(variables)
    be_alone()
    if "torch" not in sys.modules:  # where large tensors may hang in circles, garbage is looked for as often as ever
        gc.set_threshold(20_000, 20, 20)  # trees of texts are lists that stay
    tell.send(_run(script, log))


def be_alone() -> None:
    """In a fork: have nothing in common with the others but what was imported."""
    gc.freeze()  # what was imported stays; looking through it for garbage took a third of a job that makes lists
    tempfile.tempdir = None  # found anew, by the variables of this process
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def _run(script: str, log: str | None) -> int:
    """Run a script and say what is wrong: the exit code."""
    sys.argv, sys.path[0:0] = [script], [str(Path(script).parent)]
    code = 0
    try:
        if log:
            joblog.keep_log(log)
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code and not isinstance(end.code, int):
            joblog.tell(end)
    except BaseException as mistake:
        name = (getattr(mistake, "name", None) or "").partition(".")[0]
        if isinstance(mistake, ModuleNotFoundError) and name and home(name) is None:
            place = traceback.extract_tb(mistake.__traceback__)[-1]
            print(
                f"{place.filename}:{place.lineno}: the package {name} is not installed here; install all that the "
                "lecture needs, or fetch the result from an archive",
                file=sys.stderr,
            )
        else:
            joblog.tell(mistake)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def end_with_the_build() -> None:
    """Wait for the end of the process that started this one, and end, too."""
    multiprocessing.parent_process().join()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _alone(sys.argv[1], int(sys.argv[2]), sys.argv[3])
