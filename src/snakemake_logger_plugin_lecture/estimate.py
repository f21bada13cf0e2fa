"""How long a build still takes, measured while it runs: nothing is said before some of it is done.

A job weighs core-seconds (its threads times its seconds) on some machine, and only the ratios of weights matter. What
jobs really take, on this machine and beside whatever else it does, comes from the jobs that have ended.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from statistics import fmean, median

ENOUGH = 0.05  # share of the work that must be done before the rest is foretold
BAR = re.compile(r"\[(#*)(-*)\]")


def job_name(rule: str, wildcards: Mapping | None) -> str:
    """`train a 1`: what a person, and a table of weights, calls a job."""
    return " ".join([rule, *map(str, (wildcards or {}).values())])


def beginnings(name: str) -> list[str]:
    """`train`, `train a`, `train a 1`: what the job is, ever more closely; jobs that share one are relatives."""
    words = name.split()
    return [" ".join(words[: count + 1]) for count in range(len(words))]


def weight(name: str, work: float, known: Mapping[str, float]) -> float:
    """What a job weighs, in core-seconds of the machine on which the table was measured.

    Args:
        name: of the job.
        work: how much it has to do, in units that its rule chooses; 1 where the rule says nothing.
        known: core-seconds for each unit of work, by the name of a job or by a beginning of names. The longest that
            fits counts; without it, the mean of the closest relatives; without these, the median; without a table, 1.
    """
    for beginning in reversed(beginnings(name)):
        if beginning in known:
            return known[beginning] * work
        if relatives := [value for other, value in known.items() if other.startswith(f"{beginning} ")]:
            return fmean(relatives) * work
    return median(known.values()) if known else 1.0


def merged(default: Mapping[str, float], measured: Mapping[str, float]) -> dict[str, float]:
    """One table of two, in seconds of the machine of the second, which has the last word."""
    both = default.keys() & measured.keys()
    scale = sum(measured[name] for name in both) / sum(default[name] for name in both) if both else 1.0
    return {name: value * scale for name, value in default.items()} | dict(measured)


def share_done(log: str) -> float:
    """How much of a job is done, by the last bar in its log, `[####------]`; 0 if there is none, or nearly nothing."""
    bars = [(len(full), len(empty)) for full, empty in BAR.findall(log) if full or empty]
    share = bars[-1][0] / sum(bars[-1]) if bars else 0.0
    return share if share >= ENOUGH else 0.0


@dataclass(frozen=True)
class Job:
    """A job that is to run."""

    name: str
    threads: int
    weight: float  # core-seconds of some machine, more than 0
    after: tuple[int, ...] = ()  # the jobs that must end before it


class Estimate:
    """Watches jobs start and end, and foretells the rest. Times are seconds of any one clock."""

    def __init__(self, jobs: Mapping[int, Job], start: float):
        self.jobs, self.start = jobs, start
        self.running: dict[int, float] = {}  # since when
        self.ended: set[int] = set()
        self.spent = 0.0  # core-seconds of the jobs that have ended
        self.taken: dict[str, tuple[float, float]] = {}  # core-seconds taken and weighed, by beginning of names

    def starts(self, job: int, now: float) -> None:
        """A job starts, or starts once more after a failure."""
        if job in self.jobs:
            self.running[job] = now

    def fails(self, job: int) -> None:
        """What a failed job took says nothing about others."""
        self.running.pop(job, None)

    def ends(self, job: int, now: float) -> float | None:
        """A job has ended: the core-seconds that it took, or None if it was not seen to start."""
        if job not in self.running:
            return None
        ended, seconds = self.jobs[job], now - self.running.pop(job)
        took = seconds * ended.threads
        self.ended.add(job)
        self.spent += took
        for beginning in beginnings(ended.name):
            taken, weighed = self.taken.get(beginning, (0.0, 0.0))
            self.taken[beginning] = (taken + took, weighed + ended.weight)
        return took

    def expected(self, job: Job) -> float:
        """Core-seconds that a job will take here.

        Its weight, times what a unit of weight took: in the median rule, so that one rule with wrong weights doesn't
        spoil all others; then in its own rule, then in ever closer relatives: as far as they outweigh the job, and the
        more the closer they are.
        """
        rules = [taken / weighed for name, (taken, weighed) in self.taken.items() if " " not in name]
        speed = median(rules) if rules else 1.0
        for closeness, beginning in enumerate(beginnings(job.name), start=1):
            taken, weighed = self.taken.get(beginning, (0.0, 0.0))
            own = job.weight / closeness**2
            speed = (taken + speed * own) / (weighed + own)
        return speed * job.weight

    def left(self, now: float, done: Mapping[int, float] | None = None) -> float | None:
        """Seconds to the end of the build, or None while too little is done.

        All that is left, at the pace of the build so far; but no less than the longest chain of jobs that must wait for
        each other, which is what counts where there are many cores.

        Args:
            now: the time.
            done: of jobs that are running and tell how far they are, the share that is done, more than 0.
        """
        done = done or {}
        elapsed = {job: now - since for job, since in self.running.items()}
        rest = {}  # core-seconds that each job still needs; one that takes longer than expected may be half done
        for number, job in self.jobs.items():
            if number not in self.ended:
                so_far = elapsed.get(number, 0.0) * job.threads
                if share := done.get(number):
                    rest[number] = so_far / share - so_far
                else:
                    rest[number] = max(self.expected(job) - so_far, so_far / 4)
        busy = self.spent + sum(seconds * self.jobs[job].threads for job, seconds in elapsed.items())
        if not self.ended or busy < ENOUGH * (busy + sum(rest.values())):
            return None
        pace = busy / (now - self.start)  # cores
        return max(sum(rest.values()) / pace, self.longest_chain(rest))

    def longest_chain(self, rest: Mapping[int, float]) -> float:
        """Seconds that the jobs which are left take with as many cores as they like.

        Args:
            rest: core-seconds that each of them needs.
        """
        before = {job: [other for other in self.jobs[job].after if other in rest] for job in rest}
        ends: dict[int, float] = {}
        for job in TopologicalSorter(before).static_order():
            begins = max((ends[other] for other in before[job]), default=0.0)
            ends[job] = begins + rest[job] / self.jobs[job].threads
        return max(ends.values(), default=0.0)


def about(seconds: float) -> str:
    """A length of time that is not known exactly: about 40 s, about 14 min, about 2 h 10 min."""
    if seconds < 95:
        return f"about {10 * round(seconds / 10)} s"
    if seconds < 3600 - 30:
        return f"about {round(seconds / 60)} min"
    tens = round(seconds / 600)
    return f"about {tens // 6} h" + (f" {tens % 6 * 10} min" if tens % 6 else "")
