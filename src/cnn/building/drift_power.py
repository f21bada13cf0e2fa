"""How large a fall several seeds tell from chance: the judgement of `lecture drift`, on rebuilds that are made up."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from cnn.data.mnist import Digits
from lecture.checking.drift import Sample
from lecture.checking.simulation import alarms
from lecture.studies.measured import Arrays, Measured, over_seeds, spread_interval

FALLS = np.linspace(0, 8, 33)  # standard deviations of a training
SEEDS = {"ten": (10, 10), "three": (10, 3), "one": (10, 1), "both_three": (3, 3)}  # of the edition, of the rebuild

READS = {"networks": "config networks", "digits": "data a", "answers": "all a answers.npz"}


def measure(
    networks: Mapping[str, Mapping],
    digits: Digits,
    answers: Sequence[Arrays],
    *,
    rebuilds: int,
    unchanged: int,
    fall: float,
    points: float,
) -> Measured:
    """Rebuild with other seeds, with one network's mean accuracy lower by more and more, and count the alarms.

    What is tested together is the accuracy of every network, as the edition's `headline` has them. Accuracies are
    normal, in units of their own standard deviation, so the curves don't depend on which they are. What a fall is in
    these units does: that of network A is taken from its trainings in this build, and since they are few, from both
    ends of what their spread may be as well.

    Args:
        networks: of the lecture, by name.
        digits: the test set is read.
        answers: of network A, one training after another.
        rebuilds: for each fall.
        unchanged: rebuilds of an edition in which nothing falls.
        fall: the one that is named, in standard deviations of a training.
        points: the fall of network A's accuracy that is named, in [0, 1].

    Returns:
        Numbers: `false_alarms`, the share of unchanged rebuilds in which any accuracy is said to have moved, ten seeds
        against ten; for each of SEEDS `found`, the share of rebuilds in which `fall` is found, and `smallest`, the
        least fall, in standard deviations, that is found in nine of ten, or None if none of FALLS is; `fall`,
        `compared`, how many accuracies, `rebuilds`, `unchanged`; `of_a`, as `_of_points` tells.
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
    accuracies = [float((each["trained"].argmax(axis=1) == digits.test_labels).mean()) for each in answers]
    of_a = _of_points(points, accuracies, lambda lower: share(SEEDS["ten"], lower))
    return Measured(
        numbers | counted | {"false_alarms": false_alarms, "of_a": of_a},
        {"falls": FALLS, "found": found, "seeds": np.array(list(SEEDS.values()))},
    )


def _of_points(points: float, accuracies: Sequence[float], found: Callable[[float], float]) -> dict:
    """How often a fall of an accuracy is found, by the spread of its trainings.

    Args:
        points: the fall, in [0, 1].
        accuracies: of the trainings.
        found: the share of rebuilds in which a fall is found that is given in standard deviations.

    Returns:
        `points`; `seeds`, how many trainings tell the `spread`, in [0, 1], and its 95 % interval from `low` to `high`;
        `found`, `found_low`, `found_high`, the shares at these three. None of what equal trainings or one don't tell.
    """
    told = {"points": points, "seeds": len(accuracies)}
    spread = over_seeds(accuracies)["std"]
    if not spread:
        return told | dict.fromkeys(("spread", "low", "high", "found", "found_low", "found_high"))
    low, high = spread_interval(spread, len(accuracies))
    widths = {"": spread, "_low": low, "_high": high}
    shares = {f"found{name}": found(points / width) for name, width in widths.items()}
    return told | {"spread": spread, "low": low, "high": high} | shares


def _first(curve: np.ndarray, level: float) -> float | None:
    """Where a curve over FALLS comes to a level, between two of them on a straight line."""
    above = np.flatnonzero(curve >= level)
    if not len(above):
        return None
    between = slice(max(above[0] - 1, 0), above[0] + 1)
    return float(np.interp(level, curve[between], FALLS[between]))
