"""The three non-linear functions that follow a convolution most often."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

READS = "convolution"


@style.lecture()
def draw(*, x: np.ndarray, relu: np.ndarray, sigmoid: np.ndarray, tanh: np.ndarray) -> Figure:
    """Draw the functions side by side on one scale.

    Args:
        x: (N,) float, increasing.
        relu, sigmoid, tanh: (N,) float, the values there.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or x does not increase.
    """
    x = arguments.array(x, "x", (None,))
    if not (np.diff(x) > 0).all():
        raise ValueError("x: expected increasing values")
    curves = {"ReLU": ("relu", relu), "сигмоида σ": ("sigmoid", sigmoid), "tanh": ("tanh", tanh)}

    figure = style.figure(height=2.1)
    panels = figure.subplots(1, len(curves), sharex=True, sharey=True)
    for axes, (title, (name, values)) in zip(panels, curves.items(), strict=True):
        values = arguments.array(values, name, x.shape)
        axes.grid(True)
        axes.axhline(0, color=style.INK, linewidth=0.7)
        axes.axvline(0, color=style.INK, linewidth=0.7)
        axes.plot(x, values, color=style.INK, linewidth=2.2)
        axes.set_title(title)
        axes.set_xlabel("y")
        axes.set_xticks([-4, -2, 0, 2, 4])
        axes.set_yticks([-1, 0, 1, 2])
        axes.set_ylim(-1.3, 2.4)
        style.russian_ticks(axes.xaxis, axes.yaxis)
    panels[0].set_ylabel("h(y)")
    return figure
