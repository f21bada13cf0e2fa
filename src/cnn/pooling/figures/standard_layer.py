"""One digit through one channel of the standard layer: convolution, ReLU, max-pooling."""

import numpy as np

from cnn.drawing import style
from cnn.pooling.figures.max_pooling import arrow
from lecture.drawing.contract import Float, UInt8

COLOURS = "PuOr_r"  # two colours that colour-blind readers tell apart, white in the middle
OPERATIONS = ("свёртка 5×5", "ReLU", "max-pooling")


@style.lecture()
def draw(
    *, image: UInt8["28 28"], convolved: Float["28 28"], rectified: Float["28 28"], pooled: Float["14 14"]
) -> style.Figure:
    """Draw the input and the three maps side by side; the maps share one scale of colours, white is zero."""
    maps = (convolved, rectified, pooled)
    top = float(np.abs(convolved).max()) or 1.0
    panels = style.panels(2.05, 1, 4, wspace=0.13)
    style.pixels(panels[0], image, low=0, high=255)
    for axes, values in zip(panels[1:], maps, strict=True):
        style.pixels(axes, values, low=-top, high=top, cmap=COLOURS)
    for axes, values, title in zip(panels, (image, *maps), ("вход", *OPERATIONS), strict=True):
        height, width = values.shape
        style.frame(axes, (0, 0), height, width)
        axes.set_title(title, loc="center")
        axes.text(width / 2, height * 1.04, f"{height}×{width}", ha="center", va="top")
    for axes in panels[1:]:
        arrow(axes, (-0.15, 0.5), (-0.02, 0.5), xycoords="axes fraction")
    style.colour_bar(panels[-1], -top, top, "значение", cmap=COLOURS)
    return axes.figure
