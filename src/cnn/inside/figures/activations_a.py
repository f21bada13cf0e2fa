"""One digit on its way through network A: what every operation leaves of every channel."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, UInt8

# The rows: the layer, its maps and their side, and what it is.
ROWS = (
    ("conv1", 10, 24, "свёртка 1"),
    ("pool1", 10, 12, "максимум 2×2"),
    ("relu1", 10, 12, "ReLU"),
    ("conv2", 20, 8, "свёртка 2"),
    ("relu2", 20, 4, "максимум, ReLU"),
)
COLUMNS = 10
COLOURS = "RdBu_r"  # zero is white
STRONGEST = 0.99  # the few strongest values are cut, so that the others are seen
# In inches: names of the layers, the maps, the room between two of them, between rows, and between parts.
NAMES, BETWEEN, APART, PARTS, EDGE = 1.25, 0.06, 0.1, 0.3, 0.05
INPUT = 0.8

READS = "layer_information"


@style.lecture()
def draw(
    *,
    image: UInt8["28 28"],
    conv1: Float["10 24 24"],
    pool1: Float["10 12 12"],
    relu1: Float["10 12 12"],
    conv2: Float["20 8 8"],
    relu2: Float["20 4 4"],
    relu3: Float["50"],
    fc2: Float["10"],
) -> style.Figure:
    """Draw the maps of both convolutional blocks, in columns by channel, and both dense layers as strips.

    The maps of one row have a scale of their own, the same below and above zero: red is positive, blue negative.
    """
    layers = {"conv1": conv1, "pool1": pool1, "relu1": relu1, "conv2": conv2, "relu2": relu2}
    wide = style.WIDTH - NAMES - EDGE
    side = (wide + BETWEEN) / COLUMNS - BETWEEN
    rows = [maps // COLUMNS for _, maps, *_ in ROWS]
    strips = (wide / 50, 0.3)
    maps_tall = sum(rows) * (side + BETWEEN) - len(ROWS) * BETWEEN
    height = INPUT + maps_tall + 3 * (PARTS + APART) + sum(strips) + 0.22 + 2 * EDGE
    figure = style.figure(height)
    figure.set_layout_engine("none")  # everything has its place
    y = height - EDGE

    def place(x: float, tall: float, width: float):
        return figure.add_axes((x / style.WIDTH, (y - tall) / height, width / style.WIDTH, tall / height))

    def name_row(text: str, middle: float) -> None:
        figure.text((NAMES - 0.12) / style.WIDTH, middle / height, text, ha="right", va="center", linespacing=1.1)

    def coloured(axes, grid: np.ndarray, values: np.ndarray, scale: int) -> None:
        top = float(np.quantile(np.abs(values), STRONGEST)) or 1.0
        style.pixels(axes, grid, low=-top, high=top, cmap=COLOURS, scale=scale)

    axes = place(NAMES, INPUT, INPUT)
    style.pixels(axes, image, low=0, high=255)
    style.frame(axes, (0, 0), *image.shape)
    name_row("вход\n28×28", y - INPUT / 2)
    y -= INPUT + PARTS
    for name, maps, size, title in ROWS:
        # the gap between two maps is a whole number of dots: each value is drawn as several
        scale = round(48 / size)
        gap = round(BETWEEN / side * size * scale)
        tiles = np.repeat(np.repeat(layers[name], scale, axis=1), scale, axis=2)
        grid, corners = style.mosaic(tiles, COLUMNS, gap)
        tall = wide * grid.shape[0] / grid.shape[1]
        axes = place(NAMES, tall, wide)
        coloured(axes, grid, layers[name], 1)
        for corner in corners:
            style.frame(axes, corner, size * scale, size * scale)
        name_row(f"{title}\n{maps} × {size}×{size}", y - tall / 2)
        if name == "conv1":
            for i, (x, _) in enumerate(corners, start=1):
                middle = x + size * scale / 2
                style.note(axes, str(i), (middle, 0), (0, 3), ha="center", va="bottom")
        y -= tall + (PARTS if name == "relu1" else APART)
    y += APART - PARTS / 2
    axes = place(NAMES, strips[0], wide)
    coloured(axes, relu3[None], relu3, 8)
    style.frame(axes, (0, 0), 1, 50)
    name_row("скрытый слой", y - strips[0] / 2)
    y -= strips[0] + PARTS / 2
    axes = place(NAMES, strips[1], strips[1] * 10)
    coloured(axes, fc2[None], fc2, 16)
    style.frame(axes, (0, 0), 1, 10)
    for digit in range(10):
        style.note(axes, str(digit), (digit + 0.5, 1), (0, -3), ha="center", va="top")
    name_row("логиты", y - strips[1] / 2)
    return figure
