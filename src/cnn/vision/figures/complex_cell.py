"""A simple cell and a complex one: how their answers depend on a bar's place and on its angle."""

import numpy as np
from matplotlib.patches import Ellipse

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, Real

CELLS = {"простая": {"linewidth": 2}, "сложная": {"linewidth": 2, "linestyle": (0, (3.5, 1.6))}}
ANGLES = (0, 45, 90, 135, 180)  # degrees


@style.lecture()
def draw(
    *,
    outline: Integer["2"],
    places: Real[" cells"],
    shifts: Real[" shifts"],
    turns: Real[" turns"],
    shifted: Float["2 shifts"],
    turned: Float["2 turns"],
) -> style.Figure:
    """Draw both receptive fields, and the answers to a shifted bar and to a turned one.

    Args:
        outline: pixels, width and height of the receptive field of a simple cell.
        places: pixels, the centres of the simple cells that feed the complex one; 0 is among them.
        shifts, turns: of the bar, in pixels and in degrees, increasing.
        shifted, turned: in [0, 1]: the answers of the simple cell, then of the complex one.
    """
    cells, by_shift, by_turn = style.panels(3.2, 1, 3, width_ratios=(0.62, 1, 1))
    receptive_fields(cells, outline, places)
    for (name, line), moved, spun in zip(CELLS.items(), shifted, turned, strict=True):
        by_shift.plot(shifts, moved, label=name, **line)
        by_turn.plot(turns, spun, label=name, **line)
    for axes in (by_shift, by_turn):
        axes.set(ylim=(0, 1.06))
        axes.grid(True, axis="y")
        style.number_ticks(axes.yaxis, at=(0, 0.5, 1))
    style.number_ticks(by_turn.xaxis, at=ANGLES, unit="°")
    by_shift.set(title="полоску сдвигают", xlabel="сдвиг, пиксели", ylabel="ответ клетки")
    by_turn.set(title="полоску поворачивают", xlabel="наклон полоски")
    return axes.figure


def receptive_fields(axes: style.Axes, outline: np.ndarray, places: np.ndarray) -> None:
    """Draw the outlines of the receptive fields, and a sample of the line of each cell."""
    axes.set_axis_off()
    width, height = outline
    row = height + 20  # pixels: between the cells
    axes.set(aspect="equal", xlim=(-width, width), ylim=(-1.5 * row + 6, row / 2 + 2))
    for i, ((name, line), centres) in enumerate(zip(CELLS.items(), ([0], places), strict=True)):
        y = -i * row
        for x in centres:
            axes.add_patch(Ellipse((x, y), width, height, fill=False, edgecolor=style.INK, linewidth=1))
        axes.text(0, y + height / 2 + 1, name, ha="center", va="bottom", fontweight=600)
        axes.plot((-width, width), (y - height / 2 - 4,) * 2, **line)
