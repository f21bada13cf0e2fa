"""Simple cells: eight receptive fields, and what each answers to a bar that turns."""

import numpy as np
from matplotlib.markers import MarkerStyle

from cnn.drawing import style
from lecture.drawing.contract import Float, Real

SHOWN = 90  # degrees: the cell in the foreground
CROP = 12  # pixels that a receptive field loses on each side: it is flat there
TILE = 19  # degrees: the width of a tile on the axis
BARS = (0, 45, 90, 135, 180)  # degrees: the bars drawn under the axis
BAR_SIZE = 15  # points


@style.lecture()
def draw(
    *, fields: Float["n h w"], angles: Real[" n"], bar_angles: Real[" bars"], responses: Float["n bars"]
) -> style.Figure:
    """Draw each receptive field above the angle that it prefers, and below them the tuning curves.

    Args:
        fields: light excites, dark inhibits.
        angles: degrees from the horizontal, the preferred ones, 90 among them.
        bar_angles: degrees, increasing.
        responses: in [0, 1].
    """
    tiles, curves = style.panels(3.5, 2, 1, height_ratios=(1, 2.5), sharex=True)
    strongest = np.abs(fields).max()
    tiles.set_axis_off()
    tiles.set_title("рецептивные поля восьми простых клеток")
    for field, angle in zip(fields, angles, strict=True):
        inner = field[CROP:-CROP, CROP:-CROP]
        place = tiles.inset_axes((angle - TILE / 2, 0, TILE, 1), transform=tiles.transData)
        style.pixels(place, inner, low=-strongest, high=strongest, scale=2)
        style.frame(place, (0, 0), *inner.shape)
    for response, angle in zip(responses, angles, strict=True):
        front = angle == SHOWN
        curves.plot(bar_angles, response, linewidth=2.4 if front else 0.9, alpha=1 if front else 0.6)
    width(curves, bar_angles, responses[list(angles).index(SHOWN)])
    curves.set(xlim=(-TILE / 2 - 2, 180 + 6), ylim=(0, 1.08), xlabel="наклон полоски", ylabel="ответ клетки")
    style.number_ticks(curves.xaxis, at=BARS, unit="°")
    curves.tick_params(axis="x", length=0, pad=BAR_SIZE + 6)
    for angle in BARS:
        mark = MarkerStyle("_").rotated(deg=angle)
        place = {"transform": curves.get_xaxis_transform(), "clip_on": False}
        curves.plot(angle, -0.1, marker=mark, markersize=BAR_SIZE, markeredgewidth=2.5, color=style.INK, **place)
    style.number_ticks(curves.yaxis, at=(0, 0.5, 1))
    curves.grid(True, axis="y")
    return tiles.figure


def width(axes: style.Axes, places: np.ndarray, response: np.ndarray) -> None:
    """Mark where a curve is above its half, and write half of that width."""
    above = places[response >= response.max() / 2]
    ends = {"arrowstyle": "<->", "color": style.INK, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (above[0], 0.5), (above[-1], 0.5), arrowprops=ends)
    half = style.number((above[-1] - above[0]) / 2, 0)
    style.note(axes, f"2·{half}°", ((above[0] + above[-1]) / 2, 0.5), (0, 3), ha="center")
