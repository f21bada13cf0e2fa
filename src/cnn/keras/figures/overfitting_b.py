"""Network B alone: the loss while it trains and the loss on the test set, epoch by epoch."""

import pandas as pd
from matplotlib.ticker import LogLocator

from cnn.drawing import style

READS = {"history": "first b history.csv"}


@style.lecture()
def draw(*, history: pd.DataFrame) -> style.Figure:
    """Draw the mean training loss of each epoch and the test loss behind it, and mark the least of the latter.

    Args:
        history: of one training of network B.
    """
    by_split = {split: rows.groupby("epoch")["loss"].mean() for split, rows in history.groupby("split")}
    training, test = by_split["train"], by_split["test"].drop(0)
    axes = style.panel(height=2.9)
    axes.set_yscale("log")
    axes.grid(True)
    axes.plot(training, "--", color=style.INK, linewidth=2, label="на обучении, среднее за эпоху")
    axes.plot(test, **style.look("b"), linewidth=2, markersize=5, label="на тесте, после эпохи")
    least = test.idxmin()
    if least < test.index[-1]:
        axes.plot(least, test[least], "o", color=style.INK, fillstyle="none", markersize=12)
        style.note(axes, "дно", (least, test[least]), (0, -11), ha="center", va="top")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    style.number_ticks(axes.yaxis)
    axes.set(xlabel="эпоха", ylabel="потеря", xticks=test.index)
    axes.figure.legend(loc="outside upper left", ncols=2, handlelength=3)
    return axes.figure
