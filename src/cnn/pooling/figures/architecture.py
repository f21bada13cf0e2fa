"""The architecture of networks: boxes whose sizes are the shapes that really pass through."""

import math

import numpy as np
from matplotlib.patches import Polygon

from cnn.drawing import style
from cnn.pooling.figures.max_pooling import arrow
from lecture.drawing.contract import Shaped

WINDOWS = {"Conv2d": "свёртка", "MaxPool2d": "max", "AvgPool2d": "среднее"}
DENSE = {"Flatten": "вектор", "Linear": "полно-\nсвязный"}
POINTWISE = {  # do not change the shape: named below the box that they follow
    "ReLU": "ReLU",
    "Dropout": "прореж.",
    "Dropout2d": "прореж.",
    "LogSoftmax": "log-softmax",
    "BatchNorm2d": "норм.",
}
SLOT = 1.0  # the width of a box with its name; a row has up to ROW of them
ROW = 8
SLANT = 0.32  # how far the depth of a box goes right and up, of its height
OPACITY = {"Input": 0.0, "Conv2d": 0.55, "MaxPool2d": 0.25, "AvgPool2d": 0.25, "Flatten": 0.1, "Linear": 0.8}


@style.lecture()
def draw(**networks: Shaped[" _layers"]) -> style.Figure:
    """Draw each network as a row of boxes, from the input on the left to the answer on the right.

    A box is as high as the maps and as thick as there are channels (by its root, or 512 channels would hide the rest);
    a vector is a bar as high as its logarithm. The colour is that of the network; layers without weights are pale.

    Args:
        networks: under the name of each network, a key of `style.NETWORK_COLOURS`, a table as
            `cnn.pooling.architecture.layers` gives it, the first row for the input.

    Raises:
        ValueError: a layer is of a kind that nobody knows how to draw.
    """
    rows = []
    for network, table in networks.items():
        boxes = stages(table, network)
        rows += [(network, boxes[i : i + ROW], i) for i in range(0, len(boxes), ROW)]
    figure = style.figure(height=2.55 * len(rows))
    for axes, (network, boxes, before) in zip(figure.subplots(len(rows), 1, squeeze=False)[:, 0], rows, strict=True):
        axes.set_axis_off()
        axes.set(xlim=(-0.5 * SLOT, (ROW - 0.5) * SLOT), ylim=(-1.12, 1.52), aspect="equal")
        tallest = max(int(table["height"].max()) for table in networks.values())
        for place, (box, names) in enumerate(boxes):
            draw_box(axes, place * SLOT, box, tallest, style.NETWORK_COLOURS[network])
            for i, line in enumerate("\n".join(names).split("\n")):  # a text of many lines would be spaced unevenly
                axes.text(place * SLOT, -0.27 - 0.2 * i, line, ha="center", va="baseline")
            if place:
                arrow(axes, ((place - 0.5) * SLOT - 0.06, 0.45), ((place - 0.5) * SLOT + 0.08, 0.45))
        if not before:
            total = style.number(int(networks[network]["parameters"].sum()))
            axes.set_title(f"{style.NETWORK_NAMES[network]}: {total} параметров")
    return figure


def stages(table: np.ndarray, name: str) -> list[tuple[np.void, list[str]]]:
    """The layers that become boxes, each with the lines of text below it.

    Args:
        table: of a network.
        name: of the network, for messages.

    Raises:
        ValueError: a layer is of a kind that nobody knows how to draw.
    """
    boxes: list[tuple[np.void, list[str]]] = [(table[0], ["вход"])]
    for row in table[1:]:
        kind = str(row["type"])
        if kind in WINDOWS:
            boxes.append((row, [f"{WINDOWS[kind]}\n{row['kernel']}×{row['kernel']}"]))
        elif kind in DENSE:
            boxes.append((row, [DENSE[kind]]))
        elif kind in POINTWISE:
            boxes[-1][1].append(POINTWISE[kind])
        else:
            raise ValueError(f"{name}: nobody knows how to draw the layer {row['layer']}, a {kind}")
    return boxes


def draw_box(axes: style.Axes, x: float, row: np.void, tallest: int, colour: str) -> None:
    """Draw maps as a box, a vector as a bar, with the shape above.

    Args:
        x: the middle.
        row: of the network's table.
        tallest: the height of maps that becomes the height 1.
    """
    channels, height = int(row["channels"]), int(row["height"])
    shade, flat = OPACITY[str(row["type"])], row["height"] == row["width"] == 1
    if flat:
        thick, tall, depth = 0.1, 0.25 * math.log10(max(channels, 2)), 0.0
        label = style.number(channels)
    else:
        thick, tall = 0.045 * math.sqrt(channels), height / tallest
        depth = SLANT * tall
        label = f"{height}×{row['width']}×{channels}"
    left, right = x - (thick + depth) / 2, x + (thick - depth) / 2
    base = (1 - tall) / 2 * 0.9
    front = [(left, base), (right, base), (right, base + tall), (left, base + tall)]
    faces = [(front, shade)]
    if depth:
        back = [(a + depth, b + depth * 0.6) for a, b in front]
        faces.append(([front[3], front[2], back[2], back[3]], shade * 0.6))
        faces.append(([front[1], back[1], back[2], front[2]], shade * 0.8))
    for corners, opacity in faces:
        axes.add_patch(Polygon(corners, facecolor=colour, alpha=opacity, linewidth=0))
        axes.add_patch(Polygon(corners, fill=False, edgecolor=style.INK, linewidth=0.7))
    axes.text(x, base + tall + depth * 0.6 + 0.06, label, ha="center", va="bottom")
