"""Is it a face? From scratch, and with a base that was trained on ImageNet."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import learning_curves


@style.lecture()
def draw(*, examples: np.ndarray, scratch: np.ndarray, frozen: np.ndarray, fine_tuned: np.ndarray) -> Figure:
    """Draw the accuracies of the three ways against the number of examples.

    Args:
        examples: (S,) of both classes together.
        scratch, frozen, fine_tuned: (repetitions, S) accuracies in [0, 1].

    Returns:
        The figure.

    Raises:
        ValueError: the shapes differ, or a value is no share.
    """
    figure = style.figure(height=3.2)
    axes = figure.add_subplot()
    learning_curves(axes, examples, {"scratch": scratch, "frozen": frozen, "fine_tuned": fine_tuned}, style.INK)
    axes.set_xlabel("обучающих фотографий, логарифмическая шкала")
    return figure
