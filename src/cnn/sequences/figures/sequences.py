"""MNIST-1D: how the networks learn, and what they reach beside the published numbers."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Text

MIXED, PLACES = "cnn_1d_mixed", "cnn_1d_with_places"
NAMES = {
    "logistic": "логистическая\nрегрессия",
    "cnn_1d": "CNN",
    PLACES: "CNN, веса\nдля мест",
    MIXED: "CNN, шаги\nпереставлены",
}
VARIANTS = {  # of the CNN: they share its colour
    PLACES: {"linestyle": ":", "fillstyle": "bottom"},
    MIXED: {"linestyle": "--", "fillstyle": "none"},
}
TICKS = {NAMES["logistic"]: "логисти-\nческая\nрегрессия", NAMES[MIXED]: "CNN, шаги\nперестав-\nлены"}
GAP = 10  # percentage points between two names at the ends of lines


@style.lecture()
def draw(*, networks: Text[" n"], accuracies: Float["n seeds epochs"], published: Float[" n"]) -> style.Figure:
    """Draw accuracy by epoch, a line for the mean over seeds, and the last one of each seed beside the published one.

    Args:
        networks: of the lecture, and `VARIANTS`.
        accuracies: in [0, 1], before training and after each epoch.
        published: in [0, 1], NaN where nothing is.
    """
    accuracies, published = 100 * accuracies, 100 * published
    names = [NAMES.get(str(network), style.NETWORK_NAMES.get(str(network))) for network in networks]
    ends = accuracies[:, :, -1].mean(axis=1)
    last = accuracies.shape[2] - 1

    left, right = style.panels(3.4, 1, 2, sharey=True, width_ratios=(1, 1.5), wspace=0, grid="both")
    for row, (network, end, place) in enumerate(zip(networks, ends, style.apart(ends, GAP), strict=True)):
        variant = VARIANTS.get(str(network), {})
        look = style.look("cnn_1d" if variant else str(network)) | {"markersize": 5} | variant
        left.plot(accuracies[row].mean(axis=0), markevery=(row, 5), **look)
        left.plot([last * 1.02, last * 1.06], [end, place], color=look["color"], linewidth=0.8, clip_on=False)
        left.text(last * 1.08, place, names[row], va="center", linespacing=1.0)
        seeds = accuracies[row, :, -1]
        spots = row + np.linspace(-0.12, 0.12, len(seeds)) if len(seeds) > 1 else [row]
        right.plot(spots, seeds, **look | {"linestyle": "none"})
        if not np.isnan(published[row]):
            right.plot([row - 0.32, row + 0.32], [published[row]] * 2, color=style.INK, linewidth=1.2)
    left.set(xlabel="эпоха", ylim=(0, 100), xlim=(-0.3, last))
    left.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    left.set_title("верных ответов на тесте, %")
    right.set_xticks(range(len(networks)), [TICKS.get(name, name) for name in names])
    right.grid(False, axis="x")
    right.set_xlim(-0.6, len(networks) - 0.4)
    right.set_title("после обучения")
    right.legend([Line2D([], [], color=style.INK, linewidth=1.2)], ["опубликовано"], loc="lower center")
    return left.figure
