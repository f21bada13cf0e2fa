"""Two convolutions 3×3 in the place of one 5×5: what they see, and how they learn."""

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator

from cnn.drawing import style

SIGNS = {"small": "with", "large": "without"}  # keys of the style
NAMES = {"small": "две свёртки 3×3", "large": "одна свёртка 5×5"}
ERROR_TICKS = (1, 2, 3, 5, 10, 20, 30, 50, 90)  # per cent
FLOOR = 0.5  # per cent; a logarithmic scale has no place for a network without errors


@style.lecture()
def draw(*, small: Float[np.ndarray, "epochs seeds"], large: Float[np.ndarray, "epochs seeds"]) -> Figure:
    """Draw which places one output sees, along one axis, and the accuracy by epoch, a faint line for each seed.

    Args:
        small, large: accuracies in [0, 1] before training and after each epoch.
    """
    curves = {"small": small, "large": large}

    figure = style.figure(height=3.3)
    panels = figure.subplot_mosaic([["small", "learning"], ["large", "learning"]], width_ratios=(1, 1.25))
    scheme(panels["small"], (3, 3), "small")
    scheme(panels["large"], (5,), "large")
    axes = panels["learning"]
    for name, values in curves.items():
        sign = SIGNS[name]
        colour = style.VARIANT_COLOURS[sign]
        errors = 100 * (1 - values).clip(min=FLOOR / 100)
        if errors.shape[1] > 1:
            axes.plot(errors, color=colour, alpha=0.45, linewidth=0.8)
        look = {"color": colour, "marker": style.VARIANT_MARKERS[sign], "linewidth": 2, "markersize": 5}
        axes.plot(errors.mean(axis=1), style.VARIANT_LINES[sign], **look)
    axes.set_yscale("log")
    axes.invert_yaxis()
    axes.yaxis.set_major_locator(FixedLocator(ERROR_TICKS))
    axes.yaxis.set_minor_locator(FixedLocator([]))
    style.number_ticks(axes.yaxis, shown=lambda error: 100 - error)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("эпоха")
    axes.set_title("доля верных ответов на тесте, %")
    axes.grid(True)
    return figure


def scheme(axes: Axes, kernels: tuple[int, ...], name: str) -> None:
    """Draw rows of places, the input at the bottom, and the lines from one output down to all that it sees.

    Args:
        axes: where to draw.
        kernels: the sides of the kernels, from the output down.
        name: a key of `SIGNS`.
    """
    colour = style.VARIANT_COLOURS[SIGNS[name]]
    places, rows = np.array([0]), len(kernels) + 1
    for depth, kernel in enumerate(kernels):
        below = np.arange(places[0] - kernel // 2, places[-1] + kernel // 2 + 1)
        y = (rows - 1 - depth) * 2 / len(kernels)
        for place in places:
            for seen in range(place - kernel // 2, place + kernel // 2 + 1):
                axes.plot([place, seen], [y, y - 2 / len(kernels)], color=colour, linewidth=1, alpha=0.7, zorder=1)
        places = below
    places = np.array([0])
    for depth in range(rows):
        y = (rows - 1 - depth) * 2 / len(kernels)
        axes.plot(
            places, np.full(len(places), y), style.VARIANT_MARKERS[SIGNS[name]], color=colour, markersize=7, zorder=2
        )
        if depth < len(kernels):
            half = kernels[depth] // 2
            places = np.arange(places[0] - half, places[-1] + half + 1)
    axes.set_axis_off()
    for y, text in ((2, "выход"), (0, "вход")):
        axes.text(-2.5 if y == 0 else -0.5, y, text, ha="right", va="center")
    axes.set_xlim(-4, 2.5)
    axes.set_ylim(-0.3, 2.3)
    axes.set_title(NAMES[name])
