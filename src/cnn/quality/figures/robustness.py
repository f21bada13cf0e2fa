"""Accuracy under five corruptions of growing strength, a small picture for each."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

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
    networks: np.ndarray,
    corruptions: np.ndarray,
    strengths: np.ndarray,
    accuracy: np.ndarray,
    examples: np.ndarray,
) -> Figure:
    """Draw a small picture for each corruption, and in the last place what the strongest does to one digit.

    Args:
        networks: (networks,) names, keys of `style.NETWORK_COLOURS`.
        corruptions: (5,) keys of `TITLES`.
        strengths: (5, N), the first is 0.
        accuracy: (networks, 5, N) shares in [0, 1].
        examples: (5, 28, 28) uint8, the strongest corruptions of one image.

    Returns:
        The figure.

    Raises:
        ValueError: a name is unknown, a shape is wrong, or a value is no share.
    """
    networks, corruptions = [str(name) for name in networks], [str(name) for name in corruptions]
    if unknown := sorted(set(networks) - set(style.NETWORK_COLOURS)):
        raise ValueError(f"networks: unknown: {', '.join(unknown)}")
    if unknown := sorted(set(corruptions) ^ set(TITLES)):
        raise ValueError(f"corruptions: expected {', '.join(TITLES)}; differs in {', '.join(unknown)}")
    strengths = arguments.array(strengths, "strengths", (len(TITLES), None))
    accuracy = arguments.array(accuracy, "accuracy", (len(networks), *strengths.shape))
    examples = arguments.array(examples, "examples", (len(TITLES), SIDE, SIDE))
    if not ((accuracy >= 0) & (accuracy <= 1)).all():
        raise ValueError("accuracy: expected shares in [0, 1]")

    figure = style.figure(height=4.6)
    places = figure.subplots(2, COLUMNS).ravel()
    for row, (axes, corruption) in enumerate(zip(places, corruptions, strict=False)):
        for network, values in zip(networks, accuracy[:, row], strict=True):
            colour, marker = style.NETWORK_COLOURS[network], style.NETWORK_MARKERS[network]
            name = style.NETWORK_NAMES[network]
            axes.plot(strengths[row], 100 * values, color=colour, marker=marker, markersize=5, label=name)
        title, unit = TITLES[corruption]
        axes.set_title(title)
        axes.set_xlabel(unit)
        axes.set_ylim(0, 104)
        axes.set_yticks(range(0, 101, 25), None if row % COLUMNS == 0 else [""] * 5)
        axes.set_xticks(legible(strengths[row]))
        axes.grid(True)
        style.russian_ticks(axes.xaxis)
        if row % COLUMNS == 0:
            axes.set_ylabel("верных ответов, %")
    places[0].legend(loc="lower left", handlelength=1.4)

    last = places[-1]
    tiles, corners = style.mosaic(examples, columns=3, gap=16)
    style.pixels(last, tiles, low=0, high=255)
    for (x, y), corruption in zip(corners, corruptions, strict=True):
        style.frame(last, (x, y), SIDE, SIDE)
        last.text(x + SIDE / 2, y + SIDE + 7, TITLES[corruption][0], ha="center", va="center")
    last.set_ylim(2 * SIDE + 30, -2)
    last.set_title("наибольшая сила")
    return figure


def legible(places: np.ndarray) -> list[float]:
    """Those of increasing places that can carry a label: the last one, and from there on those far enough apart."""
    apart = (places[-1] - places[0]) / TICKS
    kept = [float(places[-1])]
    for place in places[-2::-1]:
        if kept[-1] - place >= apart:
            kept.append(float(place))
    return kept[::-1]
