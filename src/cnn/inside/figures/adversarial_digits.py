"""Digits, the direction in which the loss grows, and what the network answers after steps of growing size."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.picture_rows import PITCH, draw_rows, square_pictures
from lecture.drawing import arguments

GREY = 127  # an unchanged pixel among the signs
SPACE = 0.24  # under each picture, for the answer; in pictures


READS = "adversarial"


@style.lecture()
def draw(
    *,
    strengths: np.ndarray,
    pictures: np.ndarray,
    signs: np.ndarray,
    labels: np.ndarray,
    answers: np.ndarray,
    probabilities: np.ndarray,
) -> Figure:
    """Draw a row for each digit: the digit, the signs of the gradient, the digit after each step.

    Args:
        strengths: (S,), the first is 0.
        pictures: (N, S, side, side) uint8.
        signs: (N, side, side) of −1, 0 and 1.
        labels: (N,) int in [0, 9].
        answers: (N, S) int in [0, 9].
        probabilities: (N, S) in [0, 1], of the answers.

    Returns:
        The figure.

    Raises:
        ValueError: a shape or a value is wrong.
    """
    strengths = arguments.array(strengths, "strengths", (None,))
    if strengths[0] != 0:
        raise ValueError(f"strengths: the first has to be 0, not {strengths[0]}")
    signs = arguments.array(signs, "signs", (None, None, None))
    if not np.isin(signs, (-1, 0, 1)).all():
        raise ValueError("signs: expected −1, 0 and 1")
    count, shape = len(signs), (len(signs), len(strengths))
    pictures = arguments.array(pictures, "pictures", (*shape, None, None))
    labels = arguments.classes(labels, "labels", count)
    answers = arguments.classes(np.ravel(answers), "answers", np.prod(shape)).reshape(shape)
    probabilities = arguments.array(probabilities, "probabilities", shape)
    if not ((probabilities >= 0) & (probabilities <= 1 + 1e-6)).all():
        raise ValueError("probabilities: expected values in [0, 1]")

    grey = (GREY + 127 * signs.astype(int)).astype(np.uint8)
    rows = {
        " " * row: square_pictures(np.stack([tiles[0], direction, *tiles[1:]]), "pictures")
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
