"""How network A learns: the loss of every batch as a line, the loss on the test set as points."""

import math

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator

from cnn.drawing import style

NETWORK = "a"
WINDOWS_PER_EPOCH = 10  # the running median looks at a tenth of an epoch
TESTS = {"linestyle": "none", "marker": "o", "color": style.INK, "markeredgewidth": 0.9, "clip_on": False}
FIRST_TESTS = TESTS | {"markersize": 6.5, "zorder": 4}
OTHER_TESTS = TESTS | {"markersize": 4.5, "zorder": 3, "markerfacecolor": "none", "alpha": 0.7}
OTHER_MEDIANS = {"linestyle": "-", "color": style.INK, "alpha": 0.7, "linewidth": 0.8, "zorder": 2.5}


def running_median(train: pd.DataFrame) -> pd.Series:
    """The median of the loss over a tenth of an epoch around each batch.

    Args:
        train: the rows of one history with split = "train", in order.

    Returns:
        As many values as rows; at the ends of training the window is shorter.
    """
    window = max(1, len(train) // (train["epoch"].nunique() * WINDOWS_PER_EPOCH))
    return train["loss"].rolling(window, center=True, min_periods=1).median()


READS = {"history": "all a history.csv"}


@style.lecture()
def draw(*, history: list[pd.DataFrame], classes: int = 10) -> style.Figure:
    """Draw the loss against the number of examples seen, on a logarithmic axis.

    The first history gives the line of single batches; the others only their running medians and points.

    Args:
        history: one table for each seed.
        classes: how many classes there are: guessing has the loss ln(classes).
    """
    parts = [(table[table["split"] == "train"], table[table["split"] == "test"]) for table in history]
    colour = style.NETWORK_COLOURS[NETWORK]
    axes = style.panel(height=3.6, grid="both", yscale="log")

    for train, test in parts[1:]:
        axes.plot(train["examples_seen"], running_median(train), **OTHER_MEDIANS)
        axes.plot(test["examples_seen"], test["loss"], **OTHER_TESTS)
    train, test = parts[0]
    single = axes.plot(train["examples_seen"], train["loss"], color=colour, alpha=0.5, linewidth=0.6)
    median = axes.plot(train["examples_seen"], running_median(train), color=colour, linewidth=2.4, zorder=2.6)
    points = axes.plot(test["examples_seen"], test["loss"], **FIRST_TESTS)
    legend = {
        "обучение: каждый пакет": single[0],
        "обучение: скользящая медиана": median[0],
        "тест: до обучения и после каждой эпохи": points[0],
    }
    if len(parts) > 1:
        legend["другие запуски: медиана и тест"] = Line2D([], [], **OTHER_TESTS | OTHER_MEDIANS)

    guess = math.log(classes)
    axes.axhline(guess, color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)))
    guessing = f"ln\N{NO-BREAK SPACE}{classes}: ответ наугад"
    style.note(axes, guessing, (1, guess), (0, 3), xycoords=axes.get_yaxis_transform(), ha="right")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.set_xticks(sorted(set().union(*(test["examples_seen"] for _, test in parts))))
    style.number_ticks(axes.yaxis)
    axes.set_xlim(0, max(table["examples_seen"].max() for table in history))
    axes.set_ylim(top=1.4 * max(guess, *(table["loss"].max() for table in history)))
    axes.set(xlabel="число показанных примеров", ylabel="потеря")
    axes.figure.legend(legend.values(), legend.keys(), loc="outside upper left", ncols=2)
    return axes.figure
