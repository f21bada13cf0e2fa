"""The disease and its first cure: losses of network A on the hundred digits it learns from, and on others."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

LOOKS = {
    "training": ("на обучении", {"color": style.INK, "linestyle": "--"}),
    "validation": ("на проверочной выборке", {"color": style.NETWORK_COLOURS["a"], "linestyle": "-"}),
}

Losses = Float["seeds looks"]  # nats


@style.lecture()
def draw(
    *,
    steps: Integer[" looks"],
    none_training: Losses,
    none_validation: Losses,
    moved_training: Losses,
    moved_validation: Losses,
) -> style.Figure:
    """Draw a panel without augmentation and one with it: the seeds faintly, their mean boldly.

    Args:
        steps: of the optimiser, when the losses were taken.
        none_training, none_validation: of digits as they are; the others, of moved ones.
    """
    panels = (
        ("как есть", none_training, none_validation),
        ("с аугментацией", moved_training, moved_validation),
    )
    drawn = style.panels(3.2, 1, 2, sharey=True)
    for axes, (title, *losses) in zip(drawn, panels, strict=True):
        for values, (name, look) in zip(losses, LOOKS.values(), strict=True):
            style.seeds(axes, steps, values.T, look | {"label": name}, faint=0.35)
        axes.set(xlabel="шаг оптимизатора", ylim=(0, None))
        axes.grid(True)
        training, validation = (values.mean(axis=0) for values in losses)
        gap = validation[-1] - training[-1]
        axes.set_title(f"{title}: разрыв {style.number(gap, 2)}")
        axes.annotate(
            "",
            (steps[-1], training[-1]),
            (steps[-1], validation[-1]),
            arrowprops={"arrowstyle": "<->", "color": style.INK, "shrinkA": 0, "shrinkB": 0},
        )
        best = int(np.argmin(validation))
        if best < len(steps) - 1:
            spot = (steps[best], validation[best])
            axes.plot(*spot, "o", color=style.NETWORK_COLOURS["a"], markersize=7)
            style.note(axes, "остановиться здесь", spot, (0, 12), ha="center", va="bottom")
    drawn[0].set_ylabel("потеря")
    drawn[0].legend(loc="upper right", handlelength=3)
    return drawn[0].figure
