"""Four photographs, and what a network trained on ImageNet takes them for."""

import numpy as np

from cnn.data.imagenet import in_russian
from cnn.drawing import style
from lecture.drawing.contract import Float, Text, UInt8

BAR = "#7a8794"  # no network of the lecture's own
ENGLISH = 38  # points between a probability and the English name of its class


@style.lecture()
def draw(*, photos: UInt8["n h w 3"], names: Text["n k"], probabilities: Float["n k"]) -> style.Figure:
    """Draw each photograph beside the classes that the network finds most probable.

    Args:
        names: in English.
        probabilities: in [0, 1], the largest first.
    """
    grid = style.panels(1.55 * len(photos), len(photos), 2, width_ratios=(1, 3), squeeze=False)
    for (left, right), photo, labels, values in zip(grid, photos, names, probabilities, strict=True):
        style.photo(left, photo)
        places = np.arange(len(values))
        right.barh(places, values, height=0.62, color=BAR)
        for place, (label, value) in enumerate(zip(labels, values, strict=True)):
            style.note(right, style.percent(value), (value, place), (5, 0), va="center")
            english = f"({label})" if in_russian(label) != label else ""
            style.note(right, english, (value, place), (5 + ENGLISH, 0), va="center", style="italic")
        right.set_yticks(places, [in_russian(label) for label in labels])
        right.invert_yaxis()
        right.set(xlim=(0, 1.45), xticks=[])
        right.spines["bottom"].set_visible(False)
        right.tick_params(axis="y", length=0)
    return left.figure
