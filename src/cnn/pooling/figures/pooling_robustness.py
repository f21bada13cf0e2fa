"""Accuracy on shifted and on rotated digits, with and without max-pooling."""

from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

NAMES = {"with": "max-pooling", "without": "свёртка с шагом 2", "blur": "max-pooling с размытием"}
LINES = {"blur": ("with", ":")}  # the remedy has the colour of what it mends

Shifts, Turns = Float["shifts seeds"], Float["turns seeds"]  # accuracies in [0, 1]


@style.lecture()
def draw(
    *,
    shift_amounts: Integer[" shifts"],
    shift_with: Shifts,
    shift_without: Shifts,
    shift_blur: Shifts,
    rotation_amounts: Integer[" turns"],
    rotation_with: Turns,
    rotation_without: Turns,
    rotation_blur: Turns,
) -> style.Figure:
    """Draw a panel for shifts and one for rotations: a faint line for each seed, a bold one for the mean.

    Args:
        shift_amounts, rotation_amounts: pixels and degrees, from 0.
        shift_with, shift_without, shift_blur: of the network with max-pooling, without it, and with a blur behind it.
        rotation_with, rotation_without, rotation_blur: the same.
    """
    panels = (
        ("сдвиг", "пикселей", 1, shift_amounts, shift_with, shift_without, shift_blur),
        ("поворот", "градусов", 2, rotation_amounts, rotation_with, rotation_without, rotation_blur),
    )
    figure = style.figure(height=3.1)
    for axes, (title, unit, every, amounts, *accuracies) in zip(
        figure.subplots(1, 2, sharey=True), panels, strict=True
    ):
        for sign, values in zip(NAMES, accuracies, strict=True):
            side, line = LINES.get(sign, (sign, None))
            style.seeds(axes, amounts, 100 * values, side, NAMES[sign], line)
        axes.set(title=title, xlabel=unit, xticks=amounts[::every], ylim=(0, 102))
        axes.grid(True)
        axes.yaxis.set_major_locator(MultipleLocator(20))
    figure.axes[0].set_ylabel("доля верных ответов, %")
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return figure
