"""A kernel on its way to Sobel's: what it is after some steps."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

COLOURS = {1: style.NETWORK_COLOURS["b"], -1: style.NETWORK_COLOURS["a"]}  # of positive weights and of negative ones
STRONGEST = 0.6  # opacity of the largest weight; ink is still read on it


@style.lecture()
def draw(*, steps: Integer[" n"], kernels: Float["n h w"]) -> style.Figure:
    """Draw each kernel as coloured squares with its weights written in them; what has no colour is zero.

    Args:
        steps: of the optimiser.
        kernels: the weights after each.
    """
    figure = style.figure(height=1.75)
    largest = float(np.abs(kernels).max())
    height, width = kernels.shape[1:]
    for axes, step, kernel in zip(figure.subplots(1, len(steps)), steps, kernels, strict=True):
        axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
        axes.set_axis_off()
        for (row, column), weight in np.ndenumerate(kernel):
            shade = STRONGEST * abs(weight) / largest
            colour = COLOURS[-1 if weight < 0 else 1]
            style.shade(axes, (column, row), 1, 1, colour, shade)
            text = style.number(round(float(weight), 1) + 0.0, 1)
            axes.text(column + 0.5, row + 0.5, text, ha="center", va="center")
        style.frame(axes, (0, 0), height, width)
        axes.set_title(f"шаг {style.number(int(step))}", loc="center")
    return figure
