"""How often the largest value of a map is on the digit that was asked for, by networks that have learned or not."""

from cnn.drawing import style
from lecture.drawing.contract import Float

LOOKS = {"trained": style.look("modern"), "random": style.look("logistic") | {"marker": "o"}}
NAMES = {"trained": "обученная сеть", "random": "сети со случайными весами"}
KINDS = ("на холсте одна цифра", "на холсте две цифры")

READS = "pointing"


@style.lecture()
def draw(*, hits: Float["2 networks"], intervals: Float["2 2 2"], chance: Float["2"]) -> style.Figure:
    """Draw a row for the networks of each kind, on each kind of canvas: a mark for each, an interval for all.

    Args:
        hits: shares in [0, 1] with one and with two digits; the trained network, then the random ones.
        intervals: low and high, of the trained network and of all random ones.
        chance: the share that chance would hit.
    """
    axes = style.panel(height=2.6, grid="x")
    place, ticks = 0.0, []
    for kind, row, both, luck in zip(KINDS, hits, intervals, chance, strict=True):
        axes.text(0, place - 0.05, kind, fontweight=600, va="center")
        for who, values, (low, high) in zip(NAMES, (row[:1], row[1:]), both, strict=True):
            place += 1
            axes.plot([100 * low, 100 * high], [place] * 2, color=LOOKS[who]["color"], linewidth=6, alpha=0.45)
            axes.plot(100 * values, [place] * len(values), **LOOKS[who], linestyle="", clip_on=False)
            axes.annotate(style.percent(values.mean(), 0), (104, place), va="center", annotation_clip=False)
        axes.plot([100 * luck] * 2, [place - 1.45, place + 0.45], ":", color=style.INK, linewidth=1.4)
        style.note(axes, "наугад", (100 * luck, place - 0.5), (5, 0), va="center")
        ticks += [place - 1, place]
        place += 1.6
    axes.set_ylim(place - 1, -0.5)
    axes.set_yticks(ticks, list(NAMES.values()) * 2)
    axes.set(xlim=(0, 100), xlabel="наибольшее значение карты\N{NO-BREAK SPACE}— на названной цифре, % холстов")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return axes.figure
