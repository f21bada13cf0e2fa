"""A real Slurm on this machine for a test: munged, slurmctld and several slurmd, all of them this user's own.

Nothing of the system is changed: keys, configuration, state and logs lie in one folder, and all ends with the test. No
systemd, no control groups, and no accounting database, so `sacct` answers nothing, as on many small clusters.
"""

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

import psutil

from tests.hang_guard import LONG_HANG_GUARD

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "srun", "scontrol")
SBIN = ("/usr/sbin", "/usr/local/sbin")  # not on the path of an ordinary user

# Low in priority what may be taken away, high what takes it: partitions that share the nodes.
CONFIGURATION = """\
ClusterName=lecture
SlurmctldHost=localhost
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
SlurmctldPort={port}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
GresTypes=gpu
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,sched_min_interval=0
SlurmctldTimeout=10
SlurmdTimeout=10
SlurmdParameters=config_overrides
KillWait=2
MinJobAge=86400
ReturnToService=2
MailProg=/bin/true
{nodes}
PartitionName=main Nodes=ALL Default=YES MaxTime=60 State=UP PriorityTier=1
PartitionName=urgent Nodes=ALL MaxTime=60 State=UP PriorityTier=9
"""


def missing() -> str:
    """What a cluster needs and isn't installed, in a sentence; nothing if all is there."""
    absent = [name for name in PROGRAMS if not _found(name)]
    packages = "slurmctld slurmd slurm-client munge"
    return f"{', '.join(absent)} not installed; on Debian: apt-get install {packages}" if absent else ""


def _found(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *SBIN]))


