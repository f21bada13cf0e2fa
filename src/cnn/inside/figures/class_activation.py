"""Which places speak for a class: maps of two networks on five digits, and what hiding a place takes away."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, UInt8

SIDE = 28
MAP = "PuOr_r"  # orange for the class, violet against it, white neither
OUTLINE = "#202020"  # of the digit: the maps are light in both themes
# In pixels of a digit: between maps, between groups, for titles, for labels, for the scale.
GAP, APART, TOP, LEFT, BAR = 5, 10, 16, 26, 11
GROUPS = (
    ("", ("вход",)),
    ("современная сеть", ("CAM", "CAM\nсоперника", "заслонение")),
    ("сеть A", ("Grad-CAM", "без\nсреднего", "заслонение")),
)
ORDER = [0, 1, 2, 4, 5, 3]  # of the given maps: what each network says, then what hiding says
SHOWN = (0, 1, 3)  # of the given digits: one beyond doubt, one that was hardly recognised, a mistake


@style.lecture()
def draw(
    *,
    images: UInt8["n 28 28"],
    labels: Integer[" n"],
    rivals: Integer[" n"],
    probabilities: Float["n 2"],
    maps: Float["n 6 28 28"],
) -> style.Figure:
    """Draw a row for each of some digits: the image and six maps, every one in units of its own largest value.

    Args:
        labels, rivals: the true class and the one that network A confuses it with.
        probabilities: in [0, 1], that network A gives them.
        maps: of both signs: for the modern network CAM, CAM of the rival and hiding, for network A hiding, Grad-CAM,
            and the same without averaging.
    """
    shown = [row for row in SHOWN if row < len(images)]
    images, labels, rivals, probabilities = images[shown], labels[shown], rivals[shown], probabilities[shown]
    maps, count = maps[shown][:, ORDER], len(shown)
    largest = np.abs(maps).max(axis=(2, 3), keepdims=True)
    maps = maps / np.where(largest > 0, largest, 1)

    lefts, middles, x = [], [], LEFT
    for group, names in GROUPS:
        first = x
        for _ in names:
            lefts.append(x)
            x += SIDE + GAP
        middles.append((group, (first + x - GAP) / 2))
        x += APART - GAP
    width, height = x - APART, TOP + count * (SIDE + GAP)
    tops = [TOP + row * (SIDE + GAP) for row in range(count)]
    axes = style.panel(height=style.WIDTH * (height + 8) / (width + BAR))
    pictures = style.placed(images, [(lefts[0], y) for y in tops], height, width)
    heat = style.placed(maps.reshape(-1, SIDE, SIDE), [(x, y) for y in tops for x in lefts[1:]], height, width)
    style.pixels(axes, pictures, low=0, high=255)
    style.pixels(axes, heat, low=-1, high=1, cmap=MAP, scale=2)
    steps = np.arange(SIDE) + 0.5
    for y, image, label, rival, (true, other) in zip(tops, images, labels, rivals, probabilities, strict=True):
        for left in lefts:
            style.frame(axes, (left, y), SIDE, SIDE)
        for left in lefts[1:]:
            axes.contour(left + steps, y + steps, image, levels=[110], colors=OUTLINE, linewidths=0.9)
        mark = "×\N{NO-BREAK SPACE}" if other > true else ""
        axes.text(LEFT - 3, y + 8, f"{label}: {style.percent(true, 0)}", ha="right", va="center", fontweight=600)
        axes.text(LEFT - 3, y + 18, f"{mark}{rival}: {style.percent(other, 0)}", ha="right", va="center")
    names = [name for _, group in GROUPS for name in group]
    for left, name in zip(lefts, names, strict=True):
        axes.text(left + SIDE / 2, TOP - 2, name, ha="center", va="bottom", linespacing=1.05)
    for group, middle in middles:
        axes.text(middle, -3, group, ha="center", va="bottom", fontweight=600)
    axes.set(xlim=(0, width + BAR), ylim=(height, -8))
    scale = axes.inset_axes((width + 2, TOP, 2.5, count * (SIDE + GAP) - GAP), transform=axes.transData)
    style.pixels(scale, np.linspace(1, -1, 64)[:, None], low=-1, high=1, cmap=MAP, scale=1).axes.set_aspect("auto")
    for y, text in ((TOP, "+"), (TOP + (count * (SIDE + GAP) - GAP) / 2, "0"), (height - GAP, "−")):
        place = {TOP: "top", height - GAP: "bottom"}.get(y, "center")
        axes.text(width + 6, y, text, ha="left", va=place)
    return axes.figure
