"""Reading 5 to 9: from scratch, and with convolutions that learnt 0 to 4."""

import numpy as np
from jaxtyping import Float, Integer
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnn.drawing import style

# Label, line and marker: of the colour of a network if it is one of the lecture's own.
WAYS = {
    "scratch": ("с нуля", ":", "o"),
    "frozen": ("база заморожена", "--", "s"),
    "fine_tuned": ("дообучение", "-", "^"),
}
DODGE = 1.05  # the points of neighbouring lines stand so many times apart


@style.lecture()
def draw(
    *,
    examples: Integer[np.ndarray, " sizes"],
    scratch: Float[np.ndarray, "repetitions sizes"],
    frozen: Float[np.ndarray, "repetitions sizes"],
    fine_tuned: Float[np.ndarray, "repetitions sizes"],
) -> Figure:
    """Draw the accuracies of the three ways, in [0, 1], against the number of examples of each class."""
    axes = style.panel(height=3.2)
    values = {"scratch": scratch, "frozen": frozen, "fine_tuned": fine_tuned}
    learning_curves(axes, examples, values, style.NETWORK_COLOURS["a"])
    axes.set_xlabel("обучающих примеров на класс, логарифмическая шкала")
    return axes.figure


def learning_curves(axes: Axes, examples: np.ndarray, values: dict[str, np.ndarray], colour: str) -> None:
    """Draw means over repetitions as lines, their standard deviations as bars."""
    for place, (way, accuracies) in enumerate(values.items()):
        label, line, marker = WAYS[way]
        spread = accuracies.std(axis=0, ddof=1) if len(accuracies) > 1 else None
        axes.errorbar(
            examples * DODGE ** (place - 1),
            100 * accuracies.mean(axis=0),
            yerr=None if spread is None else 100 * spread,
            label=label,
            linestyle=line,
            marker=marker,
            color=colour,
            elinewidth=1,
        )
    size_axis(axes, examples)
    axes.legend(loc="lower right", handlelength=3.2)


def size_axis(axes: Axes, examples: np.ndarray) -> None:
    """A logarithmic axis with a tick at each size, and one of per cent."""
    axes.set_xscale("log")
    axes.grid(True)
    style.number_ticks(axes.xaxis, at=examples)
    style.number_ticks(axes.yaxis, unit="\N{NO-BREAK SPACE}%")
    axes.set_title("доля верных ответов")
