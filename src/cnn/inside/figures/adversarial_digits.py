"""Digits, the direction in which the loss grows, and what the network answers after steps of growing size."""

import numpy as np

from cnn.drawing import live, style
from cnn.drawing.picture_rows import PITCH, draw_rows
from lecture.drawing.contract import Float, Int8, Integer, Text, UInt8, checked

GREY = 127  # an unchanged pixel among the signs
SPACE = 0.24  # under each picture, for the answer; in pictures

READS = "adversarial"

STEPS = 60  # of the slider on the page
STRONGEST = 0.3  # at its end
WORDS = {
    "samples": "Тестовые изображения",
    "sample": "Класс",
    "signs": "Знаки",
    "gradient": "градиент",
    "chance": "случайные",
    "before": "изображение",
    "direction": "знаки",
    "after": "после шага",
    "answer": "Ответ сети",
    "mistake": "(ошибка)",
    "breaks": "Ответ меняется при ε\N{NO-BREAK SPACE}=",
    "holds": "При таких ε ответ не меняется.",
}


@style.lecture()
def draw(
    *,
    strengths: Float[" strengths"],
    pictures: UInt8["n strengths side side"],
    signs: Int8["n side side"],
    labels: Integer[" n"],
    answers: Integer["n strengths"],
    probabilities: Float["n strengths"],
) -> style.Figure:
    """Draw a row for each digit: the digit, the signs of the gradient, the digit after each step.

    Args:
        strengths: the first is 0.
        signs: −1, 0 and 1.
        probabilities: of the answers, in [0, 1].
    """
    grey = (GREY + 127 * signs.astype(int)).astype(np.uint8)
    rows = {
        " " * row: np.stack([tiles[0], direction, *tiles[1:]])
        for row, (tiles, direction) in enumerate(zip(pictures, grey, strict=True))
    }
    columns = ["как есть", "знак градиента", *(f"ε = {style.number(value)}" for value in strengths[1:])]
    figure = draw_rows(rows, margin=0.01, columns=columns, space=SPACE)
    [axes] = figure.axes
    places = [0, *range(2, len(strengths) + 1)]
    for row, label in enumerate(labels):
        for place, answer, probability in zip(places, answers[row], probabilities[row], strict=True):
            left, top = place * PITCH, row * (PITCH + SPACE)
            wrong = answer != label
            text = f"{'× ' if wrong else ''}{answer}: {style.percent(min(probability, 1), 0)}"
            axes.text(left + 0.5, top + 1.03, text, ha="center", va="top", fontweight=600 if wrong else 400)
            if wrong:
                style.frame(axes, (left, top), 1, 1, edgecolor=style.WRONG, linewidth=2, alpha=1)
    return figure


@checked
def interactive(
    *,
    pictures: UInt8["n strengths side side"],
    labels: Integer[" n"],
    layers: Text[" layers"],
    weights: Float[" weights"],
    scale: Float["2"],
) -> dict:
    """What the script attack.js needs to change the digits itself.

    Returns:
        `network` and `samples`, as `cnn.drawing.live` gives them; `labels`, the right classes; `classes`, the name of
        each output; `strongest`, ε at the end of the slider, and its `steps`; `words`.
    """
    return {
        "network": {"part": live.network(layers, weights, scale, pictures.shape[-1])},
        "samples": live.samples(pictures[:, 0], labels),
        "labels": labels.tolist(),
        "classes": [str(digit) for digit in range(10)],
        "strongest": STRONGEST,
        "steps": STEPS,
        "words": WORDS,
    }
