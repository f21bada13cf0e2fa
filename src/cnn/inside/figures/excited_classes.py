"""What networks A and B take for a digit most: three ways to look for it, one column for each class."""

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows
from lecture.drawing.contract import UInt8

READS = "excited_digits"
Digits = UInt8["10 28 28"]


@style.lecture()
def draw(
    *, a_naive: Digits, a_moved: Digits, a_sparing: Digits, b_naive: Digits, b_moved: Digits, b_sparing: Digits
) -> style.Figure:
    """Draw the ten pictures of each network and each way under the numbers of their classes."""
    rows = {
        "A, пиксели": a_naive,
        "A, движения": a_moved,
        "A, и штрафы": a_sparing,
        "B, пиксели": b_naive,
        "B, движения": b_moved,
        "B, и штрафы": b_sparing,
    }
    return draw_rows(rows, margin=1.75, columns=[str(label) for label in range(10)])
