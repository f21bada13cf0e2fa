"""The input moves, the map moves with it; except where windows see the border."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

COLOURS = "magma"  # of the difference: white, its largest value in grey, is the paper, too
NO_DATA = {"hatch": "////", "alpha": 0.6}


@style.lecture()
def draw(*, images: np.ndarray, maps: np.ndarray, shift: np.ndarray) -> Figure:
    """Draw a digit and its map, the moved digit and its map, and the difference of that from the moved map.

    The columns that the shift leaves empty are hatched.

    Args:
        images: (2, H, W) float: a digit, and the same moved to the right.
        maps: (2, H, W) float: one map of the first convolution for both, with zeros around the image.
        shift: int >= 1, pixels.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or the shift is not that of an image.
    """
    images = arguments.array(images, "images", (2, None, None))
    maps = arguments.array(maps, "maps", images.shape)
    height, width = images.shape[1:]
    shift = int(arguments.array(shift, "shift", ()))
    if not 0 < shift < width:
        raise ValueError(f"shift: {shift} is not between 0 and the width {width}")
    difference = style.empty(height, width)
    difference[:, shift:] = np.abs(maps[1, :, shift:] - maps[0, :, :-shift])
    moved = style.empty(height, width)
    moved[:, shift:] = maps[0, :, :-shift]
    dark, light = images.min(), images.max()
    low, high = maps.min(), maps.max()
    largest = difference.max()

    figure = style.figure(height=4.9)
    panels = figure.subplots(2, 3).ravel()
    for axes, picture, title, limits in zip(
        panels,
        (images[0], maps[0], moved, images[1], maps[1], difference),
        (
            "вход x",
            "карта f(x)",
            "S f(x): карта сдвинута",
            f"Sx: вход сдвинут на {shift}",
            "карта f(Sx)",
            f"|f(Sx) − S f(x)| ≤ {style.number(largest, 2)}",
        ),
        ((dark, light), (low, high), (low, high), (dark, light), (low, high), (0, largest or 1)),
        strict=True,
    ):
        style.pixels(axes, picture, *limits, cmap=COLOURS if picture is difference else "gray")
        style.frame(axes, (0, 0), height, width)
        if np.ma.is_masked(picture):
            band = style.frame(axes, (0, 0), height, shift, label="нет данных", **NO_DATA)
        axes.set_title(title)
    style.colour_bar(panels[-1], 0, largest or 1, "модуль разности", cmap=COLOURS, width=0.06)
    figure.legend(handles=[band], loc="outside lower right")
    return figure
