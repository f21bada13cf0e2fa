"""What excites neurons of the convolutions of networks A and B: one row for each layer."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows, square_pictures

ROWS = {"a_conv1": "A, conv1", "a_conv2": "A, conv2", "b_conv1": "B, conv1", "b_conv2": "B, conv2"}


READS = "excited_digits"


@style.lecture()
def draw(**layers: np.ndarray) -> Figure:
    """Draw what each neuron sees when it is excited most.

    Args:
        layers: keys of `ROWS`, (N, side, side) uint8, the same N.

    Returns:
        The figure.

    Raises:
        ValueError: a layer is missing, or its pictures have a wrong shape.
    """
    if set(layers) != set(ROWS):
        raise ValueError(f"layers: expected {', '.join(ROWS)}; got {', '.join(layers)}")
    rows = {title: square_pictures(layers[name], name) for name, title in ROWS.items()}
    if len({len(tiles) for tiles in rows.values()}) > 1:
        raise ValueError("layers: expected as many pictures of one as of the others")
    return draw_rows(rows, margin=1.2)
