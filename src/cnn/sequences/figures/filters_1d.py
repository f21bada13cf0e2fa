"""What filters of a one-dimensional network look for: kernels of the first layer, windows that excite the second."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float


@style.lecture()
def draw(*, kernels: Float["filters width"], windows: Float["filters best field"]) -> style.Figure:
    """Draw kernels above; below, for each filter of the second layer, its favourite windows and their mean."""
    figure = style.figure(height=3.4)
    rows = []
    titles = "сильнейшие ядра первого слоя", "окна, на которые сильнее всего отвечают фильтры второго слоя"
    for part, title in zip(figure.subfigures(2, 1), titles, strict=True):
        part.suptitle(title, x=0.01, ha="left", fontsize=style.SIZE, fontweight=600)
        rows.append(part.subplots(1, len(kernels), sharex=True, sharey=True))
    for i, (top, bottom) in enumerate(zip(*rows, strict=True), start=1):
        kernel, favourites = kernels[i - 1], windows[i - 1]
        top.axhline(0, color=style.INK, linewidth=0.7, alpha=0.4)
        top.bar(np.arange(1, len(kernel) + 1), kernel, color=style.NETWORK_COLOURS["cnn_1d"], width=0.7)
        top.set_xticks(range(1, len(kernel) + 1, 2))
        steps = np.arange(1, favourites.shape[1] + 1)
        bottom.plot(steps, favourites.T, color=style.INK, linewidth=0.6, alpha=0.35)
        bottom.plot(steps, favourites.mean(axis=0), color=style.NETWORK_COLOURS["cnn_1d"], linewidth=2.4)
        bottom.set_xticks([1, len(steps) // 2, len(steps)])
        for axes in (top, bottom):
            axes.grid(True, axis="y")
        bottom.set_xlabel("шаг окна" if i == 1 else "")
    rows[0][0].set_ylabel("вес")
    rows[1][0].set_ylabel("сигнал")
    return figure
