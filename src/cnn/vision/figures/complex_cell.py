"""A simple cell and a complex one: how their answers depend on a bar's place and on its angle."""

import numpy as np
from jaxtyping import Float, Real
from matplotlib.patches import Ellipse

from cnn.drawing import style

CELLS = {"простая": {"linewidth": 2}, "сложная": {"linewidth": 2, "linestyle": (0, (3.5, 1.6))}}
FIELD = (5, 28)  # pixels: width and height of the outline of a simple cell's receptive field
ANGLES = (0, 45, 90, 135, 180)  # degrees


@style.lecture()
def draw(
    *,
    places: Real[np.ndarray, " cells"],
    shifts: Real[np.ndarray, " shifts"],
    turns: Real[np.ndarray, " turns"],
    shifted: Float[np.ndarray, "2 shifts"],
    turned: Float[np.ndarray, "2 turns"],
) -> style.Figure:
    """Draw both receptive fields, and the answers to a shifted bar and to a turned one.

    Args:
        places: pixels, the centres of the simple cells that feed the complex one; 0 is among them.
        shifts, turns: of the bar, in pixels and in degrees, increasing.
        shifted, turned: in [0, 1]: the answers of the simple cell, then of the complex one.
    """
    figure = style.figure(height=3.2)
    cells, by_shift, by_turn = figure.subplots(1, 3, width_ratios=(0.62, 1, 1))
    receptive_fields(cells, places)
    for (name, line), moved, spun in zip(CELLS.items(), shifted, turned, strict=True):
        by_shift.plot(shifts, moved, label=name, **line)
        by_turn.plot(turns, spun, label=name, **line)
    for axes in (by_shift, by_turn):
        axes.set(ylim=(0, 1.06))
        axes.grid(True, axis="y")
        style.number_ticks(axes.yaxis, at=(0, 0.5, 1))
    style.number_ticks(by_shift.xaxis)
    style.number_ticks(by_turn.xaxis, at=ANGLES, unit="°")
    by_shift.set(title="полоску сдвигают", xlabel="сдвиг, пиксели", ylabel="ответ клетки")
    by_turn.set(title="полоску поворачивают", xlabel="наклон полоски")
    return figure


def receptive_fields(axes: style.Axes, places: np.ndarray) -> None:
    """Draw the outlines of the receptive fields, and a sample of the line of each cell."""
    axes.set_axis_off()
    axes.set(aspect="equal", xlim=(-17, 17), ylim=(-56, 42))
    for (name, line), centres, y in zip(CELLS.items(), ([0], places), (17, -35), strict=True):
        for x in centres:
            axes.add_patch(Ellipse((x, y), *FIELD, fill=False, edgecolor=style.INK, linewidth=1))
        axes.text(0, y + FIELD[1] / 2 + 1, name, ha="center", va="bottom", fontweight=600)
        axes.plot((-12, 12), (y - FIELD[1] / 2 - 3,) * 2, **line)
