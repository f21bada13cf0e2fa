"""What excites neurons of the convolutions of networks A and B: one row for each layer."""

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows
from lecture.drawing.contract import UInt8

READS = "excited_digits"


@style.lecture()
def draw(
    *, a_conv1: UInt8["n i i"], a_conv2: UInt8["n j j"], b_conv1: UInt8["n k k"], b_conv2: UInt8["n l l"]
) -> style.Figure:
    """Draw what each neuron sees when it is excited most."""
    rows = {"A, conv1": a_conv1, "A, conv2": a_conv2, "B, conv1": b_conv1, "B, conv2": b_conv2}
    return draw_rows(rows, margin=1.2)
