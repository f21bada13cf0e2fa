"""Digits, restored linearly from the stages of network A."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

NAMES = ("блок 1", "блок 2", "скрытый слой", "логиты")
GAP = 2


READS = "layer_information"


@style.lecture()
def draw(*, images: np.ndarray, decoded: np.ndarray, explained: np.ndarray) -> Figure:
    """Draw the images, and below them what each stage gives back, the deepest last.

    Args:
        images: (N, 28, 28) uint8.
        decoded: (4, N, 28, 28) float in [0, 1].
        explained: (4,), the share of the pixels' variance over the test images.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or a decoded value is not in [0, 1].
    """
    images = arguments.array(images, "images", (None, 28, 28))
    decoded = arguments.array(decoded, "decoded", (len(NAMES), *images.shape))
    explained = arguments.array(explained, "explained", (len(NAMES),))
    if decoded.min() < 0 or decoded.max() > 1:
        raise ValueError("decoded: expected values from 0 to 1")
    rows = np.concatenate([images[None] / 255, decoded])
    count, side = len(images), images.shape[-1]
    grid, corners = style.mosaic(rows.reshape(-1, side, side), count, GAP)
    wide = 5.1  # inches, what the names leave
    figure = style.figure(height=wide * grid.shape[0] / grid.shape[1] + 0.3)
    axes = figure.add_subplot()
    style.pixels(axes, grid, low=0, high=1, scale=2)
    for corner in corners:
        style.frame(axes, corner, side, side)
    texts = [("вход", "R²"), *zip(NAMES, (style.number(value, 2) for value in explained), strict=True)]
    for row, (name, share) in enumerate(texts):
        middle = row * (side + GAP) + side / 2
        axes.annotate(name, (0, middle), (-6, 0), textcoords="offset points", ha="right", va="center")
        axes.annotate(share, (grid.shape[1], middle), (6, 0), textcoords="offset points", va="center")
    return figure
