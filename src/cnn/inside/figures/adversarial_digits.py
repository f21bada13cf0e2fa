"""Digits, the direction in which the loss grows, and what the network answers after steps of growing size."""

import numpy as np

from cnn.drawing import style
from cnn.inside.figures.picture_rows import PITCH, draw_rows
from lecture.drawing.contract import Float, Int8, Integer, UInt8

GREY = 127  # an unchanged pixel among the signs
SPACE = 0.24  # under each picture, for the answer; in pictures

READS = "adversarial"


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
