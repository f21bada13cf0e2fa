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
