"""Accuracy while learning, with and without standardised inputs, with and without batch normalisation."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing import arguments

NAMES = {"with": "с пакетной нормализацией", "without": "без неё"}


@style.lecture()
def draw(
    *,
    examples_seen: np.ndarray,
    plain_unit: np.ndarray,
    plain_standardised: np.ndarray,
    batch_unit: np.ndarray,
    batch_standardised: np.ndarray,
) -> Figure:
    """Draw two panels, the inputs in [0, 1] on the left and standardised on the right: faint seeds and a bold mean.

    Args:
        examples_seen: (N,) int, training examples that the network has seen.
        plain_unit, plain_standardised, batch_unit, batch_standardised: (N, seeds) in [0, 1], accuracy.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or an accuracy is not in [0, 1].
    """
    seen = arguments.array(examples_seen, "examples_seen", (None,))
    panels = {
        "вход от 0 до 1": {"batch_unit": batch_unit, "plain_unit": plain_unit},
        "вход стандартизован": {"batch_standardised": batch_standardised, "plain_standardised": plain_standardised},
    }
    figure = style.figure(height=3.2)
    for axes, (title, curves) in zip(figure.subplots(1, 2, sharey=True), panels.items(), strict=True):
        for name, values in curves.items():
            values = arguments.array(values, name, (len(seen), None))
            if not ((values >= 0) & (values <= 1)).all():
                raise ValueError(f"{name}: expected accuracies in [0, 1]")
            sign = "with" if name.startswith("batch") else "without"
            colour = style.VARIANT_COLOURS[sign]
            if values.shape[1] > 1:
                axes.plot(seen / 1000, 100 * values, color=colour, alpha=0.45, linewidth=0.8)
            look = {"color": colour, "marker": style.VARIANT_MARKERS[sign], "linewidth": 2, "markersize": 5}
            axes.plot(seen / 1000, 100 * values.mean(axis=1), style.VARIANT_LINES[sign], label=NAMES[sign], **look)
        axes.set_title(title)
        axes.set_xlabel("показано примеров, тысяч")
        axes.set_ylim(0, 102)
        axes.yaxis.set_major_locator(MultipleLocator(20))
        axes.grid(True)
        style.russian_ticks(axes.xaxis, axes.yaxis)
    figure.axes[0].set_ylabel("доля верных ответов на тесте, %")
    lines, names = figure.axes[0].get_legend_handles_labels()
    figure.legend(lines, names, loc="outside upper center", ncols=2)
    return figure
