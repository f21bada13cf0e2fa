"""The probability of a shared birthday against the size of the group."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style


@style.lecture()
def draw(*, groups: np.ndarray, shared: np.ndarray) -> Figure:
    """Draw the arrays of the measurement of the same name."""
    figure = style.figure(height=2.6)
    axes = figure.subplots()
    axes.plot(groups, shared)
    axes.axhline(0.5, linestyle=":")
    axes.set_xlabel("человек в группе")
    axes.set_ylabel("вероятность")
    return figure
