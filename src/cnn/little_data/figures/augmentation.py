"""Network A from few digits: what moved copies bring, and what mirrored ones take away."""

from cnn.drawing import style
from cnn.little_data.figures.learning_curves import size_axis
from lecture.drawing.contract import Float, Integer

Accuracies, ByDigit = Float["seeds sizes"], Float["seeds 10"]


@style.lecture()
def draw(
    *, examples: Integer[" sizes"], none: Accuracies, moved: Accuracies, flip_none: ByDigit, flip_flipped: ByDigit
) -> style.Figure:
    """Draw the learning curves, and the accuracy lost by a flip, digit by digit.

    Args:
        examples: how many there are to learn from.
        none, moved: accuracies in [0, 1], without and with augmentation.
        flip_none, flip_flipped: accuracies of each digit, without and with a flip.
    """
    left, right = style.panels(3.2, 1, 2)
    size_axis(left, examples)
    for accuracies, sign, name in ((none, "without", "как есть"), (moved, "with", "с аугментацией")):
        style.seeds(left, examples, 100 * accuracies.T, style.side(sign) | {"label": name})
    left.set(xlabel="обучающих примеров", title="доля верных ответов")
    left.legend(loc="lower right", handlelength=3.2)

    change = 100 * (flip_flipped - flip_none)
    right.axhline(0, color=style.INK, linewidth=1)
    for values in change:
        right.plot(range(10), values, "o", color=style.INK, markersize=4, fillstyle="none", alpha=style.FAINT_OPACITY)
    right.plot(
        range(10), change.mean(axis=0), "_", color=style.VARIANT_COLOURS["without"], markersize=14, markeredgewidth=3
    )
    right.set(xticks=range(10), xlabel="класс", title="изменение от отражения, пунктов")
    right.grid(True, axis="y")
    return left.figure
