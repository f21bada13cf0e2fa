"""Accuracy where the pattern stands elsewhere than in the training set."""

from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, Text

TITLES = {
    "mlp": "MLP",
    "cnn_1d_with_places": "CNN, веса у каждого места",
    "cnn_1d": "CNN, максимум по времени",
    "cnn_1d_without_pooling": "то же без субдискретизации",
}


@style.lecture()
def draw(*, networks: Text["4"], shifts: Integer[" shifts"], accuracies: Float["4 seeds shifts"]) -> style.Figure:
    """Draw a panel for each network: a faint line for each seed, a bold one for their mean.

    Args:
        networks: keys of `TITLES`.
        shifts: steps, ascending.
        accuracies: in [0, 1].
    """
    accuracies = 100 * accuracies

    panels = style.panels(4.4, 2, 2, sharex=True, sharey=True, grid="both")
    for axes, name, values in zip(panels.flat, networks, accuracies, strict=True):
        network = "mlp" if name == "mlp" else "cnn_1d"
        axes.plot(shifts, values.T, color=style.NETWORK_COLOURS[network], linewidth=0.8, alpha=0.6)
        axes.plot(shifts, values.mean(axis=0), **style.look(network), markersize=4)
        axes.set_title(TITLES[str(name)])
        axes.xaxis.set_major_locator(MultipleLocator(4))
        axes.set_ylim(0, 104)
    axes.figure.supxlabel("сдвиг образца, шагов", fontsize=style.SIZE, color=style.INK)
    axes.figure.supylabel("доля верных ответов, %", fontsize=style.SIZE, color=style.INK)
    return axes.figure
