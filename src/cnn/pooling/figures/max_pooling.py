"""Max-pooling of 4×4 numbers by hand: one window, two strides, and what is left."""

from collections.abc import Collection

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer

WINDOW = 2
LOOKS = ((style.VARIANT_COLOURS["with"], "-"), (style.VARIANT_COLOURS["without"], (0, (3, 1.5))))  # of two windows
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
    """Draw a row for each stride: the input with the first two windows, and all maxima.

    A window, its maximum and where that goes have one colour; the second window is dashed.
    """
    axes = style.canvas(3.9, xlim=(0, 12.5), ylim=(10.6, 0), aspect="equal")
    for top, stride, maxima in ((1, 1, stride_1), (6.4, 2, stride_2)):
        height, width = maxima.shape
        outputs = [(0, 0), (0, 1)]
        won = [winner(example, stride, *output) for output in outputs]
        corner = (7.2, top + (4 - height) / 2)
        grid(axes, (0.3, top), example, f"окно {WINDOW}×{WINDOW}, шаг {stride}")
        grid(axes, corner, maxima, f"{height}×{width}")
        for (row, column), place, (colour, line), inset in zip(outputs, won, LOOKS, (0, 0.1), strict=True):
            shade(axes, (0.3, top), place, colour)
            shade(axes, corner, (row, column), colour)
            side = WINDOW - 2 * inset
            begin = (0.3 + column * stride + inset, top + row * stride + inset)
            style.frame(axes, begin, side, side, edgecolor=colour, linestyle=line, alpha=1, linewidth=2)
        arrow(axes, (4.9, top + 2), (6.6, top + 2))
    return axes.figure


def shade(axes: style.Axes, corner: tuple[float, float], cell: tuple[int, int], colour: str) -> None:
    """Shade a cell (row, column) of the table whose left upper corner is (x, y)."""
    row, column = cell
    style.shade(axes, (corner[0] + column, corner[1] + row), 1, 1, colour, STRONG)


def winner(values: np.ndarray, stride: int, row: int, column: int) -> tuple[int, int]:
    """Row and column, in the whole table, of the first maximum of the window that the output (row, column) sees."""
    top, left = row * stride, column * stride
    i, j = np.unravel_index(values[top : top + WINDOW, left : left + WINDOW].argmax(), (WINDOW, WINDOW))
    return top + int(i), left + int(j)
