"""Neighbouring pixels are alike: correlation of two pixels against their distance."""

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure

from cnn.drawing import style

LINES = {"photo": "-", "digits": (0, (5, 2)), "shuffled": (0, (1, 1.5))}


READS = "photograph"


@style.lecture()
def draw(
    *,
    photo: Float[np.ndarray, " distances"],
    digits: Float[np.ndarray, " _distances"],
    shuffled: Float[np.ndarray, " distances"],
) -> Figure:
    """Draw the correlation at the distances 0, 1, … pixels: in a photograph, in digits, in the photograph shuffled."""
    curves = {"photo": photo, "digits": digits, "shuffled": shuffled}
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
    style.number_ticks(axes.xaxis, axes.yaxis)
    return figure
