"""What networks A and B take for a digit most: three ways to look for it, one column for each class."""

from cnn.drawing import style
from cnn.drawing.picture_rows import draw_rows
from lecture.drawing.contract import UInt8

READS = "excited_digits"
ROWS = {"naive": "пиксели", "moved": "движения", "sparing": "и штрафы"}


@style.lecture()
def draw(**pictures: UInt8["10 28 28"]) -> style.Figure:
    """Draw the ten pictures of each network and each way, `a_naive` and so on, under the numbers of their classes."""
    rows = {f"{who.upper()}, {name}": pictures[f"{who}_{way}"] for who in "ab" for way, name in ROWS.items()}
    return draw_rows(rows, margin=1.75, columns=[str(label) for label in range(10)])
