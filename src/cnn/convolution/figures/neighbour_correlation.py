"""Neighbouring pixels are alike: correlation of two pixels against their distance."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

LINES = {"photo": "-", "digits": (0, (5, 2)), "shuffled": (0, (1, 1.5))}


READS = "photograph"


@style.lecture()
def draw(*, photo: np.ndarray, digits: np.ndarray, shuffled: np.ndarray) -> Figure:
    """Draw the three curves.

    Args:
        photo, digits, shuffled: (N,) float in [−1, 1], the correlation at the distances 0, 1, … pixels in a
            photograph, in MNIST's digits, and in the photograph with its pixels in a random order.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or a value is no correlation.
    """
    curves = {"photo": photo, "digits": digits, "shuffled": shuffled}
    for name, curve in curves.items():
        curves[name] = arguments.array(curve, name, (None,))
        if not (np.abs(curves[name]) <= 1 + 1e-9).all():
            raise ValueError(f"{name}: a correlation lies between −1 and 1")
    figure = style.figure(height=3.1)
    axes = figure.add_subplot()
    axes.grid(True)
    axes.axhline(0, color=style.INK, linewidth=0.7)
    for name, curve in curves.items():
        axes.plot(curve, color=style.INK, linestyle=LINES[name], linewidth=2)
    half = len(curves["photo"]) // 2
    end = len(curves["digits"]) - 1
    axes.annotate("фотография", (half, curves["photo"][half]), (6, 8), textcoords="offset points")
    axes.annotate("изображения 28×28", (end, curves["digits"][end]), (7, -3), textcoords="offset points", va="top")
    axes.annotate(
        "фотография, пиксели перемешаны",
        (len(curves["shuffled"]) - 1, 0),
        (0, 6),
        textcoords="offset points",
        ha="right",
    )
    axes.set_xlim(0, None)
    axes.set_ylim(min(-0.2, *(curve.min() - 0.05 for curve in curves.values())), 1.04)
    axes.set_xlabel("расстояние между пикселями")
    axes.set_ylabel("корреляция яркостей")
    style.russian_ticks(axes.xaxis, axes.yaxis)
    return figure
