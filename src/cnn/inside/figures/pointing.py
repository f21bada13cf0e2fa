"""Maps of a class on canvases with two digits, and how often their largest value is on the digit that was asked for."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, UInt8

MAP = "PuOr_r"  # as in the figure class_activation
LOOKS = {"trained": style.look("modern"), "random": style.look("logistic") | {"marker": "o"}}
NAMES = {"trained": "обученная сеть", "random": "сети со случайными весами"}
KINDS = ("на холсте одна цифра", "на холсте две цифры")


def shares(axes: style.Axes, hits: np.ndarray, intervals: np.ndarray, chance: np.ndarray) -> None:
    """A row for each network of each kind of canvas: every network a mark, all together an interval."""
    place, ticks = 0, []
    for kind, row, both, luck in zip(KINDS, hits, intervals, chance, strict=True):
        axes.text(0, place - 0.15, kind, fontweight=600, va="center")
        for who, values, (low, high) in zip(NAMES, (row[:1], row[1:]), both, strict=True):
            place += 1
            axes.plot([100 * low, 100 * high], [place] * 2, color=LOOKS[who]["color"], linewidth=5, alpha=0.45)
            axes.plot(100 * values, [place] * len(values), **LOOKS[who], linestyle="", clip_on=False)
            axes.annotate(style.percent(values.mean(), 0), (104, place), va="center", annotation_clip=False)
        axes.plot([100 * luck] * 2, [place - 1.45, place + 0.45], ":", color=style.INK, linewidth=1.4)
        if kind == KINDS[0]:
            style.note(axes, "наугад", (100 * luck, place + 0.42), (4, -2), va="top")
        ticks += [place - 1, place]
        place += 1.9
    axes.set_ylim(place - 1.2, -0.6)
    axes.set_yticks(ticks, list(NAMES.values()) * 2)


@style.lecture()
def draw(
    *,
    canvases: UInt8["n h w"],
    maps: Float["n 2 h w"],
    boxes: Integer["n 2 4"],
    peaks: Integer["n 2 2"],
    classes: Integer[" n"],
    hits: Float["2 networks"],
    intervals: Float["2 2 2"],
    either: Float[" networks"],
    chance: Float["2"],
) -> style.Figure:
    """Draw canvases with the maps of a trained and of a random network, and below the shares of hits.

    Args:
        canvases: with two digits.
        maps: of both signs, of the trained network and of a random one.
        boxes: top, left, height and width of the digit that is asked for and of the other.
        peaks: row and column of the largest value of each map.
        classes: what is asked for.
        hits: shares in [0, 1] with one and with two digits; the trained network, then the random ones.
        intervals: low and high, of the trained network and of all random ones.
        either: with two digits the share of hits on either, not drawn.
        chance: the share that chance would hit.
    """
    count, height, width = canvases.shape
    figure = style.figure(height=0.4 + 2.55 * count * 0.62 + 2.4)
    above, below = figure.subfigures(2, 1, height_ratios=(count * 1.6, 2.3))
    grid = above.subplots(count, 3, squeeze=False)
    titles = ("холст", NAMES["trained"], "случайные веса")
    steps = np.arange(width) + 0.5, np.arange(height) + 0.5
    for i, row in enumerate(grid):
        style.pixels(row[0], canvases[i], low=0, high=255, scale=2)
        for axes, values, (down, right) in zip(row[1:], maps[i], peaks[i], strict=True):
            style.pixels(axes, values / max(np.abs(values).max(), 1e-12), low=-1, high=1, cmap=MAP, scale=1)
            axes.contour(*steps, canvases[i], levels=[110], colors="#202020", linewidths=0.8)
            for colour, width_of_line in (("#ffffff", 4), ("#000001", 2)):
                axes.plot(right + 0.5, down + 0.5, "x", markersize=9, color=colour, markeredgewidth=width_of_line)
            top, left, tall, wide = boxes[i, 0]
            hit = top <= down < top + tall and left <= right < left + wide
            axes.text(width / 2, height + 2, "попал" if hit else "мимо", ha="center", va="top")
        for number, axes in enumerate(row):
            style.frame(axes, (0, 0), height, width)
            top, left, tall, wide = boxes[i, 0]
            colour = "#ffd24d" if number == 0 else "#202020"
            style.frame(axes, (left - 1, top - 1), tall + 2, wide + 2, edgecolor=colour, alpha=1, linewidth=1.3)
        row[0].text(-4, height / 2, f"где {classes[i]}?", ha="right", va="center")
    for axes, title in zip(grid[0], titles, strict=True):
        axes.set_title(title, fontweight=400)

    axes = below.subplots()
    shares(axes, hits, intervals, chance)
    axes.set(xlim=(0, 100), xlabel="максимум карты\N{NO-BREAK SPACE}— на нужной цифре, % холстов")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    return figure
