"""Network A from few digits: what moved copies bring, and what mirrored ones take away."""

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import DODGE, Accuracies, Sizes, size_axis
from lecture.drawing.contract import Float

KINDS = (
    {"label": "как есть", "linestyle": "--", "marker": "o"},
    {"label": "со сдвигами и поворотами", "linestyle": "-", "marker": "^"},
)


ByDigit = Float["repetitions 10"]


@style.lecture()
def draw(
    *, examples: Sizes, none: Accuracies, moved: Accuracies, flip_none: ByDigit, flip_flipped: ByDigit
) -> style.Figure:
    """Draw the learning curves, and the accuracy lost by a flip, digit by digit.

    Args:
        examples: how many there are to learn from.
        none, moved: accuracies in [0, 1], without and with augmentation.
        flip_none, flip_flipped: accuracies of each digit, without and with a flip.
    """
    left, right = style.panels(3.2, 1, 2)
    colour = style.NETWORK_COLOURS["a"]
    for place, (accuracies, look) in enumerate(zip((none, moved), KINDS, strict=True)):
        style.spread(left, examples * DODGE ** (2 * place - 1), accuracies, **look, color=colour, elinewidth=1)
    size_axis(left, examples)
    left.tick_params(axis="x", labelrotation=30)
    left.set_xlabel("обучающих примеров")
    left.legend(loc="lower right", handlelength=3.2)

    change = 100 * (flip_flipped - flip_none)
    right.axhline(0, color=style.INK, linewidth=1)
    for values in change:
        right.plot(range(10), values, "o", color=style.INK, markersize=4, fillstyle="none", alpha=style.FAINT_OPACITY)
    right.plot(range(10), change.mean(axis=0), "_", color=colour, markersize=14, markeredgewidth=3)
    right.set(xticks=range(10), xlabel="класс", title="что изменило отражение, п.\N{NO-BREAK SPACE}п.")
    right.grid(True, axis="y")
    return left.figure
