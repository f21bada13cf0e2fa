"""Four photographs, and what a network trained on ImageNet takes them for."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

BAR = "#7a8794"  # no network of the lecture's own


@style.lecture()
def draw(*, photos: np.ndarray, names: np.ndarray, probabilities: np.ndarray) -> Figure:
    """Draw each photograph beside the classes that the network finds most probable.

    Args:
        photos: (N, h, w, 3) uint8.
        names: (N, K) str.
        probabilities: (N, K) in [0, 1], the largest first.

    Returns:
        The figure.

    Raises:
        ValueError: the shapes differ, or a value is no probability.
    """
    photos = arguments.array(photos, "photos", (None, None, None, 3))
    names = arguments.array(names, "names", (len(photos), None))
    probabilities = arguments.array(probabilities, "probabilities", names.shape)
    if probabilities.min() < 0 or probabilities.max() > 1:
        raise ValueError("probabilities: expected values from 0 to 1")

    figure = style.figure(height=1.55 * len(photos))
    grid = figure.subplots(len(photos), 2, width_ratios=(1, 3), squeeze=False)
    for (left, right), photo, labels, values in zip(grid, photos, names, probabilities, strict=True):
        height, width = photo.shape[:2]
        left.set_axis_off()
        left.imshow(photo, extent=(0, width, height, 0), interpolation="none")
        style.frame(left, (0, 0), height, width)
        places = np.arange(len(values))
        right.barh(places, values, height=0.62, color=BAR)
        for place, value in zip(places, values, strict=True):
            right.annotate(style.percent(value), (value, place), (5, 0), textcoords="offset points", va="center")
        right.set_yticks(places, labels)
        right.invert_yaxis()
        right.set_xlim(0, 1.12)
        right.set_xticks([])
        right.spines["bottom"].set_visible(False)
        right.tick_params(axis="y", length=0)
    return figure
