"""What networks A and B take for a digit most: three ways to look for it, one column for each class."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows, square_pictures

WAYS = {"naive": "пиксели", "moved": "движения", "sparing": "и штрафы"}
ROWS = {f"{network}_{way}": f"{network.upper()}, {title}" for network in "ab" for way, title in WAYS.items()}


READS = "excited_digits"


@style.lecture()
def draw(**ways: np.ndarray) -> Figure:
    """Draw the ten pictures of each network and each way under the numbers of their classes.

    Args:
        ways: keys of `ROWS`, (10, 28, 28) uint8.

    Returns:
        The figure.

    Raises:
        ValueError: a way is missing, or its pictures have a wrong shape.
    """
    if set(ways) != set(ROWS):
        raise ValueError(f"ways: expected {', '.join(ROWS)}; got {', '.join(ways)}")
    rows = {title: square_pictures(ways[name], name) for name, title in ROWS.items()}
    if any(len(tiles) != 10 for tiles in rows.values()):
        raise ValueError("ways: expected ten pictures of each, one for a class")
    return draw_rows(rows, margin=1.75, columns=[str(label) for label in range(10)])
