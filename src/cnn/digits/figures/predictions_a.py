"""What network A answers: thirty test images with the answer and its probability, the mistakes marked."""

import numpy as np

from cnn.drawing import style
from cnn.drawing.digit_grid import digit_grid
from lecture.drawing.contract import Float, Integer, UInt8

READS = "answers_a"

ROWS = 5
SIDE = 28
STEP = 60, 34  # the place of one image and its answer, in pixels of the image


@style.lecture()
def draw(*, images: UInt8["30 28 28"], labels: Integer["30"], log_probabilities: Float["30 10"]) -> style.Figure:
    """Draw a grid of images, the network's answer on the right of each; mistakes have a thick frame in their colour.

    Args:
        labels: the true classes.
    """
    answers = log_probabilities.argmax(axis=1)
    probabilities = np.exp(log_probabilities.max(axis=1))

    axes, corners = digit_grid(images, STEP, edge=(2, 3), below=14)
    for (x, y), label, answer, probability in zip(corners, labels, answers, probabilities, strict=True):
        wrong = answer != label
        if wrong:
            thick = {"edgecolor": style.WRONG, "linewidth": 2.4, "alpha": 1}
            style.frame(axes, (x - 0.8, y - 0.8), SIDE + 1.6, SIDE + 1.6, **thick)
        else:
            style.frame(axes, (x, y), SIDE, SIDE)
        left = x + SIDE + 3
        big = f"× {answer}" if wrong else str(answer)
        axes.text(left, y + 6, big, fontsize=style.SIZE + 4, fontweight=600, va="center")
        axes.text(left, y + 16, style.percent(probability, 0), va="center")
        if wrong:
            axes.text(left, y + 25, f"верно\N{NO-BREAK SPACE}{label}", va="center")

    right = int((answers == labels).sum())
    legend = "крупно\N{NO-BREAK SPACE}— ответ сети, ниже\N{NO-BREAK SPACE}— его вероятность; "
    if right < len(images):
        legend += "рамка и ×\N{NO-BREAK SPACE}— ошибка; "
    axes.text(corners[0][0], ROWS * STEP[1] + 8, f"{legend}верных ответов {right} из {len(images)}", va="center")
    return axes.figure
