"""Ten surfaces from few pieces: five ways to learn them."""

import numpy as np

from cnn.drawing import style
from cnn.little_data.figures.learning_curves import NAME_GAP, size_axis
from lecture.drawing.contract import Float, Integer

SCRATCH, BASE = style.VARIANT_COLOURS["without"], style.VARIANT_COLOURS["with"]
LOOKS = {  # a colour is where the weights begin; a dashed line has seen no moved copies
    "fine_tuned": ("дообучение", {"color": style.INK, "linestyle": "-", "marker": "^"}),
    "frozen_moved": ("база и аугментация", {"color": BASE, "linestyle": "-", "marker": "s"}),
    "frozen": ("замороженная база", {"color": BASE, "linestyle": "--", "marker": "s", "fillstyle": "none"}),
    "scratch_moved": ("с нуля и аугментация", {"color": SCRATCH, "linestyle": "-", "marker": "o"}),
    "scratch": ("с нуля", {"color": SCRATCH, "linestyle": "--", "marker": "o", "fillstyle": "none"}),
}

Accuracies = Float["seeds sizes"]  # in [0, 1]


@style.lecture()
def draw(
    *,
    examples: Integer[" sizes"],
    scratch: Accuracies,
    scratch_moved: Accuracies,
    frozen: Accuracies,
    frozen_moved: Accuracies,
    fine_tuned: Accuracies,
) -> style.Figure:
    """Draw the seeds of each way faintly and their mean boldly, with its name at the end.

    Args:
        examples: how many there are of each surface.
        scratch, scratch_moved, frozen, frozen_moved, fine_tuned: accuracies on the test pieces.
    """
    given = {
        "scratch": scratch,
        "scratch_moved": scratch_moved,
        "frozen": frozen,
        "frozen_moved": frozen_moved,
        "fine_tuned": fine_tuned,
    }
    axes = style.panel(height=3.8)
    size_axis(axes, examples)
    for way, (_, look) in LOOKS.items():
        style.seeds(axes, examples, 100 * given[way].T, look, faint=0.35)
    ends = np.array([100 * given[way][:, -1].mean() for way in LOOKS])
    for (name, look), place, end in zip(LOOKS.values(), style.apart(ends, NAME_GAP), ends, strict=True):
        x = float(examples[-1])
        axes.plot([x * 1.03, x * 1.1], [end, place], color=look["color"], linewidth=0.8, clip_on=False)
        axes.text(x * 1.13, place, name, va="center")
    axes.set(
        xlim=(examples[0] / 1.1, examples[-1] * 1.05),
        xlabel="обучающих кусков каждой поверхности, логарифмическая шкала",
        title="доля верных ответов на тесте",
    )
    return axes.figure
