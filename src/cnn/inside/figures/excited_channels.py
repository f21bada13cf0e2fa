"""What excites the channels of a pretrained network: a row of pictures for each layer, the deeper the lower."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows, square_pictures


@style.lecture()
def draw(**layers: np.ndarray) -> Figure:
    """Draw one row for each block, one column for each channel.

    Args:
        layers: `block_1` and so on, (N, side, side, 3) uint8, the same N.

    Returns:
        The figure.

    Raises:
        ValueError: there is no layer, a name is another one, or the pictures differ in number.
    """
    if not layers:
        raise ValueError("layers: expected block_1 and so on, got none")
    rows = {}
    for name, tiles in layers.items():
        block, _, number = name.partition("_")
        if block != "block" or not number.isdigit():
            raise ValueError(f"{name}: expected the name of a block, such as block_1")
        rows[f"блок {number}"] = square_pictures(tiles, name)
    if len({len(tiles) for tiles in rows.values()}) > 1:
        raise ValueError("layers: expected as many pictures of one as of the others")
    return draw_rows(rows, margin=0.55, largest=1.1)
