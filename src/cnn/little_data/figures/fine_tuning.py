"""Scheme: the steps of fine-tuning, and which part is trained in each."""

from cnn.drawing import style
from cnn.little_data.figures.replaced_classifier import arrow, box

PARTS = (("первые блоки", 0.05, 3.0), ("последние\nблоки", 3.55, 2.3), ("новый\nклассификатор", 6.35, 2.5))
STEPS = (
    ("1. Сначала только классификатор, скорость обучения обычная", (False, False, True)),
    ("2. Затем последние блоки вместе с ним, скорость обучения малая", (False, True, True)),
)

READS = {}


@style.lecture()
def draw() -> style.Figure:
    """Draw both steps, one above the other: a broken border is frozen, a thick one is trained."""
    axes = style.canvas(2.7, xlim=(0, 9), ylim=(0, 3.7))
    for y, (title, trained) in zip((2.2, 0.2), STEPS, strict=True):
        axes.text(0, y + 1.25, title, va="bottom", fontweight=600)
        for (label, x, width), moving in zip(PARTS, trained, strict=True):
            box(axes, x, y, width, label, "trained" if moving else "frozen")
        for start, stop in ((3.1, 3.5), (5.9, 6.3)):
            arrow(axes, (start, y + 0.5), (stop, y + 0.5))
    return axes.figure
