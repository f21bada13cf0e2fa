"""The accuracy of every training: a point with its interval, network below network."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Text

STEP = 0.2  # of the distance of two networks: between two trainings of one


Shares = Float[" n"]  # in [0, 1]


@style.lecture()
def draw(*, networks: Text[" n"], accuracies: Shares, low: Shares, high: Shares) -> style.Figure:
    """Draw one row a network, and in it one point a training.

    Args:
        networks: the name of each training's network.
        low, high: the ends of the intervals around the accuracies.
    """
    rows = list(dict.fromkeys(networks.tolist()))
    axes = style.panel(height=0.9 + 0.3 * len(rows) + 0.12 * len(networks), grid="x")
    ticks, height = [], 0.0
    for row in rows:
        chosen = np.flatnonzero(networks == row)
        heights = height + STEP * np.arange(len(chosen))
        axes.errorbar(
            100 * accuracies[chosen],
            heights,
            xerr=100 * np.stack([accuracies[chosen] - low[chosen], high[chosen] - accuracies[chosen]]),
            linestyle="none",
            **style.look(row),
            elinewidth=1,
            capsize=2,
        )
        ticks.append(float(heights.mean()))
        height = heights[-1] + 0.6
    axes.set_yticks(ticks, [style.NETWORK_NAMES.get(row, row) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.set(ylim=(height - 0.25, -0.35), xlabel="верных ответов на тесте, %")
    return axes.figure
