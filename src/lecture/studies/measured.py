"""What a measurement gives, and mean, spread and intervals of measured values."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import NormalDist, fmean, stdev

import numpy as np

Arrays = Mapping[str, np.ndarray]  # by name, as they stand in a file


@dataclass(frozen=True)
class Measured:
    """Numbers for prose and claims, arrays for the figure of the same name.

    Attributes:
        numbers: plain JSON (numbers, texts, lists, dictionaries), written as `results/<name>.json`.
        arrays: the arguments of the figure's `draw`, written as `results/<name>.npz`.
    """

    numbers: dict = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)


def over_seeds(values: Iterable[float] | Iterable[Mapping]) -> dict:
    """`mean`, `std` (of the sample; None for one value), `min` and `max` of a value measured once a seed.

    Where each seed gives a mapping, nested or not, the same mapping with these four for each of its values.
    """
    values = list(values)
    if isinstance(values[0], Mapping):
        return {name: over_seeds(value[name] for value in values) for name in values[0]}
    values = [float(value) for value in values]  # of an array, too
    std = stdev(values) if len(values) > 1 else None
    return {"mean": fmean(values), "std": std, "min": min(values), "max": max(values)}


def spread_interval(std: float, seeds: int, confidence: float = 0.95) -> tuple[float, float]:
    """Between what a standard deviation of normal values lies, as (low, high): `(n - 1) s² / σ²` is chi-squared.

    Args:
        std: s, of the sample, with n - 1.
        seeds: n, how many values there were, at least two.

    Raises:
        ValueError: one value tells nothing of its spread.
    """
    from scipy.stats import chi2  # who only exports a notebook has none

    if seeds < 2:
        raise ValueError(f"{seeds} value tells nothing of a spread")
    tail = (1 - confidence) / 2
    low, high = (std * math.sqrt((seeds - 1) / chi2.isf(part, seeds - 1)) for part in (tail, 1 - tail))
    return float(low), float(high)


def wilson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a share, by Wilson's score (E. B. Wilson, 1927), as (low, high) in [0, 1].

    Raises:
        ValueError: there are no trials, or more successes than trials.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} successes of {trials} trials")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, spread = successes / trials, z * z / trials
    centre = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / trials + spread / trials / 4)
    return max(0.0, (centre - half) / (1 + spread)), min(1.0, (centre + half) / (1 + spread))
