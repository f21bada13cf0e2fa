"""A photograph, moved in every way that augmentation knows."""

import numpy as np
from jaxtyping import UInt8
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing.contract import Text

COLUMNS = 4


@style.lecture()
def draw(*, pictures: UInt8[np.ndarray, "n h w 3"], titles: Text[np.ndarray, " n"]) -> Figure:
    """Draw the pictures in rows of four, each under its title."""
    rows = -(-len(pictures) // COLUMNS)
    figure = style.figure(height=1.45 * rows)
    grid = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for axes in grid:
        axes.set_axis_off()
    for axes, picture, title in zip(grid, pictures, titles, strict=False):
        height, width = picture.shape[:2]
        axes.imshow(picture, extent=(0, width, height, 0), interpolation="none")
        axes.set_title(str(title), fontweight="normal")
        style.frame(axes, (0, 0), height, width)
    return figure
