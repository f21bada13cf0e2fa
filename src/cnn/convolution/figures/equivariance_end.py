"""Where equivariance ends: the error against the shift, layer by layer of network A."""

import numpy as np
from jaxtyping import Float, Integer

from cnn.drawing import style

NETWORK = "a"
LAYERS = (  # what it is called, line, marker
    ("первая свёртка, шаг 1", "-", "o"),
    ("она же с шагом 2", (0, (5, 2)), "s"),
    ("все свёртки и субдискретизации, общий шаг 4", (0, (2, 1.5)), "D"),
    ("полносвязный слой", "-.", "X"),
)

READS = "equivariance"

Errors = Float[np.ndarray, " n"]  # in standard deviations of the layer's output


@style.lecture()
def draw(
    *, shifts: Integer[np.ndarray, " n"], conv1: Errors, stride2: Errors, pool2: Errors, fc1: Errors
) -> style.Figure:
    """Draw one line for each layer: its errors against shifts in pixels."""
    axes = style.panel(height=3.5)
    axes.grid(True)
    for (title, line, marker), errors in zip(LAYERS, (conv1, stride2, pool2, fc1), strict=True):
        look = {"color": style.NETWORK_COLOURS[NETWORK], "linestyle": line, "marker": marker, "markersize": 6}
        axes.plot(shifts, errors, **look, label=title, clip_on=False, zorder=3)
    axes.set(xlim=(shifts.min(), shifts.max()), ylim=(0, None), xticks=shifts, xlabel="сдвиг входа, пикселей")
    axes.set_ylabel("ошибка эквивариантности,\nв стандартных отклонениях")
    style.number_ticks(axes.xaxis, axes.yaxis)
    axes.figure.legend(loc="outside upper left", ncols=2, handlelength=3.2)
    return axes.figure
