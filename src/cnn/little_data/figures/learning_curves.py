"""Accuracy against the number of examples, as the figures of this subject draw it."""

import numpy as np

from cnn.drawing import style

NAME_GAP = 6.5  # percentage points between two names at the ends of lines


def size_axis(axes: style.Axes, examples: np.ndarray) -> None:
    """A logarithmic axis with a tick at each size, and one of per cent."""
    axes.set_xscale("log")
    axes.grid(True)
    style.number_ticks(axes.xaxis, at=examples)
    style.number_ticks(axes.yaxis, unit="\N{NO-BREAK SPACE}%")


def apart(places: np.ndarray, gap: float) -> np.ndarray:
    """Places (N,), each moved as little as keeps them in their order and `gap` apart."""
    order = np.argsort(places)
    steps = np.arange(len(places)) * gap
    wanted = places[order] - steps
    # the nearest rising sequence: means of the runs that would fall
    runs: list[list[float]] = []
    for value in wanted:
        runs.append([value])
        while len(runs) > 1 and np.mean(runs[-2]) > np.mean(runs[-1]):
            runs[-2:] = [runs[-2] + runs[-1]]
    moved = np.empty(len(places))
    moved[order] = np.concatenate([np.full(len(run), np.mean(run)) for run in runs]) + steps
    return moved
