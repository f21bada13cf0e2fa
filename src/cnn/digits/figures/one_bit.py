"""The distance of two trainings that differ in one bit, step by step."""

from matplotlib.ticker import LogLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer


@style.lecture()
def draw(*, steps: Integer[" s"], distances: Float["seeds s"]) -> style.Figure:
    """Draw a line for each seed, both axes logarithmic.

    Args:
        steps: of the optimiser, increasing.
        distances: of the two weight vectors, in units of their length.
    """
    axes = style.panel(height=3.2, grid="both")
    for seed, line in enumerate(distances):
        alpha = 1 - 0.3 * (seed % 3)
        axes.plot(steps, line, color=style.NETWORK_COLOURS["a"], marker="o", markersize=4, alpha=alpha)
    axes.set(xscale="log", yscale="log", xlabel="шаг", ylabel="расстояние между весами,\nдоля их длины")
    axes.yaxis.set_major_locator(LogLocator(numticks=10))
    axes.yaxis.set_minor_locator(LogLocator(subs=[], numticks=10))
    style.number_ticks(axes.xaxis, at=[step for step in (1, 3, 10, 30, 100, 300, 1000, 3000) if step <= steps[-1]])
    return axes.figure
