"""Two classes on each photograph: where a network trained on ImageNet finds them, by gradients and by hiding."""

import numpy as np
from matplotlib.colors import to_rgb
from skimage.transform import resize

from cnn.data.imagenet import in_russian
from cnn.drawing import style
from lecture.drawing.contract import Float, Text, UInt8

HEAT = "#ff9d00"
HALF = 0.5  # of the largest value: where the line is drawn
GREY = np.array([0.299, 0.587, 0.114])  # how bright the colours look
BAR = "#7a8794"  # no network of the lecture's own


def heated(axes: style.Axes, photo: np.ndarray, values: np.ndarray) -> None:
    """The photograph in grey, orange where the map is large, and a line where it is half of its largest value."""
    height, width = photo.shape[:2]
    share = resize(
        values.astype(float) / max(values.max(), 1e-12), (height, width), order=1, mode="edge", anti_aliasing=False
    )
    grey = np.repeat((0.15 + 0.8 * (photo / 255) @ GREY)[:, :, None], 3, axis=2)
    opacity = 0.72 * share[:, :, None]
    style.photo(axes, np.clip((1 - opacity) * grey + opacity * np.array(to_rgb(HEAT)), 0, 1))
    places = (np.arange(width) + 0.5, np.arange(height) + 0.5)
    axes.contour(*places, share, levels=[HALF], colors="#202020", linewidths=2.2)
    axes.contour(*places, share, levels=[HALF], colors="#ffffff", linewidths=1.1)


READS = "class_activation"


@style.lecture()
def draw(
    *,
    photos: UInt8["n h w 3"],
    names: Text["n 2"],
    probabilities: Float["n 2"],
    gradient: Float["n 2 _h _w"],
    hidden: Float["n 2 _h _w"],
) -> style.Figure:
    """Draw two rows for each photograph: above it and its maps by gradients, below the maps by hiding.

    Args:
        names: the classes that are asked about.
        probabilities: in [0, 1].
        gradient: not negative: Grad-CAM.
        hidden: not negative: how far the score falls.
    """
    count, height, width = photos.shape[:3]
    written = [[in_russian(name) for name in pair] for pair in names]

    grid = style.panels(2 * count * (style.WIDTH / 3 * height / width + 0.26), 2 * count, 3, squeeze=False)
    for i, photo in enumerate(photos):
        above, below = grid[2 * i], grid[2 * i + 1]
        style.photo(above[0], photo)
        bars = below[0]
        bars.barh([0, 1], probabilities[i], height=0.3, color=BAR)
        for place, (name, value) in enumerate(zip(written[i], probabilities[i], strict=True)):
            bars.text(0, place - 0.22, name, va="bottom")
            style.note(bars, style.percent(value), (value, place), (4, 0), va="center")
        bars.set_title("вероятности", fontweight=400, pad=3)
        bars.set(xlim=(0, max(probabilities[i].max(), 0.01) * 1.5), ylim=(1.6, -0.9), xticks=[], yticks=[])
        bars.spines[["bottom", "left"]].set_visible(False)
        for row, (method, values) in zip((above, below), (("Grad-CAM", gradient), ("заслонение", hidden)), strict=True):
            for axes, name, each in zip(row[1:], written[i], values[i], strict=True):
                heated(axes, photo, each)
                axes.set_title(f"{method}: {name}", fontweight=400, pad=3)
    return axes.figure
