"""What a network answers before it has learnt anything: all classes are about equally likely."""

import math

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

READS = "answers_a"

NETWORK = "a"
SHARE = 0.9  # of the images lie inside the vertical line


@style.lecture()
def draw(*, log_probabilities: Float["n 10"], labels: Integer[" n"]) -> style.Figure:
    """Draw the mean probability of each class and its spread over the images, against 1/10.

    Args:
        log_probabilities: the answers of the untrained network A.
        labels: the true classes.
    """
    count, classes = log_probabilities.shape
    probabilities = np.exp(log_probabilities)
    mean = probabilities.mean(axis=0)
    low, high = np.quantile(probabilities, [(1 - SHARE) / 2, (1 + SHARE) / 2], axis=0)
    loss = -log_probabilities[np.arange(count), labels].mean()
    accuracy = (log_probabilities.argmax(axis=1) == labels).mean()

    colour = style.NETWORK_COLOURS[NETWORK]
    axes = style.panel(height=3.1, grid="y")
    digits = np.arange(classes)
    axes.axhline(1 / classes, color=style.INK, linewidth=1.1, linestyle=(0, (4, 3)), label=f"1/{classes}")
    share = f"{style.percent(SHARE, 0)} изображений"
    axes.vlines(digits, low, high, color=colour, alpha=0.5, linewidth=6, label=share)
    marker = style.NETWORK_MARKERS[NETWORK]
    axes.plot(digits, mean, linestyle="none", marker=marker, markersize=7, color=colour, label="среднее")
    axes.set(xticks=digits, ylim=(0, 1.25 * max(high.max(), 1 / classes)), xlabel="класс", ylabel="вероятность класса")
    axes.set_title(
        f"до обучения: потеря {style.number(loss, 2)} (ln\N{NO-BREAK SPACE}{classes} = "
        f"{style.number(math.log(classes), 2)}), доля верных ответов {style.percent(accuracy)}"
    )
    axes.legend(loc="lower right", ncols=3)
    return axes.figure
