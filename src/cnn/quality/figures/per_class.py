"""Recall and precision of each digit, with intervals, for networks A and B."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

OFFSET = 0.14  # of A to the left and of B to the right, in classes


@style.lecture()
def draw(*, recall_a: np.ndarray, recall_b: np.ndarray, precision_a: np.ndarray, precision_b: np.ndarray) -> Figure:
    """Draw a point and its interval for each digit and network.

    Args:
        recall_a, recall_b, precision_a, precision_b: (10, 3) shares in [0, 1]: the value, the low and the high end.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or a value lies outside its interval.
    """
    given = {"recall_a": recall_a, "recall_b": recall_b, "precision_a": precision_a, "precision_b": precision_b}
    for name, values in given.items():
        given[name] = values = arguments.array(values, name, (10, 3))
        value, low, high = values.T
        if not ((low <= value + 1e-9) & (value <= high + 1e-9) & (low >= 0) & (high <= 1)).all():
            raise ValueError(f"{name}: expected shares and intervals around them")

    figure = style.figure(height=2.9)
    for axes, (indicator, title) in zip(
        figure.subplots(1, 2, sharey=True), (("recall", "полнота, %"), ("precision", "точность, %")), strict=True
    ):
        for network, side in (("a", -OFFSET), ("b", OFFSET)):
            value, low, high = 100 * given[f"{indicator}_{network}"].T
            axes.errorbar(
                np.arange(10) + side,
                value,
                yerr=np.clip([value - low, high - value], 0, None),
                fmt=style.NETWORK_MARKERS[network],
                color=style.NETWORK_COLOURS[network],
                markersize=5,
                linewidth=1.2,
                label=style.NETWORK_NAMES[network],
            )
        axes.set_title(title)
        axes.set_xlabel("класс")
        axes.set_xticks(range(10))
        axes.grid(True, axis="y")
        style.russian_ticks(axes.yaxis)
    figure.axes[0].legend(loc="lower left", handletextpad=0.3)
    return figure
