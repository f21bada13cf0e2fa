"""Why jobs of a cluster wait: Slurm keeps a job that asks for more than any node has, and says nothing."""

import re
import subprocess
from contextlib import suppress

RUN = re.compile(r"SLURM run ID: (\S+)")  # what the executor says when it starts: the name of all its jobs
PATIENCE = 10  # seconds for Slurm to answer in
# What passes by itself: others are before, a node is being cleaned, a job that gave way may not return at once.
USUAL = {"None", "Priority", "Resources", "BeginTime", "Cleaning", "Dependency", "Prolog", "NodeDown"}


def reasons(run: str) -> list[str]:
    """The jobs that wait for something that doesn't pass by itself, with the word that Slurm has for it.

    Args:
        run: the name of the jobs.
    """
    command = ["squeue", "--noheader", "--states=PENDING", f"--name={run}", "--format=%k|%r"]
    with suppress(OSError, subprocess.SubprocessError):
        lines = subprocess.run(command, text=True, capture_output=True, timeout=PATIENCE, check=True).stdout
        pairs = [line.rsplit("|", 1) for line in lines.splitlines() if "|" in line]
        return [f"{_name(comment)} ({why.strip()})" for comment, why in pairs if why.strip() not in USUAL]
    return []


def _name(comment: str) -> str:
    """`rule_train_wildcards_b_1` → `train b 1`."""
    rule, _, wildcards = comment.removeprefix("rule_").partition("_wildcards_")
    return f"{rule} {wildcards.replace('_', ' ')}".strip()
