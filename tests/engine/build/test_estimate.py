"""How long a build still takes is measured: builds are simulated, and what was foretold is held against what came."""

import heapq
import random
from dataclasses import dataclass

import pytest

from snakemake_logger_plugin_lecture.estimate import (
    Estimate,
    Job,
    about,
    beginnings,
    job_name,
    merged,
    share_done,
    weight,
)

# The kinds of jobs of a lecture: rule, how many, threads, core-seconds of each, the rules they wait for.
LECTURE = [
    ("fetch", 1, 1, [3.0], []),
    ("train big", 1, 2, [1160.0], ["fetch"]),
    ("train small", 9, 1, [20.0, 50.0, 5.0], ["fetch"]),
    ("experiment", 35, 1, [20.0, 45.0, 8.0, 30.0], ["fetch"]),
    ("summary", 12, 1, [5.0], ["experiment"]),
    ("measurement", 40, 1, [5.0, 3.0, 12.0, 4.0], ["fetch"]),
    ("measurement late", 13, 1, [8.0], ["train big", "train small"]),
    ("figure", 82, 1, [1.5], ["measurement"]),
    ("notebook", 15, 1, [8.0, 5.0], ["summary", "figure", "measurement late"]),
    ("lecture", 1, 1, [4.0], ["notebook"]),
    ("page", 3, 1, [12.0], ["lecture"]),
]


def lecture(cores: int) -> tuple[dict[str, float], dict[int, Job]]:
    """Its table of weights and its jobs, on a machine with so many cores."""
    jobs: dict[int, Job] = {}
    numbers: dict[str, list[int]] = {}
    for kind, count, threads, weights, before in LECTURE:
        after = tuple(number for rule in before for number in numbers[rule])
        numbers[kind] = list(range(len(jobs), len(jobs) + count))
        for place, number in enumerate(numbers[kind]):
            jobs[number] = Job(f"{kind} {place}", min(threads, cores), weights[place % len(weights)], after)
    return {job.name: job.weight for job in jobs.values()}, jobs


@dataclass
class Machine:
    """Takes `slow` times as long as the one on which the weights were measured, more or less."""

    cores: int
    slow: float
    noise: float = 1.3  # up to so many times faster or slower
    big_first: bool = True

    def build(self, truth: dict[str, float], jobs: dict[int, Job], estimate: Estimate) -> list[tuple[float, float]]:
        """Run the jobs as soon as cores are free: the time and what was foretold, at each start; at last the end."""
        chance, now, free, seen = random.Random(1), 0.0, self.cores, []
        waiting, running = set(jobs), []
        while waiting or running:
            missing = waiting | {number for _, number in running}
            ready = sorted(number for number in waiting if missing.isdisjoint(jobs[number].after))
            chance.shuffle(ready)
            ready.sort(key=lambda number: jobs[number].name.startswith("train big") != self.big_first)
            for number in ready:
                threads = jobs[number].threads
                if threads <= free:
                    free -= threads
                    waiting.remove(number)
                    seconds = truth[jobs[number].name] * self.slow / threads
                    noise = self.noise ** chance.uniform(-1, 1)
                    heapq.heappush(running, (now + seconds * noise, number))
                    estimate.starts(number, now)
                    seen.append((now, estimate.left(now) if now else None))
            now, ended = heapq.heappop(running)
            estimate.ends(ended, now)
            free += jobs[ended].threads
        return [*seen, (now, 0.0)]


