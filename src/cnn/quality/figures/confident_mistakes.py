"""The surest mistakes: the picture, the answer and the truth, and how probable the network thought each."""

from cnn.drawing import style
from cnn.drawing.digit_grid import digit_grid
from lecture.drawing.contract import Float, Integer, UInt8

SIDE = 28
STEP = 64, 34  # the place of one image and its text, in pixels of the image


@style.lecture()
def draw(
    *, images: UInt8["n 28 28"], labels: Integer[" n"], answers: Integer[" n"], probabilities: Float["n 2"]
) -> style.Figure:
    """Draw a grid of mistakes, on the right of each the answer with ×, and the truth, with their probabilities.

    Args:
        probabilities: in [0, 1], of the answer and of the truth.
    """
    if len(images) == 0:
        figure = style.figure(height=0.5)
        figure.text(0.5, 0.5, "ошибок нет", ha="center", va="center")
        return figure
    axes, corners = digit_grid(images, STEP, edge=(2, 3), below=2)
    for (x, y), label, answer, (given, true) in zip(corners, labels, answers, probabilities, strict=True):
        style.frame(axes, (x, y), SIDE, SIDE)
        left = x + SIDE + 2
        axes.text(left, y + 5, f"× {answer}", fontsize=style.SIZE + 1, fontweight=600, va="center")
        axes.text(left, y + 13, style.percent(given, 1), va="center")
        axes.text(left, y + 21, f"{label}: {style.percent(true, 0)}", va="center")
    return axes.figure
