"""Network A and two perceptrons: accuracy against the size of the training set, on whole and on shuffled pixels."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

SOLID, DASHED, DOTTED = "-", (0, (4, 2)), (0, (1, 1.5))
# The colour's network, the line, the words, and where these stand against the line's end.
LINES = {
    "a": ("a", SOLID, "сеть A", "center"),
    "wide": ("mlp", SOLID, "широкий MLP", "bottom"),
    "mlp": ("mlp", DASHED, "узкий MLP", "center"),
    "wide_shuffled": ("mlp", DOTTED, "", "center"),
    "a_shuffled": ("a", DOTTED, "сеть A, перемешано", "top"),
}
ERROR_TICKS = (1, 2, 3, 5, 10, 20, 30, 50, 70, 90)  # per cent
FLOOR = 0.05  # per cent: a network without errors has no place on a logarithmic scale


@style.lecture()
def draw(*, sizes: Integer[" sizes"], **accuracies: Float["sizes seeds"]) -> style.Figure:
    """Draw the means over the seeds, with a band of one standard deviation, on a scale logarithmic in the errors.

    Args:
        sizes: training examples.
        accuracies: on the test set, in [0, 1], under the keys of `LINES`; some from shuffled pixels.
    """
    axes = style.panel(height=3.5, grid="both")
    axes.set(xscale="log", yscale="log", xlabel="обучающих примеров")
    axes.set_ylabel("доля верных ответов на тесте, %\n(шкала логарифмическая по доле ошибок)")
    for name, (network, line, title, place) in LINES.items():
        errors = np.maximum(100 * (1 - accuracies[name]), FLOOR)
        mean, colour = errors.mean(axis=1), style.NETWORK_COLOURS[network]
        if errors.shape[1] > 1:
            spread = errors.std(axis=1, ddof=1)
            low, high = np.maximum(mean - spread, FLOOR), mean + spread
            axes.fill_between(sizes, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(sizes, mean, color=colour, linestyle=line, marker=style.NETWORK_MARKERS[network], linewidth=2)
        title = title.replace(", ", ",\n")
        style.note(axes, title, (sizes[-1], mean[-1]), (8, 0), va=place, annotation_clip=False)
    axes.invert_yaxis()
    style.number_ticks(axes.xaxis, at=sizes)
    style.number_ticks(axes.yaxis, shown=lambda error: 100 - error, at=ERROR_TICKS)
    return axes.figure
