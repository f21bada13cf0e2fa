"""Accuracy against the size of the step, along the gradient's sign and along random signs."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cnn.drawing import style
from lecture.drawing import arguments

READS = "adversarial"


@style.lecture()
def draw(*, networks: np.ndarray, strengths: np.ndarray, attacked: np.ndarray, noisy: np.ndarray) -> Figure:
    """Draw two curves for each network.

    Args:
        networks: (N,) keys of `style.NETWORK_COLOURS`.
        strengths: (S,) in [0, 1].
        attacked, noisy: (N, S) shares in [0, 1].

    Returns:
        The figure.

    Raises:
        ValueError: a name is unknown, a shape is wrong, or a value is no share.
    """
    networks = [str(name) for name in networks]
    if unknown := sorted(set(networks) - set(style.NETWORK_COLOURS)):
        raise ValueError(f"networks: unknown: {', '.join(unknown)}")
    strengths = arguments.array(strengths, "strengths", (None,))
    curves = {"attacked": attacked, "noisy": noisy}
    for name, values in curves.items():
        curves[name] = arguments.array(values, name, (len(networks), len(strengths)))
        if not ((curves[name] >= 0) & (curves[name] <= 1)).all():
            raise ValueError(f"{name}: expected shares in [0, 1]")

    figure = style.figure(height=3.4)
    axes = figure.add_subplot()
    for network, along, across in zip(networks, curves["attacked"], curves["noisy"], strict=True):
        look = {"color": style.NETWORK_COLOURS[network], "marker": style.NETWORK_MARKERS[network]}
        axes.plot(strengths, 100 * along, **look, label=style.NETWORK_NAMES[network])
        axes.plot(strengths, 100 * across, **look, linestyle="--", markerfacecolor="none")
    kinds = [
        Line2D([], [], color=style.INK, label="по знаку градиента"),
        Line2D([], [], color=style.INK, linestyle="--", label="случайные знаки"),
    ]
    handles, _ = axes.get_legend_handles_labels()
    axes.legend(handles=[*handles, *kinds], loc="center left", bbox_to_anchor=(1.01, 0.5))
    axes.set_xlabel("изменение каждого пикселя ε")
    axes.set_ylabel("верных ответов, %")
    axes.set_xticks(strengths)
    axes.set_ylim(-3, 103)
    axes.grid(True)
    style.russian_ticks(axes.xaxis)
    return figure
