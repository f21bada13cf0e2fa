"""How large a fall several seeds tell from chance: the judgement of `lecture drift`, on rebuilds that are made up."""

from collections.abc import Mapping

import numpy as np

from lecture.checking.drift import Sample
from lecture.checking.simulation import alarms
from lecture.studies.measured import Measured

FALLS = np.linspace(0, 8, 33)  # standard deviations of a training
SEEDS = {"ten": (10, 10), "three": (10, 3), "one": (10, 1), "both_three": (3, 3)}  # of the edition, of the rebuild

READS = {"networks": "config networks"}


def measure(networks: Mapping[str, Mapping], *, rebuilds: int, unchanged: int, fall: float) -> Measured:
    """Rebuild with other seeds, with one network's mean accuracy lower by more and more, and count the alarms.

    What is tested together is the accuracy of every network, as the edition's `headline` has them. Accuracies are
    normal, in units of their own standard deviation, so nothing depends on which they are.

    Args:
        networks: of the lecture, by name.
        rebuilds: for each fall.
        unchanged: rebuilds of an edition in which nothing falls.
        fall: the one that is named, in standard deviations of a training.

    Returns:
        Numbers: `false_alarms`, the share of unchanged rebuilds in which any accuracy is said to have moved, ten seeds
        against ten; for each of SEEDS `found`, the share of rebuilds in which `fall` is found, and `smallest`, the
        least fall, in standard deviations, that is found in nine of ten, or None if none of FALLS is; `fall`,
        `compared`, how many accuracies, `rebuilds`, `unchanged`.
        Arrays: `falls` (F,); the shares `found` (len(SEEDS), F) in [0, 1]; `seeds` (len(SEEDS), 2).
    """
    names = [f"{name}.accuracy.mean" for name in networks]
    samples = {name: Sample(float(place), 1.0, 2) for place, name in enumerate(names)}  # each a number of its own

    def share(seeds: tuple[int, int], lower: float) -> float:
        return alarms(samples, names, seeds, rebuilds=rebuilds, fall={names[0]: lower})[1][names[0]]

    found = np.array([[share(seeds, lower) for lower in FALLS] for seeds in SEEDS.values()])
    numbers = {
        name: {"found": share(seeds, fall), "smallest": _first(curve, 0.9)}
        for (name, seeds), curve in zip(SEEDS.items(), found, strict=True)
    }
    false_alarms, _ = alarms(samples, names, SEEDS["ten"], rebuilds=unchanged, seed=2)
    counted = {"compared": len(names), "rebuilds": rebuilds, "unchanged": unchanged, "fall": fall}
    return Measured(
        numbers | counted | {"false_alarms": false_alarms},
        {"falls": FALLS, "found": found, "seeds": np.array(list(SEEDS.values()))},
    )


def _first(curve: np.ndarray, level: float) -> float | None:
    """Where a curve over FALLS comes to a level, between two of them on a straight line."""
    above = np.flatnonzero(curve >= level)
    if not len(above):
        return None
    between = slice(max(above[0] - 1, 0), above[0] + 1)
    return float(np.interp(level, curve[between], FALLS[between]))
