"""How large a fall of an accuracy is found, by how many seeds."""

import numpy as np
from matplotlib.ticker import MultipleLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

WANTED = 90  # per cent: what a watch is asked for


@style.lecture()
def draw(*, falls: Float[" f"], found: Float["s f"], seeds: Integer["s 2"]) -> style.Figure:
    """Draw the share of rebuilds in which a fall is found, a line for each pair of numbers of seeds.

    Args:
        falls: in standard deviations of a training.
        found: shares in [0, 1].
        seeds: of the edition, and of the rebuild; a pair of equal few is dashed.
    """
    axes = style.panel(height=3.1, grid="y")
    axes.axhline(WANTED, color=style.INK, linewidth=0.8, alpha=style.FAINT_OPACITY)
    style.note(axes, f"{WANTED}\N{NO-BREAK SPACE}%", (falls[0], WANTED), (5, 3))
    for curve, (then, now) in zip(found, seeds, strict=True):
        side = "with" if then >= seeds.max() else "without"
        look = style.side(side) | {"marker": "none"}
        axes.plot(falls, 100 * curve, **look, linewidth=2.2 if now == seeds.max() else 1.6)
        name = f"{then} и\N{NO-BREAK SPACE}{now}"
        style.note(axes, name, (np.interp(0.4, curve, falls), 40), (9, -5), va="top", fontweight=600)
    axes.set(xlim=(falls[0], falls[-1]), ylim=(0, 103))
    axes.yaxis.set_major_locator(MultipleLocator(25))
    axes.xaxis.set_major_locator(MultipleLocator(1))
    axes.set_xlabel("насколько упала средняя доля верных ответов, стандартных отклонений запуска")
    axes.set_ylabel("замечено, % сборок")
    return axes.figure
