"""How many errors remain when the least sure answers are refused."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnn.drawing import style
from lecture.drawing.contract import Float

TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)  # per cent


@style.lecture()
def draw(*, refused: Float[" n"], **curves: Float["_seeds n"]) -> style.Figure:
    """Draw the share of errors against the share of refused images: a faint line for each seed, their mean boldly.

    A line ends where no error remains, since the scale is logarithmic.
    """
    axes = style.panel(height=3.2, grid="both", yscale="log")
    means = {network: values.mean(axis=0) for network, values in curves.items()}
    worse = max(means, key=lambda network: means[network][-1])
    for network, values in curves.items():
        colour = style.NETWORK_COLOURS[network]
        shown = np.where(values > 0, 100 * values, np.nan)
        mean = np.where(means[network] > 0, 100 * means[network], np.nan)
        if len(values) > 1:
            axes.plot(100 * refused, shown.T, color=colour, alpha=0.5, linewidth=0.8)
        every = max(1, len(refused) // 10)
        axes.plot(100 * refused, mean, **style.look(network), linewidth=2, markevery=every, markersize=5)
        name = style.NETWORK_NAMES[network]
        if np.isnan(mean).all():
            axes.plot([], [], color=colour, label=f"{name}: ошибок нет")
            axes.legend()
            continue
        last = np.flatnonzero(~np.isnan(mean))[-1]
        place = "bottom" if network == worse else "top"  # lines of equal height keep their names apart
        style.note(axes, name, (100 * refused[last], mean[last]), (7, 0), va=place)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.set_xlabel("доля изображений, отданных человеку, %")
    axes.set_ylabel("ошибки среди остальных, %\n(логарифмическая шкала)")
    style.number_ticks(axes.yaxis, at=TICKS)
    return axes.figure
