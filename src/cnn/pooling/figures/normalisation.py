"""Accuracy while learning, with and without standardised inputs, with and without batch normalisation."""

from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

NAMES = {"with": "с пакетной нормализацией", "without": "без неё"}

Curves = Float["n seeds"]  # accuracies in [0, 1]


@style.lecture()
def draw(
    *,
    examples_seen: Integer[" n"],
    plain_unit: Curves,
    plain_standardised: Curves,
    batch_unit: Curves,
    batch_standardised: Curves,
) -> style.Figure:
    """Draw two panels, the inputs in [0, 1] on the left and standardised on the right: faint seeds and a bold mean.

    Args:
        examples_seen: training examples that the network has seen.
    """
    panels = {
        "вход от 0 до 1": {"batch_unit": batch_unit, "plain_unit": plain_unit},
        "вход стандартизован": {"batch_standardised": batch_standardised, "plain_standardised": plain_standardised},
    }
    figure = style.figure(height=3.2)
    for axes, (title, curves) in zip(figure.subplots(1, 2, sharey=True), panels.items(), strict=True):
        for name, values in curves.items():
            sign = "with" if name.startswith("batch") else "without"
            style.seeds(axes, examples_seen / 1000, 100 * values, sign, NAMES[sign])
        axes.set(title=title, xlabel="показано примеров, тысяч", ylim=(0, 102))
        axes.yaxis.set_major_locator(MultipleLocator(20))
        axes.grid(True)
    figure.axes[0].set_ylabel("доля верных ответов на тесте, %")
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure
