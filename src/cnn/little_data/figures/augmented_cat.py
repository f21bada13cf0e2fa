"""A photograph, moved in every way that augmentation knows."""

from cnn.drawing import style
from lecture.drawing.contract import Text, UInt8

COLUMNS = 4


@style.lecture()
def draw(*, pictures: UInt8["n h w 3"], titles: Text[" n"]) -> style.Figure:
    """Draw the pictures in rows of four, each under its title."""
    rows = -(-len(pictures) // COLUMNS)
    grid = style.panels(1.45 * rows, rows, COLUMNS, squeeze=False).ravel()
    for axes in grid[len(pictures) :]:
        axes.set_axis_off()
    for axes, picture, title in zip(grid, pictures, titles, strict=False):
        style.photo(axes, picture)
        axes.set_title(str(title), fontweight="normal")
    return axes.figure
