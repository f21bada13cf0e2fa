"""What network A takes for what: the confusion matrix, with the errors in the foreground."""

import numpy as np
from jaxtyping import Integer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnn.drawing import style

STRONGEST = 0.6  # opacity of the most frequent error; ink is still read on it


@style.lecture()
def draw(*, matrix: Integer[np.ndarray, "10 10"]) -> Figure:
    """Draw the counts; errors are shaded by their number, right answers stay pale.

    Args:
        matrix: rows are true classes, columns are the network's answers.
    """
    classes = len(matrix)
    errors = matrix.copy()
    np.fill_diagonal(errors, 0)
    most = max(errors.max(), 1)

    figure = style.figure(height=4.3)
    axes = figure.add_subplot()
    for (true, answer), count in np.ndenumerate(matrix):
        right = true == answer
        if errors[true, answer]:
            shade = {"facecolor": style.WRONG, "alpha": STRONGEST * count / most, "linewidth": 0}
            axes.add_patch(Rectangle((answer - 0.5, true - 0.5), 1, 1, **shade))
        if right:
            style.frame(axes, (answer - 0.47, true - 0.46), 0.92, 0.94, alpha=0.35)
        axes.text(
            answer,
            true,
            style.number(count) if count else "·",
            ha="center",
            va="center",
            fontweight=600 if errors[true, answer] else 400,
            alpha=style.FAINT_OPACITY if right or not count else 1,
        )
    axes.set_xlim(-0.5, classes - 0.5)
    axes.set_ylim(classes - 0.5, -0.5)
    axes.set_xticks(range(classes))
    axes.set_yticks(range(classes))
    axes.set_xticks(np.arange(classes + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(classes + 1) - 0.5, minor=True)
    axes.grid(True, which="minor")
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("ответ сети")
    axes.set_ylabel("верный класс")
    axes.set_title(
        f"ответов: {style.number(matrix.sum())}, из них неверных: {style.number(errors.sum())}"
        f" ({style.percent(errors.sum() / max(matrix.sum(), 1), 2)})"
    )
    return figure
