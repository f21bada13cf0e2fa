"""The kernels of network A's second layer: for each of its filters one kernel for every map of the first."""

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.inside.figures.filters_first import CLIP, standardised

GAP = 1


READS = "filters"


@style.lecture()
def draw(*, kernels: Float[np.ndarray, "filters maps side side"]) -> Figure:
    """Draw a column for each filter and a row for each input map; every filter is standardised as a whole.

    So within a column a flat kernel is a map that the filter hardly listens to.
    """
    count, maps, side = kernels.shape[:3]
    tiles = standardised(kernels).swapaxes(0, 1).reshape(-1, side, side)
    grid, corners = style.mosaic(tiles, count, GAP)
    figure = style.figure(height=0.5 + 6.1 * (grid.shape[0] / grid.shape[1]))
    axes = figure.add_subplot()
    style.pixels(axes, grid, low=-CLIP, high=CLIP, scale=4)
    for corner in corners:
        style.frame(axes, corner, side, side, linewidth=0.4)
    for i in range(count):
        axes.annotate(str(i + 1), (i * (side + GAP) + side / 2, 0), (0, 4), textcoords="offset points", ha="center")
    for i in range(maps):
        middle = i * (side + GAP) + side / 2
        axes.annotate(str(i + 1), (0, middle), (-5, 0), textcoords="offset points", ha="right", va="center")
    axes.annotate(
        "фильтр второго слоя", (0.5, 1), (0, 18), xycoords="axes fraction", textcoords="offset points", ha="center"
    )
    axes.annotate(
        "карта первого слоя",
        (0, 0.5),
        (-24, 0),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="center",
        rotation=90,
    )
    style.colour_bar(axes, -CLIP, CLIP, "стандартные отклонения")
    return figure
