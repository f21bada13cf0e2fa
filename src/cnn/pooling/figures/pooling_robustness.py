"""Accuracy on shifted and on rotated digits, with and without max-pooling."""

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

LINES = {
    "with": style.side("with") | {"label": "max-pooling"},
    "without": style.side("without") | {"label": "свёртка с шагом 2"},
    # the remedy has the colour of what it mends
    "blur": style.side("with") | {"label": "max-pooling с размытием", "linestyle": ":"},
}
PANELS = (("shift", "сдвиг", "пикселей", 1), ("rotation", "поворот", "градусов", 2))


@style.lecture()
def draw(
    *, shift_amounts: Integer[" n"], rotation_amounts: Integer[" m"], **accuracies: Float["_amounts seeds"]
) -> style.Figure:
    """Draw a panel for shifts and one for rotations: a faint line for each seed, a bold one for the mean.

    Args:
        shift_amounts, rotation_amounts: pixels and degrees, from 0.
        accuracies: in [0, 1], under `shift_with` and so on, for all `LINES`: with max-pooling, without it, with a blur.
    """
    amounts = {"shift": shift_amounts, "rotation": rotation_amounts}
    panels = style.panels(3.1, 1, 2, sharey=True, grid="both")
    for axes, (motion, title, unit, every) in zip(panels, PANELS, strict=True):
        for variant, look in LINES.items():
            style.seeds(axes, amounts[motion], 100 * accuracies[f"{motion}_{variant}"], look)
        axes.set(title=title, xlabel=unit, xticks=amounts[motion][::every], ylim=(0, 102), yticks=range(0, 101, 20))
    panels[0].set_ylabel("доля верных ответов, %")
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return axes.figure
