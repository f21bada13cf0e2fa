"""What the two convolutional layers of network B make of one digit: every feature map."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, UInt8

COLUMNS = (8, 16)  # so that both grids are equally wide on one scale of pixels
GAP = 2
INPUT = 1.5  # the input is drawn so many times larger than the maps
COLOURS = "magma"


@style.lecture()
def draw(*, image: UInt8["28 28"], first: Float["32 28 28"], second: Float["64 14 14"]) -> style.Figure:
    """Draw the input on the left and the maps of the two layers, after ReLU, on the right, on one scale of pixels."""
    grids = [style.mosaic(maps, columns, GAP) for maps, columns in zip((first, second), COLUMNS, strict=True)]
    ratios = [grid.shape[0] for grid, _ in grids]
    widths = (INPUT * image.shape[1], grids[0][0].shape[1])
    panels = style.panels(4.9, 2, 2, width_ratios=widths, height_ratios=ratios)
    (entrance, _), (nothing, _) = panels
    nothing.set_axis_off()
    style.pixels(entrance, image, low=0, high=image.max())
    style.frame(entrance, (0, 0), *image.shape)
    entrance.set(title="вход " + "×".join(map(str, image.shape)), anchor="NW")
    for axes, maps, (grid, corners), which in zip(
        panels[:, 1], (first, second), grids, ("первая", "вторая"), strict=True
    ):
        count, height, width = maps.shape
        # the strongest responses are few: without them the rest is brighter
        top = float(np.quantile(maps, 0.998)) or 1.0
        style.pixels(axes, grid, low=0, high=top, cmap=COLOURS, scale=3)
        for corner in corners:
            style.frame(axes, corner, height, width)
        axes.set(title=f"{which} свёртка: карты признаков {height}×{width}×{count}", anchor="NW")
        style.colour_bar(axes, 0, top, "значение", cmap=COLOURS)
    return axes.figure
