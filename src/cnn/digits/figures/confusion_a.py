"""What network A takes for what: the confusion matrix, with the errors in the foreground."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer

READS = "answers_a"

STRONGEST = 0.6  # opacity of the most frequent error; ink is still read on it


@style.lecture()
def draw(*, matrix: Integer["10 10"]) -> style.Figure:
    """Draw the counts; errors are shaded by their number, right answers stay pale.

    Args:
        matrix: rows are true classes, columns are the network's answers.
    """
    classes = len(matrix)
    errors = matrix.copy()
    np.fill_diagonal(errors, 0)
    most = max(errors.max(), 1)

    axes = style.panel(height=4.3)
    for (true, answer), count in np.ndenumerate(matrix):
        right = true == answer
        if errors[true, answer]:
            style.shade(axes, (answer - 0.5, true - 0.5), 1, 1, style.WRONG, STRONGEST * count / most)
        if right:
            style.frame(axes, (answer - 0.47, true - 0.46), 0.92, 0.94, alpha=0.35)
        text = style.number(count) if count else "·"
        look = {"fontweight": 600 if errors[true, answer] else 400}
        look["alpha"] = style.FAINT_OPACITY if right or not count else 1
        axes.text(answer, true, text, ha="center", va="center", **look)
    axes.set(xlim=(-0.5, classes - 0.5), ylim=(classes - 0.5, -0.5), xlabel="ответ сети", ylabel="верный класс")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(range(classes))
        axis.set_ticks(np.arange(classes + 1) - 0.5, minor=True)
    axes.grid(True, which="minor")
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(
        f"ответов: {style.number(matrix.sum())}, из них неверных: {style.number(errors.sum())}"
        f" ({style.percent(errors.sum() / max(matrix.sum(), 1), 2)})"
    )
    return axes.figure