def foretold(seen: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """The length of the build as foretold by the first line after a share of it, and its true length, in seconds."""
    whole = seen[-1][0]
    time, left = next((time, left) for time, left in seen if time >= share * whole)
    return time + left, whole


MACHINES = [Machine(2, 1.0), Machine(2, 3.7), Machine(2, 0.2), Machine(8, 0.7), Machine(64, 1.0), Machine(1, 2.0)]


@pytest.mark.parametrize("machine", MACHINES, ids=str)
@pytest.mark.parametrize("wrong", ["", "experiment", "measurement", "train small"])
@pytest.mark.parametrize("factor", [2, 0.5])
def test_right_within_a_third_on_any_machine_though_a_rule_is_wrong(machine, wrong, factor):
    table, jobs = lecture(machine.cores)
    truth = {name: value * (factor if wrong and name.startswith(wrong) else 1) for name, value in table.items()}
    seen = machine.build(truth, jobs, Estimate(jobs, 0.0))
    for share in (0.2, 0.5):
        said, came = foretold(seen, share)
        assert said == pytest.approx(came, rel=1 / 3), share


@pytest.mark.parametrize("big_first", [True, False])
@pytest.mark.parametrize("factor", [2, 0.5])
def test_the_longest_job_may_be_wrong_where_others_share_its_cores(factor, big_first):
    table, jobs = lecture(2)
    truth = table | {"train big 0": factor * table["train big 0"]}
    seen = Machine(2, 1.5, big_first=big_first).build(truth, jobs, Estimate(jobs, 0.0))
    for share in (0.2, 0.5):
        said, came = foretold(seen, share)
        assert said == pytest.approx(came, rel=1 / 3), share


def test_without_weights_it_still_ends_right():
    _, jobs = lecture(2)
    truth = {job.name: job.weight for job in jobs.values()}
    alike = {number: Job(job.name, job.threads, 1.0, job.after) for number, job in jobs.items()}
    said, came = foretold(Machine(2, 1.0).build(truth, alike, Estimate(alike, 0.0)), 0.9)
    assert said == pytest.approx(came, rel=1 / 3)


def test_nothing_is_said_before_a_twentieth_is_done():
    jobs = {number: Job(f"figure {number}", 1, 1.0) for number in range(100)}
    estimate, said = Estimate(jobs, 0.0), []
    for number in range(100):
        estimate.starts(number, float(number))
        said.append(estimate.left(float(number)))
        estimate.ends(number, number + 1.0)
    assert said[:5] == [None] * 5
    assert said[5:] == pytest.approx([100 - number for number in range(5, 100)])


def test_a_long_job_that_runs_is_counted():
    jobs = {0: Job("short", 1, 10.0), 1: Job("long", 2, 100.0), 2: Job("end", 1, 1.0, after=(1,))}
    estimate = Estimate(jobs, 0.0)
    estimate.starts(0, 0.0)
    estimate.starts(1, 0.0)
    estimate.ends(0, 10.0)
    assert estimate.left(10.0) == pytest.approx(41)  # 80 core-seconds on two cores, and what waits for them
    assert estimate.left(40.0) == pytest.approx(11)
    assert estimate.left(60.0) > 10, "a job that takes longer than expected is not about to end"


def test_twice_as_slow_is_measured():
    jobs = {number: Job(f"figure {number}", 1, 2.0) for number in range(10)}
    estimate = Estimate(jobs, 100.0)
    estimate.starts(0, 100.0)
    assert estimate.ends(0, 104.0) == 4
    assert estimate.left(104.0) == pytest.approx(36)


def test_relatives_that_have_ended_correct_a_job():
    names = ["page", "dataset", "figure a", "experiment x 1", "figure b", "experiment y 1", "experiment x 2"]
    jobs = {number: Job(name, 1, 4.0) for number, name in enumerate(names)} | {9: Job("experiment long 1", 2, 400.0)}
    estimate = Estimate(jobs, 0.0)
    for number in range(4):
        estimate.starts(number, 0.0)
        estimate.ends(number, 16.0 if names[number] == "experiment x 1" else 4.0)
    assert estimate.expected(jobs[4]) == pytest.approx(4), "the wrong weight of another rule"
    assert estimate.expected(jobs[5]) == pytest.approx(10), "its rule: half its own weight, half that of the other"
    assert 14 < estimate.expected(jobs[6]) < 16, "the same with another seed"
    assert estimate.expected(jobs[9]) == pytest.approx(400, rel=0.05), "a short relative says little of a long job"


def test_a_job_that_failed_and_one_that_nobody_announced():
    estimate = Estimate({1: Job("a", 1, 1.0), 2: Job("b", 1, 1.0)}, 0.0)
    estimate.starts(1, 0.0)
    estimate.fails(1)
    assert estimate.ends(1, 5.0) is None
    estimate.starts(7, 0.0)
    assert estimate.ends(7, 5.0) is None
    assert estimate.left(5.0) is None
    estimate.starts(1, 5.0)
    assert estimate.ends(1, 8.0) == 3


def test_a_long_chain_of_jobs_is_no_recursion():
    jobs = {number: Job("step", 1, 1.0, after=(number - 1,) if number else ()) for number in range(5000)}
    assert Estimate(jobs, 0.0).longest_chain(dict.fromkeys(jobs, 1.0)) == 5000


def test_a_job_that_tells_how_far_it_is_is_believed():
    jobs = {1: Job("a", 1, 10.0), 2: Job("b", 2, 10.0)}
    estimate = Estimate(jobs, 0.0)
    estimate.starts(1, 0.0)
    estimate.ends(1, 10.0)
    estimate.starts(2, 10.0)
    assert estimate.left(30.0, {2: 0.25}) == pytest.approx(72, rel=1e-6)  # 120 core-seconds, at 50 / 30 cores


@pytest.mark.parametrize(
    ("log", "share"),
    [
        *(("", 0), ("[]", 0), ("a [1/2] b", 0), ("[----]", 0), ("[###-]", 0.75), ("[####]", 1)),
        *(("x [#---] y\nx [##--] z\nthe end\n", 0.5), (f"[#{'-' * 23}]", 0)),  # one of 24 says nothing yet
    ],
)
def test_the_last_bar_of_a_log(log, share):
    assert share_done(log) == share


def test_names():
    assert job_name("train", {"network": "a", "seed": "1"}) == "train a 1"
    assert job_name("all", None) == job_name("all", {}) == "all"
    assert beginnings("train a 1") == ["train", "train a", "train a 1"]


@pytest.mark.parametrize(
    ("name", "work", "expected"),
    [
        *(("train a 1", 10, 30), ("train a 2", 10, 50), ("train b 1", 10, 70), ("figure loss", 1, 2)),
        *(("trainer", 1, 3), ("page", 5, 3)),  # strangers: the median, and nothing is known of their work
    ],
)
def test_weights(name, work, expected):
    known = {"train a 1": 3.0, "train a": 5.0, "train b 2": 6.0, "train b 3": 8.0, "figure": 2.0, "notebook": 1.0}
    known = {**known, "lecture": 1.0}
    assert weight(name, work, known) == expected


def test_without_a_table_all_jobs_weigh_the_same():
    assert weight("train a 1", 1000, {}) == weight("figure loss", 1, {}) == 1


def test_two_tables():
    default = {"train": 10.0, "figure": 2.0, "page": 5.0}
    assert merged(default, {}) == default
    assert merged({}, {"train": 3.0}) == {"train": 3.0}
    assert merged(default, {"train": 4.0, "figure": 2.0, "x": 1.0}) == {"train": 4, "figure": 2, "page": 2.5, "x": 1}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((31, "about 30 s"), (44, "about 40 s"), (94, "about 90 s"), (96, "about 2 min"), (850, "about 14 min")),
        *((3560, "about 59 min"), (3580, "about 1 h"), (7900, "about 2 h 10 min"), (86400, "about 24 h")),
    ],
)
def test_about(seconds, words):
    assert about(seconds) == words