@dataclass
class Cluster:
    """A Slurm that runs.

    Attributes:
        folder: of its files.
        nodes: names of its nodes; the last one has a GPU that is none.
        cpus, memory: of each node, in processors and MB, as Slurm counts them; the machine may have less.
        daemons: its processes, by program or node.
    """

    folder: Path
    nodes: Sequence[str]
    cpus: int
    memory: int
    daemons: dict[str, psutil.Process] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        path = os.pathsep.join([str(self.folder / "bin"), os.environ["PATH"]])
        return {"SLURM_CONF": str(self.folder / "slurm.conf"), "PATH": path}

    def ask(self, *command: str, patient: bool = False) -> str:
        """What one of Slurm's commands says.

        Args:
            patient: whether a failure is no answer, as long as the controller is starting.
        """
        done = subprocess.run(
            [_found(command[0]), *command[1:]],
            env=os.environ | self.variables,
            text=True,
            capture_output=True,
            timeout=LONG_HANG_GUARD,
        )
        assert patient or done.returncode == 0, f"{command}: {done.stderr}\n{self.logs()}"
        return done.stdout

    def logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-2000:]}" for log in self.folder.glob("*.log"))

    def start_node(self, name: str) -> None:
        # A node's daemon ends with its controller's job steps only if it is in the foreground of nobody: -D stays.
        self.daemons[name] = self._start("slurmd", "-D", "-N", name)

    def lose_node(self, name: str) -> None:
        """Kill a node's daemon and all that it runs, as if its power were cut."""
        node = self.daemons.pop(name)
        running = [node, *node.children(recursive=True)]
        steps = [p for p in psutil.process_iter(["cmdline"]) if self._is_step_of(p, name)]
        for step in steps:
            running += [step, *step.children(recursive=True)]
        for process in running:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(running, LONG_HANG_GUARD)

    def _is_step_of(self, process: psutil.Process, name: str) -> bool:
        """Whether a process is one of the daemons that a node starts for each step of a job."""
        with suppress(psutil.Error):
            return process.name() == "slurmstepd" and process.environ().get("SLURMD_NODENAME") == name
        return False

    def until_idle(self) -> None:
        """Wait until all nodes that run are ready."""
        end = time.monotonic() + LONG_HANG_GUARD
        while time.monotonic() < end:
            states = self.ask("sinfo", "--noheader", "--Node", "--partition=main", "--format=%t", patient=True).split()
            if states.count("idle") == len(self.daemons) - 2:
                return
            time.sleep(0.2)
        raise AssertionError(self.logs())

    def jobs(self) -> list[dict[str, str]]:
        """What Slurm knows of all jobs, of those that have ended in the last minutes, too."""
        lines = self.ask("scontrol", "show", "job", "--oneliner").splitlines()
        return [dict(re.findall(r"(\w+)=(\S*)", line)) for line in lines if line.startswith("JobId=")]

    def seconds(self, job: Mapping[str, str]) -> float:
        """How long a job ran."""
        begin, end = (datetime.fromisoformat(job[name]) for name in ("StartTime", "EndTime"))
        return (end - begin).total_seconds()

    def until_one_runs(self, name: str) -> dict[str, str]:
        """Wait until a job whose comment holds a name runs."""
        end = time.monotonic() + LONG_HANG_GUARD
        while time.monotonic() < end:
            for job in self.jobs():
                if job["JobState"] == "RUNNING" and name in job.get("Comment", ""):
                    time.sleep(3)  # it has begun to work
                    return job
            time.sleep(0.2)
        raise AssertionError(self.logs())

    def stop(self, program: str) -> None:
        daemon = self.daemons.pop(program)
        daemon.kill()
        daemon.wait(LONG_HANG_GUARD)

    def _start(self, program: str, *arguments: str) -> psutil.Process:
        with open(self.folder / f"{program}.out", "ab") as out:
            started = subprocess.Popen(
                [_found(program), *arguments],
                env=os.environ | self.variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return psutil.Process(started.pid)


@contextmanager
def running(nodes: Sequence[str] = ("n1", "n2"), cpus: int = 4, memory: int = 4000) -> Iterator[Cluster]:
    """A cluster on this machine, until the end of the block.

    Args:
        nodes, cpus, memory: as in `Cluster`.
    """
    # Not in pytest's folder: munged refuses a socket below a folder that only its owner may enter.
    folder = Path(mkdtemp(prefix="slurm-"))
    folder.chmod(0o755)
    cluster = Cluster(folder, nodes, cpus, memory)
    try:
        _write(cluster)
        socket = folder / "munge.socket"
        files = [f"--{name}-file={folder}/munge.{name}" for name in ("key", "log", "pid", "seed")]
        cluster.daemons["munged"] = cluster._start("munged", "--foreground", "--force", f"--socket={socket}", *files)
        _until(socket.exists, cluster)
        cluster.daemons["slurmctld"] = cluster._start("slurmctld", "-D")
        for name in nodes:
            cluster.start_node(name)
        cluster.until_idle()
        yield cluster
    finally:
        daemons = [*cluster.daemons.values()]
        processes = [p for daemon in daemons for p in [*daemon.children(recursive=True), daemon] if daemon.is_running()]
        for process in processes:
            with suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(processes, LONG_HANG_GUARD)
        shutil.rmtree(folder, ignore_errors=True)


def _write(cluster: Cluster) -> None:
    """The files of a cluster: key, configuration, and commands that find it even where a variable has been dropped."""
    folder = cluster.folder
    ports = _free_ports(1 + len(cluster.nodes))
    lines = []
    for name, port in zip(cluster.nodes, ports[1:], strict=True):
        gpu = " Gres=gpu:1" if name == cluster.nodes[-1] else ""
        lines.append(
            f"NodeName={name} NodeHostname=localhost NodeAddr=127.0.0.1 Port={port} CPUs={cluster.cpus} "
            f"RealMemory={cluster.memory}{gpu} State=UNKNOWN"
        )
    values = {"folder": folder, "user": getpass.getuser(), "port": ports[0]}
    (folder / "slurm.conf").write_text(CONFIGURATION.format(nodes="\n".join(lines), **values))
    (folder / "gres.conf").write_text(f"NodeName={cluster.nodes[-1]} Name=gpu File=/dev/zero\n")
    (folder / "munge.key").write_bytes(os.urandom(128))
    (folder / "munge.key").chmod(0o400)
    for name in ("state", "bin", *(f"spool-{node}" for node in cluster.nodes)):
        (folder / name).mkdir()
    for name in ("sbatch", "squeue", "srun", "scancel", "sinfo", "scontrol", "sacct", "sacctmgr", "sshare"):
        if real := _found(name):
            wrapper = folder / "bin" / name
            wrapper.write_text(f'#!/bin/sh\nSLURM_CONF={folder}/slurm.conf exec {real} "$@"\n')
            wrapper.chmod(0o755)


def _free_ports(many: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(many)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _until(holds: Callable[[], bool], cluster: Cluster) -> None:
    end = time.monotonic() + LONG_HANG_GUARD
    while not holds():
        assert time.monotonic() < end, cluster.logs()
        time.sleep(0.05)
