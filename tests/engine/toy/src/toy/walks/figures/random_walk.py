"""The distance of random walks against the number of steps."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style


@style.lecture()
def draw(*, steps: np.ndarray, distances: np.ndarray) -> Figure:
    """Draw a line for each seed beside the square root; arguments as `summarise` gives them."""
    figure = style.figure(height=2.8)
    axes = figure.subplots()
    for row in distances:
        axes.loglog(steps, row, marker="o", alpha=0.6)
    axes.loglog(steps, np.sqrt(steps), linestyle=":", label="square root")
    axes.set_xlabel("steps")
    axes.set_ylabel("distance")
    axes.legend()
    return figure
