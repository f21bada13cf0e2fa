"""Вероятность того, что у двух людей в группе один день рождения."""

import numpy as np

from lecture.studies.measured import Measured

DAYS = 365  # в году; високосные не считаем


def measure(people: int) -> Measured:
    """Вероятность в группах из 1, 2, … `people` человек; `half` — наименьшая группа, где она не меньше 1/2."""
    groups = np.arange(1, people + 1)
    shared = 1 - np.cumprod(1 - (groups - 1) / DAYS)
    half = int((shared >= 0.5).argmax())
    return Measured(
        numbers={"half": half + 1, "probability": float(shared[half])},
        arrays={"groups": groups, "shared": shared},
    )
