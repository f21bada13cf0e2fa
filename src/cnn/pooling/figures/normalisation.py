"""Accuracy while learning, with and without standardised inputs, with and without batch normalisation."""

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

PANELS = {"unit": "вход от 0 до 1", "standardised": "вход стандартизован"}
LINES = (("batch", "with", "с пакетной нормализацией"), ("plain", "without", "без неё"))


@style.lecture()
def draw(*, examples_seen: Integer[" n"], **accuracies: Float["n seeds"]) -> style.Figure:
    """Draw two panels, the inputs in [0, 1] on the left and standardised on the right: faint seeds and a bold mean.

    Args:
        examples_seen: training examples that the network has seen.
        accuracies: in [0, 1], under `plain_unit` and so on.
    """
    panels = style.panels(3.2, 1, 2, sharey=True, grid="both")
    for axes, (scale, title) in zip(panels, PANELS.items(), strict=True):
        for kind, sign, name in LINES:
            values = 100 * accuracies[f"{kind}_{scale}"]
            style.seeds(axes, examples_seen / 1000, values, style.side(sign) | {"label": name})
        axes.set(title=title, xlabel="показано примеров, тысяч", ylim=(0, 102), yticks=range(0, 101, 20))
    panels[0].set_ylabel("доля верных ответов на тесте, %")
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return axes.figure
