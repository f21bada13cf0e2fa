"""Images that all networks read otherwise than the label says."""

from cnn.drawing import style
from cnn.drawing.digit_grid import digit_grid
from lecture.drawing.contract import Float, Integer, UInt8

SIDE = 28
STEP = 48, 60  # the place of one image and its text, in pixels of the image


@style.lecture()
def draw(
    *,
    images: UInt8["n 28 28"],
    labels: Integer[" n"],
    answers: Integer[" n"],
    sureness: Float[" n"],
    numbers: Integer[" n"],
) -> style.Figure:
    """Draw a grid of candidates, under each the label, the common answer and the number of the image.

    Args:
        sureness: in [0, 1], the least probability that any training gave to the answer.
        numbers: the place of each image in the test set, from 0.
    """
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
