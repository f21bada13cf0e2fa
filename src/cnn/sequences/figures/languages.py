"""The language of a word: a window of letters, as wide as it is, beside counts of letters and of groups of three."""

from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer


@style.lecture()
def draw(
    *, widths: Integer[" widths"], windows: Float["seeds widths"], letters: Float[" seeds"], trigrams: Float[" seeds"]
) -> style.Figure:
    """Draw accuracy against the width of the window in letters, and both counts as levels.

    Args:
        windows: accuracies in [0, 1].
        letters, trigrams: accuracies of logistic regression on counts.
    """
    windows = 100 * windows

    axes = style.panel(height=3.0, grid="y")
    for values, linestyle, text in ((letters, "--", "счёт букв"), (trigrams, "-", "счёт троек букв")):
        mean = 100 * values.mean()
        axes.axhline(mean, color=style.NETWORK_COLOURS["logistic"], linestyle=linestyle)
        style.note(axes, text, (1, mean), (0, 4), xycoords=("axes fraction", "data"), ha="right")
    for values in windows:
        axes.plot(widths, values, **style.look("cnn_1d"), linestyle="none", fillstyle="none", markersize=5)
    axes.plot(widths, windows.mean(axis=0), **style.look("cnn_1d"))
    style.note(axes, "окно одномерной CNN", (widths[-2], windows.mean(axis=0)[-2]), (12, -18), ha="left")
    axes.set(xticks=widths, xlim=(widths[0] - 0.3, widths[-1] + 1))
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.1 * (high - low))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set(xlabel="ширина окна, букв", title="доля верных ответов, %")
    return axes.figure
