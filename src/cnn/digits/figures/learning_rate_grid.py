"""Accuracy on a grid of learning rates and batch sizes."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

STRONGEST = 0.6  # opacity of the best cell; ink is still read on it


@style.lecture()
def draw(*, rates: Float[" rates"], batch_sizes: Integer[" sizes"], accuracy: Float["rates sizes"]) -> style.Figure:
    """Draw a cell for each training; the darker the better, the best of each batch size framed.

    Args:
        rates, batch_sizes: ascending.
        accuracy: in [0, 1]; NaN where a training failed, drawn as ×.
    """
    axes = style.panel(height=0.9 + 0.42 * len(rates))
    best = np.nan_to_num(accuracy, nan=-1).argmax(axis=0)
    for (row, column), value in np.ndenumerate(accuracy):
        failed = np.isnan(value)
        strength = 0 if failed else STRONGEST * value**2
        style.shade(axes, (column - 0.5, row - 0.5), 1, 1, style.NETWORK_COLOURS["a"], strength)
        chosen = row == best[column]
        if chosen:
            style.frame(axes, (column - 0.47, row - 0.44), 0.88, 0.94, linewidth=1.6, alpha=1)
        text = "×" if failed else style.number(100 * value, 1)
        axes.text(column, row, text, ha="center", va="center", fontweight=600 if chosen else 400)
    axes.set(xlim=(-0.5, len(batch_sizes) - 0.5), ylim=(-0.5, len(rates) - 0.5))
    axes.set_xticks(range(len(batch_sizes)), [style.number(size) for size in batch_sizes])
    axes.set_yticks(range(len(rates)), [style.number(rate) for rate in rates])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlabel="размер пакета", ylabel="скорость обучения", title="доля верных ответов на проверочной выборке, %")
    return axes.figure
