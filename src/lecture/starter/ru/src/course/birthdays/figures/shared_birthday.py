"""Вероятность общего дня рождения в зависимости от размера группы."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style


@style.lecture()
def draw(*, groups: np.ndarray, shared: np.ndarray) -> Figure:
    """Рисует массивы измерения с тем же именем."""
    figure = style.figure(height=2.6)
    axes = figure.subplots()
    axes.plot(groups, shared)
    axes.axhline(0.5, linestyle=":")
    axes.set_xlabel("человек в группе")
    axes.set_ylabel("вероятность")
    style.number_ticks(axes.xaxis, axes.yaxis)
    return figure
