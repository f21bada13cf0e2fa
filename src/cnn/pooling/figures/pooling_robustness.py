"""Accuracy on shifted and on rotated digits, with and without max-pooling."""

import numpy as np
from jaxtyping import Float, Integer
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from cnn.drawing import style

NAMES = {"with": "max-pooling", "without": "свёртка с шагом 2"}


@style.lecture()
def draw(
    *,
    shift_amounts: Integer[np.ndarray, " shifts"],
    shift_with: Float[np.ndarray, "shifts seeds"],
    shift_without: Float[np.ndarray, "shifts seeds"],
    rotation_amounts: Integer[np.ndarray, " turns"],
    rotation_with: Float[np.ndarray, "turns seeds"],
    rotation_without: Float[np.ndarray, "turns seeds"],
) -> Figure:
    """Draw a panel for shifts and one for rotations: a faint line for each seed, a bold one for the mean.

    Args:
        shift_amounts, rotation_amounts: pixels and degrees, from 0.
        shift_with, shift_without, rotation_with, rotation_without: accuracies in [0, 1] of the network with and without
            max-pooling.
    """
    panels = {
        "shift": (shift_amounts, {"with": shift_with, "without": shift_without}),
        "rotation": (rotation_amounts, {"with": rotation_with, "without": rotation_without}),
    }
    figure = style.figure(height=3.1)
    titles = {"shift": "сдвиг", "rotation": "поворот"}
    units = {"shift": "пикселей", "rotation": "градусов"}
    for axes, (motion, (amounts, accuracies)) in zip(figure.subplots(1, 2, sharey=True), panels.items(), strict=True):
        for variant, values in accuracies.items():
            lines(axes, amounts, 100 * values, variant)
        axes.set_title(titles[motion])
        axes.set_xlabel(units[motion])
        axes.set_xticks(amounts if motion == "shift" else amounts[::2])
        axes.set_ylim(0, 102)
        axes.grid(True)
        axes.yaxis.set_major_locator(MultipleLocator(20))
        style.number_ticks(axes.xaxis, axes.yaxis)
    figure.axes[0].set_ylabel("доля верных ответов, %")
    handles, names = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside upper center", ncols=2)
    return figure


def lines(axes: Axes, x: np.ndarray, values: np.ndarray, variant: str) -> None:
    """Draw the seeds faintly and their mean boldly.

    Args:
        axes: where to draw.
        x: (N,).
        values: (N, seeds).
        variant: a key of `style.VARIANT_COLOURS`.
    """
    colour, dash = style.VARIANT_COLOURS[variant], style.VARIANT_LINES[variant]
    if values.shape[1] > 1:
        axes.plot(x, values, color=colour, alpha=0.45, linewidth=0.8)
    marker = style.VARIANT_MARKERS[variant]
    axes.plot(
        x, values.mean(axis=1), dash, color=colour, marker=marker, linewidth=2, markersize=5, label=NAMES[variant]
    )
