"""A colour photograph is three grey ones."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import UInt8

CHANNELS = ("R, красный", "G, зелёный", "B, синий")

READS = "photograph"


@style.lecture()
def draw(*, photo: UInt8["h w 3"]) -> style.Figure:
    """Draw the photograph and each channel as a grey picture: light is «much of this colour»."""
    panels = style.panels(1.95, 1, 1 + len(CHANNELS))
    pictures = [photo, *np.moveaxis(photo, -1, 0)]
    for axes, picture, name in zip(panels, pictures, ("фотография", *CHANNELS), strict=True):
        style.photo(axes, picture, cmap="gray", vmin=0, vmax=255)
        axes.set_title(name)
    return axes.figure
