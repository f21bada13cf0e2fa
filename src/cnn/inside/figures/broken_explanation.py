"""Explanations of a network whose layers become random one after another."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, UInt8

MAP = "PuOr_r"  # as in the figure class_activation
OUTLINE = "#202020"
METHODS = ("градиент", "интегрированный\nградиент", "CAM")
LOOKS = (
    {"color": style.VARIANT_COLOURS["without"], "marker": "D", "linestyle": "--"},
    {"color": style.VARIANT_COLOURS["with"], "marker": "o", "linestyle": "-"},
    {"color": style.NETWORK_COLOURS["modern"], "marker": "*", "linestyle": "-"},
)


@style.lecture()
def draw(
    *,
    image: UInt8["28 28"],
    maps: Float["methods columns 28 28"],
    stages: Integer[" columns"],
    similarity: Float["methods stages"],
    accuracy: Float[" stages"],
) -> style.Figure:
    """Draw the maps of one digit, a row for each method, and below how alike they stay.

    Args:
        image: the digit.
        maps: of both signs; each is drawn in units of its own largest value.
        stages: how many layers are random in each column.
        similarity: rank correlation with the maps of the whole network, in [−1, 1], by the number of random layers.
        accuracy: in [0, 1], by the same.
    """
    figure = style.figure(height=6.1)
    above, below = figure.subfigures(2, 1, height_ratios=(1.75, 1))
    grid = above.subplots(len(maps), len(stages) + 1)
    steps = np.arange(28) + 0.5
    last = similarity.shape[1] - 1
    for row, (panels, found, method) in enumerate(zip(grid, maps, METHODS, strict=True)):
        panels[0].set_axis_off()
        if row == 1:
            style.pixels(panels[0], image, low=0, high=255)
            style.frame(panels[0], (0, 0), 28, 28)
        for axes, values, stage in zip(panels[1:], found, stages, strict=True):
            style.pixels(axes, values / max(np.abs(values).max(), 1e-12), low=-1, high=1, cmap=MAP, scale=2)
            axes.contour(steps, steps, image, levels=[110], colors=OUTLINE, linewidths=0.8)
            style.frame(axes, (0, 0), 28, 28)
            if row == 0:
                random = "все" if stage == last else style.number(int(stage))
                axes.set_title("вся сеть" if stage == 0 else f"случайных: {random}", loc="center", fontweight=400)
        panels[1].text(-3, 14, method, ha="right", va="center")

    axes = below.subplots()
    places = np.arange(last + 1)
    for values, look, method in zip(similarity, LOOKS, METHODS, strict=True):
        axes.plot(places, values, **look, label=method.replace("\n", " "))
    axes.plot(places, accuracy, ":", color=style.INK, linewidth=1.4, label="доля верных ответов")
    axes.set(xlabel="слоёв со случайными весами, от последнего к первому", xticks=places)
    axes.set_title("сходство с картой целой сети (ранговая корреляция)")
    axes.grid(True)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
