"""How likely it is that two people of a group have one birthday."""

import numpy as np

from lecture.studies.measured import Measured

DAYS = 365  # in a year; leap years are left out


def measure(people: int) -> Measured:
    """The probability in groups of 1, 2, … `people`; `half` is the smallest group where it is one half or more."""
    groups = np.arange(1, people + 1)
    shared = 1 - np.cumprod(1 - (groups - 1) / DAYS)
    half = int((shared >= 0.5).argmax())
    return Measured(
        numbers={"half": half + 1, "probability": float(shared[half])},
        arrays={"groups": groups, "shared": shared},
    )
