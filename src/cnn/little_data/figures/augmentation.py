"""Network A from few digits: what moved copies bring, and what mirrored ones take away."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import DODGE, size_axis
from lecture.drawing import arguments

KINDS = (("none", "как есть", "--", "o"), ("moved", "со сдвигами и поворотами", "-", "^"))


@style.lecture()
def draw(
    *,
    examples: np.ndarray,
    none: np.ndarray,
    moved: np.ndarray,
    flip_none: np.ndarray,
    flip_flipped: np.ndarray,
) -> Figure:
    """Draw the learning curves, and the accuracy lost by a flip, digit by digit.

    Args:
        examples: (S,) training examples.
        none, moved: (seeds, S) accuracies in [0, 1], without and with augmentation.
        flip_none, flip_flipped: (seeds, 10) accuracies of each digit, without and with a flip.

    Returns:
        The figure.

    Raises:
        ValueError: the shapes differ, or a value is no share.
    """
    examples = arguments.array(examples, "examples", (None,))
    curves = {
        "none": arguments.array(none, "none", (None, len(examples))),
        "moved": arguments.array(moved, "moved", (None, len(examples))),
    }
    digits = {
        "flip_none": arguments.array(flip_none, "flip_none", (None, 10)),
        "flip_flipped": arguments.array(flip_flipped, "flip_flipped", (len(flip_none), 10)),
    }
    for name, shares in (curves | digits).items():
        if shares.min() < 0 or shares.max() > 1:
            raise ValueError(f"{name}: expected shares from 0 to 1")

    figure = style.figure(height=3.2)
    left, right = figure.subplots(1, 2)
    for place, (name, label, line, marker) in enumerate(KINDS):
        accuracies = curves[name]
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

    change = 100 * (digits["flip_flipped"] - digits["flip_none"])
    right.axhline(0, color=style.INK, linewidth=1)
    for values in change:
        right.plot(range(10), values, "o", color=style.INK, markersize=4, fillstyle="none", alpha=style.FAINT_OPACITY)
    right.plot(range(10), change.mean(axis=0), "_", color=style.NETWORK_COLOURS["a"], markersize=14, markeredgewidth=3)
    right.set_xticks(range(10))
    right.set_xlabel("класс")
    right.set_title("что изменило отражение, п. п.")
    right.grid(True, axis="y")
    right.yaxis.set_major_formatter(FuncFormatter(lambda value, _: style.number(value)))
    return figure
