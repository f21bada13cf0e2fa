"""Max-pooling of 4×4 numbers by hand: one window, two strides, and what is left."""

from collections.abc import Collection

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer

WINDOW = 2
STRONG = 0.28  # opacity of a cell that is looked at; ink is still read on it


def grid(
    axes: style.Axes,
    corner: tuple[float, float],
    values: np.ndarray,
    title: str = "",
    marked: Collection[tuple[int, int]] = (),
    colour: str = style.VARIANT_COLOURS["with"],
) -> None:
    """Draw a table of whole numbers, a cell a unit wide, with y pointing down.

    Args:
        corner: the left upper one, x and y.
        values: (H, W) int.
        title: above the table.
        marked: the cells (row, column) that are shaded.
    """
    x, y = corner
    for (row, column), value in np.ndenumerate(values):
        style.frame(axes, (x + column, y + row), 1, 1)
        if (row, column) in marked:
            style.shade(axes, (x + column, y + row), 1, 1, colour, STRONG)
        weight = 600 if (row, column) in marked else 400
        middle = (x + column + 0.5, y + row + 0.5)
        axes.text(*middle, style.number(int(value)), ha="center", va="center_baseline", fontweight=weight)
    axes.text(x + values.shape[1] / 2, y - 0.3, title, ha="center", va="bottom")


def arrow(axes: style.Axes, start: tuple[float, float], end: tuple[float, float], xycoords: str = "data") -> None:
    """An arrow in ink from place to place."""
    look = {"arrowstyle": "-|>", "color": style.INK, "linewidth": 0.9, "mutation_scale": 9, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, xycoords=xycoords, arrowprops=look)


@style.lecture()
def draw(*, example: Integer["4 4"], stride_1: Integer["3 3"], stride_2: Integer["2 2"]) -> style.Figure:
    """Draw the input in the middle, the maxima with stride 1 on its left and with stride 2 on its right.

    One window of each stride is framed in the input, and its maximum shaded where it comes from and goes to.
    """
    axes = style.canvas(2.15, xlim=(0, 18.1), ylim=(5.3, 0), aspect="equal")
    last = {1: (0, 2), 2: (1, 1)}
    grid(axes, (7.3, 1), example, "вход 4×4", [winner(example, stride, *last[stride]) for stride in last])
    grid(axes, (0.3, 1.5), stride_1, "шаг 1: 3×3", [last[1]])
    grid(axes, (15.8, 2), stride_2, "шаг 2: 2×2", [last[2]])
    for stride, (row, column) in last.items():
        look = {"alpha": 1, "linewidth": 1.8, "linestyle": "-" if stride == 1 else (0, (3, 1.5))}
        style.frame(axes, (7.3 + column * stride, 1 + row * stride), WINDOW, WINDOW, **look)
    arrow(axes, (6.7, 3), (3.9, 3))
    arrow(axes, (11.9, 3), (15.2, 3))
    axes.text(5.3, 3.35, "окно 2×2", ha="center", va="top")
    axes.text(13.55, 3.35, "окно 2×2", ha="center", va="top")
    return axes.figure


def winner(values: np.ndarray, stride: int, row: int, column: int) -> tuple[int, int]:
    """Row and column, in the whole table, of the first maximum of the window that the output (row, column) sees."""
    top, left = row * stride, column * stride
    i, j = np.unravel_index(values[top : top + WINDOW, left : left + WINDOW].argmax(), (WINDOW, WINDOW))
    return top + int(i), left + int(j)
