"""The surest mistakes: the picture, the answer and the truth, and how probable the network thought each."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.drawing.digit_grid import digit_grid
from lecture.drawing import arguments

SIDE = 28
STEP = 64, 34  # the place of one image and its text, in pixels of the image


@style.lecture()
def draw(*, images: np.ndarray, labels: np.ndarray, answers: np.ndarray, probabilities: np.ndarray) -> Figure:
    """Draw a grid of mistakes, on the right of each the answer with ×, and the truth, with their probabilities.

    Args:
        images: (N, 28, 28) uint8 in [0, 255].
        labels, answers: (N,) int in [0, 9].
        probabilities: (N, 2) in [0, 1], of the answer and of the truth.

    Returns:
        The figure; without mistakes it says so.

    Raises:
        ValueError: a shape, a class or a probability is wrong.
    """
    if len(images) == 0:
        figure = style.figure(height=0.5)
        figure.text(0.5, 0.5, "ошибок нет", ha="center", va="center")
        return figure
    images = arguments.array(images, "images", (None, SIDE, SIDE))
    count = len(images)
    labels, answers = arguments.classes(labels, "labels", count), arguments.classes(answers, "answers", count)
    probabilities = arguments.array(probabilities, "probabilities", (count, 2))
    if not ((probabilities >= 0) & (probabilities <= 1 + 1e-6)).all():
        raise ValueError("probabilities: expected values in [0, 1]")

    axes, corners = digit_grid(images, STEP, edge=(2, 3), below=2)
    for (x, y), label, answer, (given, true) in zip(corners, labels, answers, probabilities, strict=True):
        style.frame(axes, (x, y), SIDE, SIDE)
        left = x + SIDE + 2
        axes.text(left, y + 5, f"× {answer}", fontsize=style.SIZE + 1, fontweight=600, va="center")
        axes.text(left, y + 13, style.percent(given, 1), va="center")
        axes.text(left, y + 21, f"{label}: {style.percent(true, 0)}", va="center")
    return axes.figure
