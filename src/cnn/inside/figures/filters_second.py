"""The kernels of network A's second layer: for each of its filters one kernel for every map of the first."""

from cnn.digits.figures.filters_a import CLIP, standardised
from cnn.drawing import style
from lecture.drawing.contract import Float

GAP = 1

READS = "filters"


@style.lecture()
def draw(*, kernels: Float["filters maps side side"]) -> style.Figure:
    """Draw a column for each filter and a row for each input map; every filter is standardised as a whole.

    So within a column a flat kernel is a map that the filter hardly listens to.
    """
    count, maps, side = kernels.shape[:3]
    tiles = standardised(kernels).swapaxes(0, 1).reshape(-1, side, side)
    grid, corners = style.mosaic(tiles, count, GAP)
    axes = style.panel(height=0.5 + 6.1 * (grid.shape[0] / grid.shape[1]))
    style.pixels(axes, grid, low=-CLIP, high=CLIP, scale=4)
    for corner in corners:
        style.frame(axes, corner, side, side, linewidth=0.4)
    for i in range(count):
        style.note(axes, str(i + 1), (i * (side + GAP) + side / 2, 0), (0, 4), ha="center")
    for i in range(maps):
        middle = i * (side + GAP) + side / 2
        style.note(axes, str(i + 1), (0, middle), (-5, 0), ha="right", va="center")
    style.note(axes, "фильтр второго слоя", (0.5, 1), (0, 18), xycoords="axes fraction", ha="center")
    turned = {"ha": "center", "va": "center", "rotation": 90}
    style.note(axes, "карта первого слоя", (0, 0.5), (-24, 0), xycoords="axes fraction", **turned)
    style.colour_bar(axes, -CLIP, CLIP, "стандартные отклонения")
    return axes.figure
