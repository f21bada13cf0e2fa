"""One photograph under transforms that keep its meaning, and how far each is from the original."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

NAMES = ("исходная", "сдвиг", "поворот", "масштаб", "скос", "отражение", "яркость", "другая фотография")
COLUMNS = 4


READS = "photograph"


@style.lecture()
def draw(*, pictures: np.ndarray, distances: np.ndarray) -> Figure:
    """Draw the pictures with their distances from the first one.

    Args:
        pictures: (8, H, W, 3) uint8: the photograph, six transforms of it, another photograph.
        distances: (7,) float >= 0, root mean square differences from the first picture, values in [0, 1].

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or a distance is negative.
    """
    pictures = arguments.array(pictures, "pictures", (len(NAMES), None, None, 3))
    distances = arguments.array(distances, "distances", (len(NAMES) - 1,))
    if not (distances >= 0).all():
        raise ValueError("distances: can't be negative")
    below = ["0", *(style.number(distance, 2) for distance in distances)]
    figure = style.figure(height=4.55)
    panels = figure.subplots(len(NAMES) // COLUMNS, COLUMNS).ravel()
    for axes, picture, name, distance in zip(panels, pictures, NAMES, below, strict=True):
        axes.set_axis_off()
        axes.imshow(picture, interpolation="none")
        style.frame(axes, (-0.5, -0.5), *picture.shape[:2])
        axes.set_title(name)
        axes.annotate(
            f"d = {distance}",
            (-0.5, picture.shape[0] - 0.5),
            (0, -4),
            textcoords="offset points",
            va="top",
            annotation_clip=False,
        )
    return figure
