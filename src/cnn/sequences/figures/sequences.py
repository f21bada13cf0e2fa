"""MNIST-1D: how the networks learn, and what they reach beside the published numbers."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Text

MIXED = "cnn_1d_mixed"
SHORT = {"logistic": "логист.\nрегр.", "mlp": "MLP", "cnn_1d": "CNN", "gru": "GRU", MIXED: "CNN,\nвразброс"}


@style.lecture()
def draw(*, networks: Text[" n"], accuracies: Float["n seeds epochs"], published: Float[" n"]) -> style.Figure:
    """Draw accuracy by epoch, a line for the mean over seeds, and the last one of each seed beside the published one.

    Args:
        networks: keys of `SHORT`.
        accuracies: in [0, 1], before training and after each epoch.
        published: in [0, 1].
    """
    accuracies = 100 * accuracies
    published = 100 * published

    left, right = style.panels(3.3, 1, 2, sharey=True, width_ratios=(1, 1.25), grid="both")
    for row, name in enumerate(networks):
        network = "cnn_1d" if name == MIXED else str(name)
        mixed = name == MIXED
        look = style.look(network) | {"fillstyle": "none" if mixed else "full", "markersize": 5}
        left.plot(accuracies[row].mean(axis=0), linestyle="--" if mixed else "-", markevery=(row, 5), **look)
        seeds = accuracies[row, :, -1]
        spots = row + np.linspace(-0.12, 0.12, len(seeds)) if len(seeds) > 1 else [row]
        right.plot(spots, seeds, linestyle="none", **look)
        right.plot([row - 0.32, row + 0.32], [published[row]] * 2, color=style.INK, linewidth=1.2)
    right.set_xticks(
        range(len(networks)), [SHORT.get(str(name), style.NETWORK_NAMES.get(str(name))) for name in networks]
    )
    left.set_xlabel("эпоха")
    left.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    left.set_title("доля верных ответов, %")
    right.set_title("после обучения")
    line = Line2D([], [], color=style.INK, linewidth=1.2)
    right.legend([line], ["опубликовано"], loc="lower right")
    for axes in (left, right):
        axes.set_ylim(0, 100)
    return axes.figure
