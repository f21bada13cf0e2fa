"""The input moves, the map moves with it; except where windows see the border."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

COLOURS = "Oranges"  # of the difference: no difference is as light as paper, and what has no data is hatched
NO_DATA = {"hatch": "////", "alpha": 0.6}


@style.lecture()
def draw(*, images: Float["2 h w"], maps: Float["2 h w"], shift: Integer[""]) -> style.Figure:
    """Draw a digit and its map, the moved digit and its map, and the difference of that from the moved map.

    The columns that the shift leaves empty are hatched.

    Args:
        images: a digit, and the same moved to the right by `shift` pixels.
        maps: one map of the first convolution for both, with zeros around the image.
    """
    height, width = images.shape[1:]
    shift = int(shift)
    difference = style.empty(height, width)
    difference[:, shift:] = np.abs(maps[1, :, shift:] - maps[0, :, :-shift])
    moved = style.empty(height, width)
    moved[:, shift:] = maps[0, :, :-shift]
    dark, light, low, high = images.min(), images.max(), maps.min(), maps.max()
    largest = difference.max()

    figure = style.figure(height=4.9)
    panels = figure.subplots(2, 3).ravel()
    for axes, (title, picture, *limits) in zip(
        panels,
        (
            ("вход x", images[0], dark, light),
            ("карта f(x)", maps[0], low, high),
            ("S f(x): карта сдвинута", moved, low, high),
            (f"Sx: вход сдвинут на {shift}", images[1], dark, light),
            ("карта f(Sx)", maps[1], low, high),
            (f"|f(Sx) − S f(x)| ≤ {style.number(largest, 2)}", difference, 0, largest or 1),
        ),
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
