"""The probability of a shared birthday against the size of the group."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style


@style.lecture()
def draw(*, people: np.ndarray, probability: np.ndarray) -> Figure:
    """Draw the curve; arguments as `measure` gives them."""
    figure = style.figure(height=2.6)
    axes = figure.subplots()
    axes.plot(people, probability, marker=".")
    axes.axhline(0.5, linestyle=":")
    axes.set_xlabel("people in the group")
    axes.set_ylabel("probability")
    return figure
