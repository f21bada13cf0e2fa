"""Digits, restored linearly from the stages of network A."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, UInt8

NAMES = ("блок 1", "блок 2", "скрытый слой", "логиты")
GAP = 2

READS = "layer_information"


@style.lecture()
def draw(*, images: UInt8["n 28 28"], decoded: Float["4 n 28 28"], explained: Float["4"]) -> style.Figure:
    """Draw the images, and below them what each stage gives back, the deepest last.

    Args:
        decoded: in [0, 1].
        explained: the share of the pixels' variance over the test images.
    """
    rows = np.concatenate([images[None] / 255, decoded])
    count, side = len(images), images.shape[-1]
    grid, corners = style.mosaic(rows.reshape(-1, side, side), count, GAP)
    wide = 5.1  # inches, what the names leave
    axes = style.panel(height=wide * grid.shape[0] / grid.shape[1] + 0.3)
    style.pixels(axes, grid, low=0, high=1, scale=2)
    for corner in corners:
        style.frame(axes, corner, side, side)
    texts = [("вход", "R²"), *zip(NAMES, (style.number(value, 2) for value in explained), strict=True)]
    for row, (name, share) in enumerate(texts):
        middle = row * (side + GAP) + side / 2
        style.note(axes, name, (0, middle), (-6, 0), ha="right", va="center")
        style.note(axes, share, (grid.shape[1], middle), (6, 0), va="center")
    return axes.figure
