"""Where equivariance ends: the error against the shift, layer by layer of network A."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

NETWORK = "a"
LAYERS = {  # name: what it is called, line, marker
    "conv1": ("первая свёртка, шаг 1", "-", "o"),
    "stride2": ("она же с шагом 2", (0, (5, 2)), "s"),
    "pool2": ("все свёртки и субдискретизации, общий шаг 4", (0, (2, 1.5)), "D"),
    "fc1": ("полносвязный слой", "-.", "X"),
}


READS = "equivariance"


@style.lecture()
def draw(*, shifts: np.ndarray, conv1: np.ndarray, stride2: np.ndarray, pool2: np.ndarray, fc1: np.ndarray) -> Figure:
    """Draw one line for each layer.

    Args:
        shifts: (N,) int, pixels.
        conv1, stride2, pool2, fc1: (N,) float >= 0, errors in standard deviations of the layer's output.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or an error is negative.
    """
    shifts = arguments.array(shifts, "shifts", (None,))
    figure = style.figure(height=3.5)
    axes = figure.add_subplot()
    axes.grid(True)
    for (name, (title, line, marker)), errors in zip(LAYERS.items(), (conv1, stride2, pool2, fc1), strict=True):
        errors = arguments.array(errors, name, shifts.shape)
        if not (errors >= 0).all():
            raise ValueError(f"{name}: an error can't be negative")
        axes.plot(
            shifts,
            errors,
            color=style.NETWORK_COLOURS[NETWORK],
            linestyle=line,
            marker=marker,
            markersize=6,
            label=title,
            clip_on=False,
            zorder=3,
        )
    axes.set_xlim(shifts.min(), shifts.max())
    axes.set_ylim(0, None)
    axes.set_xticks(shifts)
    axes.set_xlabel("сдвиг входа, пикселей")
    axes.set_ylabel("ошибка эквивариантности,\nв стандартных отклонениях")
    style.russian_ticks(axes.xaxis, axes.yaxis)
    figure.legend(loc="outside upper left", ncols=2, handlelength=3.2)
    return figure
