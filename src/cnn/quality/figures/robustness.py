"""Accuracy under five corruptions of growing strength, a small picture for each."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Text, UInt8

TITLES = {
    "noise": ("шум", "стандартное отклонение"),
    "blur": ("размытие", "ширина, пиксели"),
    "contrast": ("контраст", "отнятая доля"),
    "shift": ("сдвиг", "пиксели"),
    "rotation": ("поворот", "градусы"),
}
SIDE = 28
COLUMNS = 3
TICKS = 7  # at most so many labels fit side by side under a small picture


@style.lecture()
def draw(
    *,
    networks: Text[" n"],
    corruptions: Text["5"],
    strengths: Float["5 strengths"],
    accuracy: Float["n 5 strengths"],
    examples: UInt8["5 28 28"],
) -> style.Figure:
    """Draw a small picture for each corruption, and in the last place what the strongest does to one digit.

    Args:
        networks: keys of `style.NETWORK_COLOURS`.
        corruptions: keys of `TITLES`.
        strengths: the first is 0.
        accuracy: in [0, 1].
        examples: the strongest corruptions of one image.
    """
    places = style.panels(4.6, 2, COLUMNS).ravel()
    for row, (axes, corruption) in enumerate(zip(places, corruptions, strict=False)):
        for network, values in zip(networks, accuracy[:, row], strict=True):
            name = style.NETWORK_NAMES[network]
            axes.plot(strengths[row], 100 * values, **style.look(network), markersize=5, label=name)
        title, unit = TITLES[corruption]
        axes.set(title=title, xlabel=unit, ylim=(0, 104))
        axes.set_yticks(range(0, 101, 25), None if row % COLUMNS == 0 else [""] * 5)
        axes.set_xticks(legible(strengths[row]))
        axes.grid(True)
        if row % COLUMNS == 0:
            axes.set_ylabel("верных ответов, %")
    places[0].legend(loc="lower left", handlelength=1.4)

    last = places[-1]
    tiles, corners = style.mosaic(examples, columns=3, gap=16)
    style.pixels(last, tiles, low=0, high=255)
    for (x, y), corruption in zip(corners, corruptions, strict=True):
        style.frame(last, (x, y), SIDE, SIDE)
        last.text(x + SIDE / 2, y + SIDE + 7, TITLES[corruption][0], ha="center", va="center")
    last.set(ylim=(2 * SIDE + 30, -2), title="наибольшая сила")
    return last.figure


def legible(places: np.ndarray) -> list[float]:
    """Those of increasing places that can carry a label: the last one, and from there on those far enough apart."""
    apart = (places[-1] - places[0]) / TICKS
    kept = [float(places[-1])]
    for place in places[-2::-1]:
        if kept[-1] - place >= apart:
            kept.append(float(place))
    return kept[::-1]
