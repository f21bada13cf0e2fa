"""Network A from few digits: what moved copies bring, and what mirrored ones take away."""

import numpy as np
from jaxtyping import Float, Integer
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import DODGE, size_axis

KINDS = (("как есть", "--", "o"), ("со сдвигами и поворотами", "-", "^"))


@style.lecture()
def draw(
    *,
    examples: Integer[np.ndarray, " sizes"],
    none: Float[np.ndarray, "seeds sizes"],
    moved: Float[np.ndarray, "seeds sizes"],
    flip_none: Float[np.ndarray, "seeds 10"],
    flip_flipped: Float[np.ndarray, "seeds 10"],
) -> Figure:
    """Draw the learning curves, and the accuracy lost by a flip, digit by digit.

    Args:
        examples: how many there are to learn from.
        none, moved: accuracies in [0, 1], without and with augmentation.
        flip_none, flip_flipped: accuracies of each digit, without and with a flip.
    """
    figure = style.figure(height=3.2)
    left, right = figure.subplots(1, 2)
    for place, (accuracies, (label, line, marker)) in enumerate(zip((none, moved), KINDS, strict=True)):
        left.errorbar(
            examples * DODGE ** (2 * place - 1),
            100 * accuracies.mean(axis=0),
            yerr=100 * accuracies.std(axis=0, ddof=1) if len(accuracies) > 1 else None,
            label=label,
            linestyle=line,
            marker=marker,
            color=style.NETWORK_COLOURS["a"],
            elinewidth=1,
        )
    size_axis(left, examples)
    left.tick_params(axis="x", labelrotation=30)
    left.set_xlabel("обучающих примеров")
    left.legend(loc="lower right", handlelength=3.2)

    change = 100 * (flip_flipped - flip_none)
    right.axhline(0, color=style.INK, linewidth=1)
    for values in change:
        right.plot(range(10), values, "o", color=style.INK, markersize=4, fillstyle="none", alpha=style.FAINT_OPACITY)
    right.plot(range(10), change.mean(axis=0), "_", color=style.NETWORK_COLOURS["a"], markersize=14, markeredgewidth=3)
    right.set(xticks=range(10), xlabel="класс", title="что изменило отражение, п. п.")
    right.grid(True, axis="y")
    style.number_ticks(right.yaxis)
    return figure
