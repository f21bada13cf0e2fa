"""Two convolutions 3×3 in the place of one 5×5: what they see, and how they learn."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float

SIGNS = {"small": "with", "large": "without"}  # keys of the style
NAMES = {"small": "две свёртки 3×3", "large": "одна свёртка 5×5"}
ERROR_TICKS = (1, 2, 3, 5, 10, 20, 30, 50, 90)  # per cent
FLOOR = 0.5  # per cent; a logarithmic scale has no place for a network without errors


@style.lecture()
def draw(*, small: Float["epochs seeds"], large: Float["epochs seeds"]) -> style.Figure:
    """Draw which places one output sees, along one axis, and the accuracy by epoch, a faint line for each seed.

    Args:
        small, large: accuracies in [0, 1] before training and after each epoch.
    """
    figure = style.figure(height=3.3)
    panels = figure.subplot_mosaic([["small", "learning"], ["large", "learning"]], width_ratios=(1, 1.25))
    scheme(panels["small"], (3, 3), "small")
    scheme(panels["large"], (5,), "large")
    axes = panels["learning"]
    for name, values in {"small": small, "large": large}.items():
        style.seeds(axes, np.arange(len(values)), 100 * (1 - values).clip(min=FLOOR / 100), style.side(SIGNS[name]))
    axes.set(yscale="log", xlabel="эпоха", title="доля верных ответов на тесте, %")
    axes.invert_yaxis()
    style.number_ticks(axes.yaxis, shown=lambda error: 100 - error, at=ERROR_TICKS)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(True)
    return figure


def scheme(axes: style.Axes, kernels: tuple[int, ...], name: str) -> None:
    """Draw rows of places, the input at the bottom, and the lines from one output down to all that it sees.

    Args:
        kernels: the sides of the kernels, from the output down.
        name: a key of `SIGNS`.
    """
    colour, marker = style.VARIANT_COLOURS[SIGNS[name]], style.VARIANT_MARKERS[SIGNS[name]]
    reaches = np.cumsum([0, *(kernel // 2 for kernel in kernels)])  # of each row to both sides of its middle
    heights = np.arange(len(kernels), -1, -1) * 2 / len(kernels)
    for reach, kernel, y in zip(reaches, kernels, heights, strict=False):
        for place in range(-reach, reach + 1):
            for seen in range(place - kernel // 2, place + kernel // 2 + 1):
                axes.plot([place, seen], [y, y - 2 / len(kernels)], color=colour, linewidth=1, alpha=0.7, zorder=1)
    for reach, y in zip(reaches, heights, strict=True):
        places = np.arange(-reach, reach + 1)
        axes.plot(places, np.full(len(places), y), marker, color=colour, markersize=7, zorder=2)
    axes.set_axis_off()
    axes.text(-0.5, 2, "выход", ha="right", va="center")
    axes.text(-2.5, 0, "вход", ha="right", va="center")
    axes.set(xlim=(-4, 2.5), ylim=(-0.3, 2.3), title=NAMES[name])
