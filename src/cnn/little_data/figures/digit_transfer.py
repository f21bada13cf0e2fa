"""Reading 5 to 9: from scratch, and with convolutions that learnt 0 to 4."""

from collections.abc import Sequence

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

# Of the colour of a network if it is one of the lecture's own.
WAYS = (
    {"label": "с нуля", "linestyle": ":", "marker": "o"},
    {"label": "база заморожена", "linestyle": "--", "marker": "s"},
    {"label": "дообучение", "linestyle": "-", "marker": "^"},
)
DODGE = 1.05  # the points of neighbouring lines stand so many times apart


Sizes = Integer[" sizes"]  # of the training sets
Accuracies = Float["repetitions sizes"]  # in [0, 1]


@style.lecture()
def draw(*, examples: Sizes, scratch: Accuracies, frozen: Accuracies, fine_tuned: Accuracies) -> style.Figure:
    """Draw the accuracies of the three ways, in [0, 1], against the number of examples of each class."""
    axes = style.panel(height=3.2)
    learning_curves(axes, examples, (scratch, frozen, fine_tuned), style.NETWORK_COLOURS["a"])
    axes.set_xlabel("обучающих примеров на класс, логарифмическая шкала")
    return axes.figure


def learning_curves(axes: style.Axes, examples: np.ndarray, ways: Sequence[np.ndarray], colour: str) -> None:
    """Draw means over repetitions as lines, their standard deviations as bars, for each of `WAYS`."""
    for place, (look, accuracies) in enumerate(zip(WAYS, ways, strict=True)):
        style.spread(axes, examples * DODGE ** (place - 1), accuracies, **look, color=colour, elinewidth=1)
    size_axis(axes, examples)
    axes.legend(loc="lower right", handlelength=3.2)


def size_axis(axes: style.Axes, examples: np.ndarray) -> None:
    """A logarithmic axis with a tick at each size, and one of per cent."""
    axes.set_xscale("log")
    axes.grid(True)
    style.number_ticks(axes.xaxis, at=examples)
    style.number_ticks(axes.yaxis, unit="\N{NO-BREAK SPACE}%")
    axes.set_title("доля верных ответов")
