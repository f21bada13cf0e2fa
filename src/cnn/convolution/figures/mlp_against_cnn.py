"""Network A and a perceptron with as many parameters: accuracy against the size of the training set."""

import numpy as np
from jaxtyping import Float, Integer

from cnn.drawing import style

LINES = {
    "a": ("a", "-", "сеть A"),
    "mlp": ("mlp", "-", "MLP"),
    "mlp_dropout": ("mlp", (0, (4, 2)), "MLP с прореживанием"),
}
ERROR_TICKS = (1, 2, 3, 5, 10, 20, 30, 50, 70, 90)  # per cent
FLOOR = 0.05  # per cent: a network without errors has no place on a logarithmic scale

Accuracies = Float[np.ndarray, "sizes seeds"]  # on the test set, in [0, 1]


@style.lecture()
def draw(
    *, sizes: Integer[np.ndarray, " sizes"], a: Accuracies, mlp: Accuracies, mlp_dropout: Accuracies
) -> style.Figure:
    """Draw the means over the seeds, with a band of one standard deviation, on a scale logarithmic in the errors.

    Args:
        sizes: training examples.
    """
    axes = style.panel(height=3.5)
    axes.set(xscale="log", yscale="log", xlabel="обучающих примеров")
    axes.set_ylabel("доля верных ответов на тесте, %\n(шкала логарифмическая по доле ошибок)")
    axes.grid(True)
    for (name, (network, line, title)), accuracies in zip(LINES.items(), (a, mlp, mlp_dropout), strict=True):
        errors = np.maximum(100 * (1 - accuracies), FLOOR)
        mean, colour = errors.mean(axis=1), style.NETWORK_COLOURS[network]
        if errors.shape[1] > 1:
            spread = errors.std(axis=1, ddof=1)
            low, high = np.maximum(mean - spread, FLOOR), mean + spread
            axes.fill_between(sizes, low, high, color=colour, alpha=0.2, linewidth=0)
        axes.plot(sizes, mean, color=colour, linestyle=line, marker=style.NETWORK_MARKERS[network], linewidth=2)
        upright = {"a": "center", "mlp": "bottom", "mlp_dropout": "top"}[name]
        title = title.replace(" с", "\nс")
        style.note(axes, title, (sizes[-1], mean[-1]), (8, 0), va=upright, annotation_clip=False)
    axes.invert_yaxis()
    style.number_ticks(axes.xaxis, at=sizes)
    style.number_ticks(axes.yaxis, shown=lambda error: 100 - error, at=ERROR_TICKS)
    return axes.figure
