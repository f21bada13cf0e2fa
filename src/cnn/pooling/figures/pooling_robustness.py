"""Accuracy on shifted and on rotated digits, with and without max-pooling."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing import arguments

NAMES = {"with": "max-pooling", "without": "свёртка с шагом 2"}


@style.lecture()
def draw(
    *,
    shift_amounts: np.ndarray,
    shift_with: np.ndarray,
    shift_without: np.ndarray,
    rotation_amounts: np.ndarray,
    rotation_with: np.ndarray,
    rotation_without: np.ndarray,
) -> Figure:
    """Draw a panel for shifts and one for rotations: a faint line for each seed, a bold one for the mean.

    Args:
        shift_amounts: (N,) int, pixels, from 0.
        shift_with, shift_without: (N, seeds) in [0, 1], accuracy of the network with and without max-pooling.
        rotation_amounts: (M,) int, degrees, from 0.
        rotation_with, rotation_without: (M, seeds) in [0, 1].

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or an accuracy is not in [0, 1].
    """
    panels = {
        "shift": (shift_amounts, {"with": shift_with, "without": shift_without}),
        "rotation": (rotation_amounts, {"with": rotation_with, "without": rotation_without}),
    }
    figure = style.figure(height=3.1)
    titles = {"shift": "сдвиг", "rotation": "поворот"}
    units = {"shift": "пикселей", "rotation": "градусов"}
    for axes, (motion, (amounts, accuracies)) in zip(figure.subplots(1, 2, sharey=True), panels.items(), strict=True):
        amounts = arguments.array(amounts, f"{motion}_amounts", (None,))
        for variant, values in accuracies.items():
            values = arguments.array(values, f"{motion}_{variant}", (len(amounts), None))
            if not ((values >= 0) & (values <= 1)).all():
                raise ValueError(f"{motion}_{variant}: expected accuracies in [0, 1]")
            lines(axes, amounts, 100 * values, variant)
        axes.set_title(titles[motion])
        axes.set_xlabel(units[motion])
        axes.set_xticks(amounts if motion == "shift" else amounts[::2])
        axes.set_ylim(0, 102)
        axes.grid(True)
        axes.yaxis.set_major_locator(MultipleLocator(20))
        style.russian_ticks(axes.xaxis, axes.yaxis)
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
