"""The three non-linear functions that follow a convolution most often."""

from cnn.drawing import style
from lecture.drawing.contract import Float

READS = "convolution"

Values = Float[" n"]


@style.lecture()
def draw(*, x: Values, relu: Values, sigmoid: Values, tanh: Values) -> style.Figure:
    """Draw the functions of x side by side on one scale."""
    curves = {"ReLU": relu, "сигмоида σ": sigmoid, "tanh": tanh}
    panels = style.panels(2.1, 1, len(curves), sharex=True, sharey=True, grid="both")
    for axes, (title, values) in zip(panels, curves.items(), strict=True):
        axes.axhline(0, color=style.INK, linewidth=0.7)
        axes.axvline(0, color=style.INK, linewidth=0.7)
        axes.plot(x, values, color=style.INK, linewidth=2.2)
        axes.set(title=title, xlabel="y", xticks=(-4, -2, 0, 2, 4), yticks=(-1, 0, 1, 2), ylim=(-1.3, 2.4))
    panels[0].set_ylabel("h(y)")
    return axes.figure
