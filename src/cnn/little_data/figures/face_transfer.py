"""Is it a face? From scratch, and with a base that was trained on ImageNet."""

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import Accuracies, Sizes, learning_curves


@style.lecture()
def draw(*, examples: Sizes, scratch: Accuracies, frozen: Accuracies, fine_tuned: Accuracies) -> style.Figure:
    """Draw the accuracies of the three ways, in [0, 1], against the number of examples of both classes together."""
    axes = style.panel(height=3.2)
    learning_curves(axes, examples, (scratch, frozen, fine_tuned), style.INK)
    axes.set_xlabel("обучающих фотографий, логарифмическая шкала")
    return axes.figure
