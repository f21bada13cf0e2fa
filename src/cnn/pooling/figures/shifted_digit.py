"""Digits moved about: in which places a network with max-pooling reads them, and one without."""

import numpy as np

from cnn.drawing import live, style
from cnn.drawing.picture_rows import PITCH, draw_rows
from lecture.drawing.contract import Float, Integer, Text, UInt8, checked

NAMES = {"with": "max-pooling", "without": "шаг 2"}
SHOWN = {"with": ["relu1", "pool1"], "without": ["relu1"]}  # layers whose maps the page shows
MARGIN = 1.3  # for the names, in pictures
SPACE = 0.3  # under each row, for the share
WORDS = {
    "move": "Поле с картинкой: тяните её мышью, пером или пальцем. Стрелки сдвигают на пиксель",
    "samples": "Тестовые изображения",
    "sample": "Класс",
    "answer": "Ответ",
    "right": "Вправо",
    "down": "вниз",
    "back": "В середину",
    "places": "верные места",
    "maps": [["карта", "после max-pooling"], ["карта"]],
}


@style.lecture()
def draw(
    *,
    images: UInt8["n side side"],
    labels: Integer[" n"],
    answers: Integer["2 n places places"],
    probabilities: Float["2 n places places"],
) -> style.Figure:
    """Draw the digits, and under each a field for each network: how probable the true class is in every place.

    Below a field stands the share of places where the answer is right.

    Args:
        answers, probabilities: of the network with max-pooling and of the one without.
    """
    fields = np.round(255 * probabilities).astype(np.uint8)
    rows = {"картинка": images} | dict(zip(NAMES.values(), fields, strict=True))
    figure = draw_rows(rows, margin=MARGIN, space=SPACE)
    [axes] = figure.axes
    right = (answers == labels[:, None, None]).mean(axis=(2, 3))
    for row, shares in enumerate(right, 1):
        for place, share in enumerate(shares):
            top = row * (PITCH + SPACE) + 1.04
            axes.text(place * PITCH + 0.5, top, style.percent(share, 0), ha="center", va="top")
    return figure


@checked
def interactive(
    *,
    images: UInt8["n side side"],
    labels: Integer[" n"],
    answers: Integer["2 n places places"],
    layers_with: Text[" layers_with"],
    weights_with: Float[" weights_with"],
    channel_with: Integer[""],
    greatest_with: Float[""],
    layers_without: Text[" layers_without"],
    weights_without: Float[" weights_without"],
    channel_without: Integer[""],
    greatest_without: Float[""],
) -> dict:
    """What the script shift.js needs to move the digits itself.

    Returns:
        `networks`, each as `cnn.drawing.live` gives it, with its `name`, the layers `shown`, the `channel` of their
        maps and the `greatest` value there; `samples`, their `labels`; `classes`, the name of each output; `most`, the
        largest shift in pixels; `answers`, for each network a text with the digit that it answers for each sample in
        each place; `words`.
    """
    parts = {
        "with": (layers_with, weights_with, channel_with, greatest_with),
        "without": (layers_without, weights_without, channel_without, greatest_without),
    }
    unit = np.array([0.0, 1.0])
    return {
        "networks": [
            live.network(layers, weights, unit, images.shape[-1])
            | {
                "name": NAMES[variant],
                "shown": SHOWN[variant],
                "channel": int(channel),
                "greatest": float(greatest),
            }
            for variant, (layers, weights, channel, greatest) in parts.items()
        ],
        "samples": live.samples(images, labels),
        "labels": labels.tolist(),
        "classes": [str(digit) for digit in range(10)],
        "most": answers.shape[-1] // 2,
        "answers": ["".join(map(str, field.ravel())) for field in answers],
        "words": WORDS,
    }
