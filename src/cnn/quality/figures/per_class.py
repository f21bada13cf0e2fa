"""Recall and precision of each digit, with intervals, for networks A and B."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float

TITLES = {"recall": "полнота, %", "precision": "точность, %"}
OFFSET = 0.14  # of A to the left and of B to the right, in classes

Shares = Float["10 3"]  # in [0, 1]: the value, the low and the high end


@style.lecture()
def draw(**shares: Shares) -> style.Figure:
    """Draw a point and its interval for each digit and network."""
    panels = style.panels(2.9, 1, 2, sharey=True, grid="y")
    for axes, (indicator, title) in zip(panels, TITLES.items(), strict=True):
        for network, side in (("a", -OFFSET), ("b", OFFSET)):
            value, low, high = 100 * shares[f"{indicator}_{network}"].T
            axes.errorbar(
                np.arange(10) + side,
                value,
                yerr=np.clip([value - low, high - value], 0, None),
                **style.look(network),
                linestyle="none",
                markersize=5,
                linewidth=1.2,
                label=style.NETWORK_NAMES[network],
            )
        axes.set(title=title, xlabel="класс", xticks=range(10))
    panels[0].legend(loc="lower left", handletextpad=0.3)
    return axes.figure
