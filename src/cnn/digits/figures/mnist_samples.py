"""What MNIST looks like: the first examples of each class under the class's number."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer, UInt8

EXAMPLES = 4
GAP = 3


@style.lecture()
def draw(*, images: UInt8["n 28 28"], labels: Integer[" n"]) -> style.Figure:
    """Draw a column of digits for each class: its first four images, fewer if a class has fewer."""
    present = np.unique(labels)
    places = [np.flatnonzero(labels == digit) for digit in present]
    rows = min(EXAMPLES, *map(len, places))
    tiles = images[np.stack([place[:rows] for place in places], axis=1).ravel()]
    grid, corners = style.mosaic(tiles, columns=len(present), gap=GAP)
    height, width = tiles.shape[1:]
    axes = style.panel(height=style.WIDTH * grid.shape[0] / grid.shape[1] + 0.36)
    style.pixels(axes, grid, low=0, high=255)
    for corner in corners:
        style.frame(axes, corner, height, width)
    for digit, (x, _) in zip(present, corners, strict=False):
        style.note(axes, str(digit), (x + width / 2, 0), (0, 5), ha="center", fontsize=style.SIZE + 3, fontweight=600)
    return axes.figure
