"""How long one convolution takes, written in three ways."""

import numpy as np
from matplotlib.ticker import LogLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

WAYS = ("четыре цикла", "матричное умножение", "F.conv2d")
LOOKS = (("x", style.INK), ("D", style.VARIANT_COLOURS["without"]), ("o", style.VARIANT_COLOURS["with"]))
MILLISECONDS = 1e3

READS = "convolution"


@style.lecture()
def draw(*, sides: Integer[" n"], seconds: Float["3 n"]) -> style.Figure:
    """Draw the times against the size of the image, both on logarithmic scales.

    Args:
        sides: pixels.
        seconds: by way: loops, matrix product, PyTorch.
    """
    axes = style.panel(height=3.0, grid="both", xscale="log", yscale="log")
    axes.set(xlabel="сторона изображения, пикселей", ylabel="время, мс")
    order = np.argsort(seconds[:, -1])  # the two fast ways end side by side: the upper label goes up
    places = dict(zip(order.tolist(), ("top", "bottom", "center"), strict=True))
    for way, (name, (marker, colour), times) in enumerate(zip(WAYS, LOOKS, MILLISECONDS * seconds, strict=True)):
        axes.plot(sides, times, color=colour, marker=marker, markersize=6)
        place = places[way]
        lift = {"top": -2, "bottom": 2, "center": 0}[place]
        style.note(axes, name, (sides[-1], times[-1]), (9, lift), va=place, annotation_clip=False)
    axes.yaxis.set_major_locator(LogLocator())
    style.number_ticks(axes.xaxis, at=sides)
    style.number_ticks(axes.yaxis)
    return axes.figure
