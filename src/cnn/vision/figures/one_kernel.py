"""One kernel, many cells, a map: three windows of a picture, the kernel in them, and their points in the map."""

import numpy as np
from matplotlib.patches import ConnectionPatch

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

WIDTHS = (1, 0.5, 1)  # of the picture, the kernel, the map
LINE = {"color": style.NETWORK_COLOURS["b"], "linewidth": 0.9, "zorder": 5}


@style.lecture()
def draw(
    *, picture: Float["h w"], kernel: Float["k k"], answers: Float["h w"], windows: Integer["n 2"]
) -> style.Figure:
    """Draw the picture with a frame for each window, the kernel, and the map with the answer of each window.

    Args:
        picture, answers: in [0, 1].
        kernel: light excites, dark inhibits.
        windows: row and column of the middle of each window.
    """
    figure = style.figure(height=2.75)
    seen, weights, found = figure.subplots(1, 3, width_ratios=WIDTHS)
    style.pixels(seen, picture, low=0, high=1)
    strongest = float(np.abs(kernel).max())
    style.pixels(weights, kernel, low=-strongest, high=strongest)
    style.pixels(found, answers, low=0, high=1)
    for axes, values, title in ((seen, picture, "картинка"), (weights, kernel, "ядро"), (found, answers, "карта")):
        style.frame(axes, (0, 0), *values.shape)
        axes.set_title(title, loc="center")
    side, middle = len(kernel), len(kernel) / 2
    mark = {"linewidth": 1.2, "alpha": 1, "edgecolor": style.NETWORK_COLOURS["b"]}
    for row, column in windows + 0.5:
        style.frame(seen, (column - middle, row - middle), side, side, **mark)
        style.frame(found, (column - 1, row - 1), 2, 2, **mark)
        for start, end, places in (
            (seen, weights, ((column + middle, row), (0, middle))),
            (weights, found, ((side, middle), (column - 1, row))),
        ):
            figure.add_artist(ConnectionPatch(*places, coordsA="data", coordsB="data", axesA=start, axesB=end, **LINE))
    return figure
