"""Where equivariance ends: the error against the shift, layer by layer of network A."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

LAYERS = (
    "первая свёртка, шаг 1",
    "она же с шагом 2",
    "все свёртки и субдискретизации, общий шаг 4",
    "полносвязный слой",
)

READS = "equivariance"

Errors = Float[" n"]  # in standard deviations of the layer's output


@style.lecture()
def draw(*, shifts: Integer[" n"], conv1: Errors, stride2: Errors, pool2: Errors, fc1: Errors) -> style.Figure:
    """Draw a row for each layer: its errors as bars over shifts in pixels."""
    figure = style.figure(height=4.8)
    rows = figure.subplots(len(LAYERS), 1, sharex=True)
    found = np.array([conv1, stride2, pool2, fc1])
    for axes, title, errors in zip(rows, LAYERS, found, strict=True):
        axes.bar(shifts, errors, width=0.5, color=style.NETWORK_COLOURS["a"])
        axes.plot(shifts, errors, "o", markersize=4, color=style.NETWORK_COLOURS["a"], clip_on=False)
        axes.set(title=title, ylim=(0, 1.1 * found.max()))
        axes.grid(True, axis="y")
        axes.yaxis.set_major_locator(MaxNLocator(2))
    rows[-1].set_xticks(shifts)
    rows[-1].set_xlabel("сдвиг входа, пикселей")
    rows[1].set_ylabel("ошибка эквивариантности,\nв стандартных отклонениях")
    return figure
