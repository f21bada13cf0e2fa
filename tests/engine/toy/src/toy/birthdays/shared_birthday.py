"""How likely it is that two people of a group have one birthday."""

import numpy as np

from lecture.studies.measured import Measured

READS = {"days": "config days"}
SHOWN = (10, 20, 30, 40, 50)  # people: the rows of the table


def measure(days: int, people: int) -> Measured:
    """The probability in groups of 1, 2, … people.

    Args:
        days: in a year.
        people: in the largest group.

    Returns:
        Numbers: `days`; `half`, the smallest group where a shared birthday is more likely than not, and its
        `probability`; `rows`, some groups. Arrays: `people` and `probability`, (people,).
    """
    found = probability(np.arange(1, people + 1), days)
    half = int((found >= 0.5).argmax())
    rows = [{"people": count, "probability": float(found[count - 1])} for count in SHOWN if count <= people]
    return Measured(
        {"days": days, "half": half + 1, "probability": float(found[half]), "rows": rows},
        {"people": np.arange(1, people + 1), "probability": found},
    )


def probability(people: np.ndarray, days: int) -> np.ndarray:
    """Of a shared birthday in groups of so many people; shaped as `people`."""
    different = np.cumprod(1 - np.arange(people.max()) / days)
    return 1 - different[people - 1]
