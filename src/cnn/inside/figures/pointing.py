"""Maps of a class on canvases with two digits: of a network that has learned, and of one that hasn't."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, UInt8

MAP = "PuOr_r"  # as in the figure class_activation
TITLES = ("холст", "обученная сеть", "случайные веса")


@style.lecture()
def draw(
    *,
    canvases: UInt8["n h w"],
    maps: Float["n 2 h w"],
    boxes: Integer["n 2 4"],
    peaks: Integer["n 2 2"],
    classes: Integer[" n"],
) -> style.Figure:
    """Draw a column for each canvas, below it the maps of a trained and of a random network.

    Args:
        canvases: with two digits.
        maps: of both signs, of the trained network and of a random one; each is drawn in parts of its largest value.
        boxes: top, left, height and width of the digit that is asked for and of the other.
        peaks: row and column of the largest value of each map.
        classes: what is asked for.
    """
    count, height, width = canvases.shape
    grid = style.panels(6.3, 3, count, squeeze=False)
    steps = np.arange(width) + 0.5, np.arange(height) + 0.5
    for i, column in enumerate(grid.T):
        top, left, tall, wide = boxes[i, 0]
        style.pixels(column[0], canvases[i], low=0, high=255, scale=2)
        column[0].set_title(f"где {classes[i]}?", loc="center")
        for axes, values, (down, right) in zip(column[1:], maps[i], peaks[i], strict=True):
            style.pixels(axes, values / max(np.abs(values).max(), 1e-12), low=-1, high=1, cmap=MAP, scale=1)
            axes.contour(*steps, canvases[i], levels=[110], colors="#202020", linewidths=0.8)
            for colour, width_of_line in (("#ffffff", 4), ("#000001", 2)):
                axes.plot(right + 0.5, down + 0.5, "x", markersize=9, color=colour, markeredgewidth=width_of_line)
            hit = top <= down < top + tall and left <= right < left + wide
            axes.text(width / 2, height + 2, "попал" if hit else "мимо", ha="center", va="top")
        for number, axes in enumerate(column):
            style.frame(axes, (0, 0), height, width)
            colour = "#ffd24d" if number == 0 else "#202020"
            style.frame(axes, (left - 1, top - 1), tall + 2, wide + 2, edgecolor=colour, alpha=1, linewidth=1.3)
    for axes, title in zip(grid[:, 0], TITLES, strict=True):
        axes.text(-5, height / 2, title.replace(" ", "\n"), ha="right", va="center", fontweight=600)
    for row in grid[1:]:
        style.colour_bar(row[-1], low=-1, high=1, label="против и за класс", cmap=MAP)
    return grid[0, 0].figure
