"""One digit twice: as a picture for us and as a table of numbers for the network."""

from collections import defaultdict

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from cnn.drawing import style
from lecture.drawing.contract import Integer, UInt8

READS = "mnist_samples"

DATA_SIZE = 9  # points: the numbers are data, a little smaller than words
CORNER, SIDE = (6, 11), 11  # of the part whose numbers are written: row and column of its first pixel, and its side
ON_DARK, ON_LIGHT = "#f2f2f2", "#111111"  # on pixels, not on the page
DARKEST, LIGHTEST = 0, 255
MIDDLE = 128


@style.lecture()
def draw(*, images: UInt8["n 28 28"], labels: Integer[" n"]) -> style.Figure:
    """Draw the first image and, on its right, a part of it with the values of its pixels.

    Args:
        labels: of the images, not drawn.
    """
    image = images[0].astype(int)
    row, column = CORNER
    part = image[row : row + SIDE, column : column + SIDE]
    picture, table = style.panels(4.3, 1, 2, width_ratios=(1, 1.55))
    height = len(image)
    for axes, values in ((picture, image), (table, part)):
        style.pixels(axes, values, low=DARKEST, high=LIGHTEST)
        style.frame(axes, (0, 0), *values.shape)
    style.frame(picture, (column, row), SIDE, SIDE, edgecolor=style.NETWORK_COLOURS["b"], linewidth=1.6, alpha=1)
    picture.set_anchor("NW")
    picture.set_title("изображение")
    shades = f"{DARKEST}\N{NO-BREAK SPACE}— чёрный,\n{LIGHTEST}\N{NO-BREAK SPACE}— белый"
    style.note(picture, shades, (0, height), (0, -6), va="top")
    table.set_title(f"часть в рамке: {SIDE}×{SIDE} чисел из {style.number(image.size)}")
    write(table, part)
    return axes.figure


def write(axes: style.Axes, image: np.ndarray) -> None:
    """Write its value into the middle of every pixel.

    A digit is a marker, defined once and placed a hundred times: its colour is that of the pixels, not of the page.

    Args:
        axes: those of the pixels.
        image: (H, W) int in [0, 255].
    """
    font = FontProperties(family=style.FAMILY, size=DATA_SIZE)
    glyphs = {digit: TextPath((0, 0), digit, prop=font) for digit in "0123456789"}
    advance = TextPath((0, 0), "00", prop=font).get_extents().x1 - glyphs["0"].get_extents().x1
    middle = glyphs["0"].get_extents().corners().mean(axis=0)
    places = defaultdict(list)
    for (row, column), value in np.ndenumerate(image):
        text = str(value)
        for i, digit in enumerate(text):
            shift = (i - (len(text) - 1) / 2) * advance
            places[digit, shift, value >= MIDDLE, value == 0].append((column + 0.5, row + 0.5))

    points = Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans
    for (digit, shift, light, empty), offsets in places.items():
        collection = PathCollection(
            [glyphs[digit].transformed(Affine2D().translate(shift - middle[0], -middle[1]))],
            offsets=offsets,
            offset_transform=axes.transData,
            facecolors=ON_LIGHT if light else ON_DARK,
            edgecolors="face",
            linewidths=0,
            clip_on=False,
            alpha=0.55 if empty else None,
        )
        collection.set_transform(points)
        axes.add_collection(collection, autolim=False)
