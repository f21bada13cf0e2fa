"""The way back: a convolution spreads its gradient over windows, max-pooling hands it to the winners."""

import numpy as np

from cnn.drawing import style
from cnn.pooling.figures.max_pooling import arrow, grid
from lecture.drawing.contract import Integer


@style.lecture()
def draw(
    *,
    kernel: Integer["3 3"],
    kernel_gradient: Integer["3 3"],
    kernel_result: Integer["5 5"],
    maps: Integer["4 4"],
    pooling_gradient: Integer["2 2"],
    pooling_result: Integer["4 4"],
) -> style.Figure:
    """Draw both examples, a row each: what comes from above, by what it is led, what goes on below.

    Args:
        kernel, kernel_gradient, kernel_result: weights, the gradient by the convolution's output, that by its input.
        maps, pooling_gradient, pooling_result: the input of the pooling, the gradient by its output, that by its input.
    """
    axes = style.canvas(4.9, xlim=(0, 18.4), ylim=(13.6, 0), aspect="equal")
    above, below = style.VARIANT_COLOURS["without"], style.VARIANT_COLOURS["with"]

    axes.text(0, 0.55, "свёртка", fontweight=600)
    sources = places(kernel_gradient)
    grid(axes, (0.2, 2.6), kernel_gradient, "градиент\nпо выходу", sources, above)
    axes.text(4.45, 4.1, "×", ha="center", va="center")
    grid(axes, (5.7, 2.6), kernel, "ядро")
    arrow(axes, (9.6, 4.1), (12.6, 4.1))
    reached = {(row + i, column + j) for row, column in sources for i, j in np.ndindex(kernel.shape)}
    grid(axes, (13.2, 1.6), kernel_result, "градиент по входу", reached, below)
    for (row, column), line in zip(sources, ("-", (0, (3, 1.5))), strict=False):
        look = {"alpha": 1, "linewidth": 1.8, "linestyle": line}
        style.frame(axes, (0.2 + column, 2.6 + row), 1, 1, **look)
        style.frame(axes, (13.2 + column, 1.6 + row), *kernel.shape, **look)

    axes.text(0, 7.9, "max-pooling", fontweight=600)
    every = list(np.ndindex(pooling_gradient.shape))
    grid(axes, (0.7, 10.1), pooling_gradient, "градиент\nпо выходу", every, above)
    arrow(axes, (3.2, 11.1), (4.7, 11.1))
    winners = places(pooling_result)
    grid(axes, (5.2, 9.1), maps, "вход и победители", winners, above)
    arrow(axes, (9.6, 11.1), (12.6, 11.1))
    grid(axes, (13.7, 9.1), pooling_result, "градиент по входу", winners, below)
    for x in (5.2, 13.7):
        for row, column in every:
            style.frame(axes, (x + 2 * column, 9.1 + 2 * row), 2, 2, alpha=1, linewidth=1.4)
    return axes.figure


def places(values: np.ndarray) -> list[tuple[int, int]]:
    """The cells (row, column) that are not zero."""
    return [(int(row), int(column)) for row, column in np.argwhere(values)]
