"""Images that all networks read otherwise than the label says."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.drawing.digit_grid import digit_grid
from lecture.drawing import arguments

SIDE = 28
STEP = 48, 60  # the place of one image and its text, in pixels of the image


@style.lecture()
def draw(
    *, images: np.ndarray, labels: np.ndarray, answers: np.ndarray, sureness: np.ndarray, numbers: np.ndarray
) -> Figure:
    """Draw a grid of candidates, under each the label, the common answer and the number of the image.

    Args:
        images: (N, 28, 28) uint8 in [0, 255].
        labels, answers: (N,) int in [0, 9].
        sureness: (N,) in [0, 1], the least probability that any training gave to the answer.
        numbers: (N,) int, the place of each image in the test set, from 0.

    Returns:
        The figure.

    Raises:
        ValueError: a shape, a class or a probability is wrong.
    """
    images = arguments.array(images, "images", (None, SIDE, SIDE))
    count = len(images)
    labels, answers = arguments.classes(labels, "labels", count), arguments.classes(answers, "answers", count)
    sureness = arguments.array(sureness, "sureness", (count,))
    numbers = arguments.array(numbers, "numbers", (count,))
    if not ((sureness >= 0) & (sureness <= 1 + 1e-6)).all():
        raise ValueError("sureness: expected values in [0, 1]")

    axes, corners = digit_grid(images, STEP, edge=((STEP[0] - SIDE) // 2, 2))
    for (x, y), label, answer, sure, number in zip(corners, labels, answers, sureness, numbers, strict=True):
        style.frame(axes, (x, y), SIDE, SIDE)
        lines = (
            f"метка {label}",
            f"ответ {answer}, ≥\N{NO-BREAK SPACE}{style.percent(sure, 0)}",
            f"№\N{NO-BREAK SPACE}{number}",
        )
        for line, text in enumerate(lines):
            axes.text(x + SIDE / 2, y + SIDE + 5 + 8 * line, text, ha="center", va="center")
    return axes.figure
