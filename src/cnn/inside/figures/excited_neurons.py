"""What excites neurons of the convolutions of networks A and B: one row for each layer."""

from cnn.drawing import style
from cnn.drawing.picture_rows import draw_rows
from lecture.drawing.contract import UInt8

READS = "excited_digits"


@style.lecture()
def draw(**pictures: UInt8["n _side _side"]) -> style.Figure:
    """Draw what each neuron sees when it is excited most, for both networks and layers, `a_conv1` and so on."""
    rows = {f"{who.upper()}, {layer}": pictures[f"{who}_{layer}"] for who in "ab" for layer in ("conv1", "conv2")}
    return draw_rows(rows, margin=1.2)
