"""Accuracy against the size of the step, along the gradient's sign and along random signs."""

from matplotlib.lines import Line2D

from cnn.drawing import style
from lecture.drawing.contract import Float, Text

READS = "adversarial"


@style.lecture()
def draw(
    *, networks: Text[" n"], strengths: Float[" strengths"], attacked: Float["n strengths"], noisy: Float["n strengths"]
) -> style.Figure:
    """Draw two curves for each network.

    Args:
        networks: keys of `style.NETWORK_COLOURS`.
        strengths: of the step, in [0, 1].
        attacked, noisy: accuracies in [0, 1].
    """
    axes = style.panel(height=3.4, grid="both")
    for network, along, across in zip(networks, attacked, noisy, strict=True):
        look = style.look(network)
        axes.plot(strengths, 100 * along, **look, label=style.NETWORK_NAMES[network])
        axes.plot(strengths, 100 * across, **look, linestyle="--", markerfacecolor="none")
    kinds = [
        Line2D([], [], color=style.INK, label="по знаку градиента"),
        Line2D([], [], color=style.INK, linestyle="--", label="случайные знаки"),
    ]
    handles, _ = axes.get_legend_handles_labels()
    axes.legend(handles=[*handles, *kinds], loc="center left", bbox_to_anchor=(1.01, 0.5))
    axes.set(xlabel="изменение каждого пикселя ε", ylabel="верных ответов, %", xticks=strengths, ylim=(-3, 103))
    return axes.figure
