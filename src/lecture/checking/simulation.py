"""Rebuilds that are made up, to see how often drift is told where there is none, and how often where there is some.

Method: the means and spreads of a record stand for the truth. For each rebuild a baseline and a rebuild are drawn, each
of its number of seeds; a seed's values are `mean + spread · (√ρ f + √(1 − ρ) e)`, with one f for each group of numbers
and seed, since numbers of a group come from the same trainings, and one e for each number. f and e are standard normal,
or Student's t with five degrees of freedom scaled to variance 1, whose values stray further. Means and spreads of these
seeds go through the very functions that judge a build. Both are drawn anew each time, so the shares are over editions
and rebuilds; rebuilds that are all held against one baseline are right or wrong together.

Not simulated: numbers without a spread. Those without chance are compared exactly, and of one seed nothing is told.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from lecture.checking.comparison import fits
from lecture.checking.drift import HEADLINE, OTHERS, Sample, holm, p_values

CHUNK = 250  # rebuilds at a time: a hundred megabytes


def alarms(
    samples: Mapping[str, Sample],
    headline: Iterable[str],
    seeds: int | tuple[int, int] | None = None,
    *,
    rebuilds: int,
    correlation: float = 0.5,
    heavy: bool = False,
    fall: Mapping[str, float] | None = None,
    seed: int = 1,
) -> tuple[float, dict[str, float]]:
    """The share of rebuilds in which any number is said to have moved, and the share for each number that fell.

    Args:
        samples: of a record; those of one seed are left out.
        headline: patterns of the names of those that are tested apart.
        seeds: of all numbers, in the baseline and in the rebuild, or each; as in the record if there is none.
        rebuilds: how many.
        correlation: ρ of the numbers of a group, from 0 to 1.
        heavy: values stray further than normal ones.
        fall: by name, how much lower the mean of a number really is in the rebuilds.
        seed: of the random numbers.
    """
    used = {name: sample for name, sample in samples.items() if sample.seeds > 1 and sample.spread > 0}
    # a number and its copies in other groups are one
    used = {name: used[name] for name in {sample: name for name, sample in reversed(used.items())}.values()}
    names, random = sorted(used), np.random.default_rng(seed)
    first_ones = np.array([fits(name, headline) for name in names])
    mean, spread, own = np.array([used[name] for name in names]).T
    pair = seeds if isinstance(seeds, tuple) else (seeds, seeds)
    then, now = (np.full(len(names), count) if count else own.astype(int) for count in pair)
    _, groups = np.unique([name.partition(".")[0] for name in names], return_inverse=True)
    lower = np.array([(fall or {}).get(name, 0.0) for name in names])
    any_alarm, found = 0, np.zeros(len(names))
    for count in _chunks(rebuilds):
        first = _drawn(random, count, then, mean, spread, groups, correlation, heavy)
        second = _drawn(random, count, now, mean - lower, spread, groups, correlation, heavy)
        odds = p_values(*first, then, *second, now)
        rejected = np.zeros(odds.shape, bool)
        rejected[:, first_ones] = holm(odds[:, first_ones], HEADLINE)
        rejected[:, ~first_ones] = holm(odds[:, ~first_ones], OTHERS)
        any_alarm += rejected.any(axis=-1).sum()
        found += rejected.sum(axis=0)
    return any_alarm / rebuilds, {name: found[names.index(name)] / rebuilds for name in fall or {}}


def _chunks(total: int) -> Iterator[int]:
    for start in range(0, total, CHUNK):
        yield min(CHUNK, total - start)


def _drawn(random, count, seeds, mean, spread, groups, correlation, heavy) -> tuple[np.ndarray, np.ndarray]:
    """Means and spreads (count, M) of seeds that are drawn."""
    most = seeds.max()

    def noise(width: int) -> np.ndarray:
        shape = (count, most, width)
        return random.standard_t(5, shape) * np.sqrt(3 / 5) if heavy else random.standard_normal(shape)

    shared = noise(groups.max() + 1)[..., groups]
    values = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * noise(len(groups))
    there = np.arange(most)[:, None] < seeds  # (most, M): not every number has as many seeds
    middle = (values * there).sum(axis=1) / seeds
    squares = (np.square(values - middle[:, None]) * there).sum(axis=1)
    return mean + spread * middle, spread * np.sqrt(squares / np.maximum(seeds - 1, 1))
