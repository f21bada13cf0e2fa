"""The three parts of a data set as bars in one scale, with what each is for."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer

PARTS = (  # name, what for, how strong the tint
    ("обучающая", "подбираем веса:\nсмотрим на каждом шаге", 0.12),
    ("проверочная", "выбираем:\nскорость, когда\nостановиться", 0.3),
    ("тестовая", "измеряем:\nодин раз,\nв конце", 0.5),
)
LEAST = 0.17  # of the width: narrower bars could not hold their words
GAP = 0.03  # between what the network may see and what it may not


@style.lecture()
def draw(*, counts: Integer["3"]) -> style.Figure:
    """Draw the parts side by side; a small one is drawn wider than it is, and says how many images it has.

    Args:
        counts: images of the training, the validation and the test set.
    """
    axes = style.canvas(1.75, xlim=(-0.01, 1.01), ylim=(-0.9, 1.5))
    widths = np.maximum(counts / counts.sum(), LEAST)
    widths = widths / widths.sum() * (1 - GAP)
    left = 0.0
    for (name, use, tint), count, width in zip(PARTS, counts, widths, strict=True):
        left += GAP if name == "тестовая" else 0
        style.shade(axes, (left, 0), 1, width, style.NETWORK_COLOURS["a"], tint)
        style.frame(axes, (left, 0), 1, width, alpha=1)
        middle = left + width / 2
        axes.text(middle, 0.5, style.number(int(count)), ha="center", va="center", fontweight=600)
        axes.text(middle, 1.08, name, ha="center", va="bottom", fontweight=600)
        axes.text(middle, -0.1, use, ha="center", va="top", linespacing=1.15)
        left += width
    return axes.figure
