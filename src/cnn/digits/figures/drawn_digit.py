"""What network A answers for single digits: a picture for print, and for the page the network itself."""

import numpy as np

from cnn.drawing import live, style
from lecture.drawing.contract import Float, Integer, Text, UInt8, checked

READS = "drawn_digit"

SHOWN = 6  # digits in print
COLUMNS = 3
SIDE = 28
STEP = 84, 44  # the place of one digit and its bars, in pixels of the image
BAR = 4.7  # from a bar to the next
HIGH = 26  # of a bar for a probability of one
WORDS = {
    "draw": "Поле для рисунка: рисуйте мышью, пером или пальцем. Стрелки сдвигают рисунок на пиксель",
    "samples": "Из тестового набора",
    "sample": "Класс",
    "answer": "Ответ сети",
    "empty": "Нарисуйте что-нибудь или возьмите готовое.",
    "kinds": {
        "convolution": "свёртка",
        "maximum": "максимум по окнам",
        "mean": "среднее по окнам",
        "relu": "ReLU",
        "scale": "нормировка",
        "dense": "полносвязный слой",
    },
}

Images = UInt8["n 28 28"]
Logs = Float["n 10"]


@style.lecture()
def draw(
    *,
    images: Images,
    labels: Integer[" n"],
    log_probabilities: Logs,
) -> style.Figure:
    """Draw the six digits of which the network is least sure, beside each its ten probabilities; the answer is bold.

    Args:
        labels: the true classes.
    """
    order = log_probabilities.max(axis=1).argsort()[:SHOWN]
    rows = -(-SHOWN // COLUMNS)
    corners = [(i % COLUMNS * STEP[0] + 1, i // COLUMNS * STEP[1] + 4) for i in range(SHOWN)]
    width, height = COLUMNS * STEP[0], rows * STEP[1]
    axes = style.figure(style.WIDTH * height / width).add_subplot()
    style.pixels(axes, style.placed(images[order], corners, height, width), low=0, high=255)
    for (x, y), row, label in zip(corners, np.exp(log_probabilities[order]), labels[order], strict=True):
        style.frame(axes, (x, y), SIDE, SIDE)
        left, ground, answer = x + SIDE + 4, y + SIDE, row.argmax()
        axes.plot([left, left + 10 * BAR], [ground, ground], color=style.INK, linewidth=0.6, alpha=0.5)
        for digit, probability in enumerate(row):
            place = left + (digit + 0.5) * BAR
            colour = style.NETWORK_COLOURS["a"] if digit == answer == label or digit != answer else style.WRONG
            style.shade(axes, (place - 1.6, ground), -HIGH * probability, 3.2, colour, alpha=0.9)
            weight = 600 if digit == answer else 400
            axes.text(place, ground + 4.5, str(digit), ha="center", va="center", fontweight=weight)
    return axes.figure


@checked
def interactive(
    *,
    layers: Text[" layers"],
    weights: Float[" weights"],
    scale: Float["2"],
    images: Images,
    labels: Integer[" n"],
    log_probabilities: Logs,
) -> dict:
    """What the script network.js needs to run the network.

    Returns:
        `network` and `samples`, as `cnn.drawing.live` gives them; `classes`, the name of each output; `words`.
    """
    return {
        "network": {"part": live.network(layers, weights, scale, SIDE)},
        "samples": live.samples(images, labels),
        "classes": [str(digit) for digit in range(log_probabilities.shape[1])],
        "words": WORDS,
    }
