"""Network A and a perceptron with as many parameters: accuracy against the size of the training set."""

import numpy as np
from jaxtyping import Float, Integer
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from cnn.drawing import style

LINES = {
    "a": ("a", "-", "сеть A"),
    "mlp": ("mlp", "-", "MLP"),
    "mlp_dropout": ("mlp", (0, (4, 2)), "MLP с прореживанием"),
}
ERROR_TICKS = (1, 2, 3, 5, 10, 20, 30, 50, 70, 90)  # per cent
FLOOR = 0.05  # per cent: a network without errors has no place on a logarithmic scale


@style.lecture()
def draw(
    *,
    sizes: Integer[np.ndarray, " sizes"],
    a: Float[np.ndarray, "sizes seeds"],
    mlp: Float[np.ndarray, "sizes seeds"],
    mlp_dropout: Float[np.ndarray, "sizes seeds"],
) -> Figure:
    """Draw the means over the seeds, with a band of one standard deviation, on a scale logarithmic in the errors.

    Args:
        sizes: training examples.
        a, mlp, mlp_dropout: accuracies on the test set, in [0, 1].
    """
    figure = style.figure(height=3.5)
    axes = figure.add_subplot()
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.grid(True)
    for (name, (network, line, title)), accuracies in zip(LINES.items(), (a, mlp, mlp_dropout), strict=True):
        errors = np.maximum(100 * (1 - accuracies), FLOOR)
        mean, colour = errors.mean(axis=1), style.NETWORK_COLOURS[network]
        if errors.shape[1] > 1:
            spread = errors.std(axis=1, ddof=1)
            axes.fill_between(
                sizes, np.maximum(mean - spread, FLOOR), mean + spread, color=colour, alpha=0.2, linewidth=0
            )
        axes.plot(sizes, mean, color=colour, linestyle=line, marker=style.NETWORK_MARKERS[network], linewidth=2)
        axes.annotate(
            title.replace(" с", "\nс"),
            (sizes[-1], mean[-1]),
            (8, 0),
            textcoords="offset points",
            va={"a": "center", "mlp": "bottom", "mlp_dropout": "top"}[name],
            annotation_clip=False,
        )
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(FixedLocator(sizes))
    axes.xaxis.set_minor_locator(FixedLocator([]))
    axes.yaxis.set_major_locator(FixedLocator(ERROR_TICKS))
    axes.yaxis.set_minor_locator(FixedLocator([]))
    style.number_ticks(axes.xaxis)
    style.number_ticks(axes.yaxis, shown=lambda error: 100 - error)
    axes.set_xlabel("обучающих примеров")
    axes.set_ylabel("доля верных ответов на тесте, %\n(шкала логарифмическая по доле ошибок)")
    return figure
