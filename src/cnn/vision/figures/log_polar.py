"""A photograph, its log-polar map, and what the map still holds of it."""

import numpy as np
from matplotlib.patches import Circle

from cnn.drawing import style
from lecture.drawing.contract import UInt8

CIRCLES = 4  # the outermost is the rim; each radius is the next one divided by CIRCLE_STEP
CIRCLE_STEP = 2.2
RAYS = 8
ON_PHOTO = "#ffffff"  # lines on the pictures, not on the page
LEVELS = 64  # of a colour in the file: as many as an eye tells apart in a photograph, and half the bytes
LABELS = "абвгдежз"


@style.lecture()
def draw(*, photo: UInt8["side side 3"], cells: UInt8["h w 3"], restored: UInt8["side side 3"]) -> style.Figure:
    """Draw three pictures: circles and rays on the first are vertical and horizontal lines on the second.

    Args:
        photo: the gaze is in the middle; the side is odd.
        cells: rows are angles clockwise from the right, columns are logarithms of the radius.
    """
    middle, radius = len(photo) / 2, len(photo) // 2
    rows, columns = cells.shape[:2]
    first, second, third = style.panels(2.75, 1, 3, width_ratios=(1, 1, 1))
    for axes, colours, title in (
        (first, photo, "фотография"),
        (second, cells, "карта"),
        (third, restored, "восстановлено по карте"),
    ):
        height, width = colours.shape[:2]
        axes.set_title(title)
        # without the differences that nobody sees
        coarse = colours // (256 // LEVELS) * (256 // LEVELS) + 128 // LEVELS
        axes.imshow(coarse, interpolation="none", extent=(0, width, height, 0))
        axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
    second.set_aspect("auto")
    second.set_box_aspect(1)
    room = 1.2 * radius  # around both round pictures, for the letters of the rays
    for axes in (first, third):
        axes.set(xlim=(middle - room, middle + room), ylim=(middle + room, middle - room))
        rim = Circle((middle, middle), radius, transform=axes.transData)
        for image in axes.images:
            image.set_clip_path(rim)
    lines = {"color": ON_PHOTO, "linewidth": 1, "alpha": 0.85}
    for i in range(CIRCLES - 1, 0, -1):
        r = radius / CIRCLE_STEP**i
        first.add_patch(Circle((middle, middle), r, fill=False, edgecolor=ON_PHOTO, linewidth=1, alpha=0.85))
        second.plot([columns * np.log(r) / np.log(radius)] * 2, (0, rows), **lines)
    inner = radius / CIRCLE_STEP ** (CIRCLES - 1)
    for i, letter in enumerate(LABELS[:RAYS]):
        angle = 2 * np.pi * i / RAYS
        along = middle + np.outer((inner, radius), (np.cos(angle), np.sin(angle)))
        first.plot(*along.T, linestyle=(0, (4, 2)), **lines)
        outside = middle + 1.1 * radius * np.array((np.cos(angle), np.sin(angle)))
        first.text(*outside, letter, ha="center", va="center")
        y = rows * i / RAYS
        second.plot((0, columns), (y, y), linestyle=(0, (4, 2)), clip_on=False, **lines)
        second.text(-0.03 * columns, y, letter, ha="right", va="center")
    second.set_xlabel("логарифм радиуса →")
    return axes.figure
