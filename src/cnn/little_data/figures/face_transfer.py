"""Is it a face? From scratch, and with a base that was trained on ImageNet."""

import numpy as np
from jaxtyping import Float, Integer
from matplotlib.figure import Figure

from cnn.drawing import style
from cnn.little_data.figures.digit_transfer import learning_curves


@style.lecture()
def draw(
    *,
    examples: Integer[np.ndarray, " sizes"],
    scratch: Float[np.ndarray, "repetitions sizes"],
    frozen: Float[np.ndarray, "repetitions sizes"],
    fine_tuned: Float[np.ndarray, "repetitions sizes"],
) -> Figure:
    """Draw the accuracies of the three ways, in [0, 1], against the number of examples of both classes together."""
    axes = style.panel(height=3.2)
    learning_curves(axes, examples, {"scratch": scratch, "frozen": frozen, "fine_tuned": fine_tuned}, style.INK)
    axes.set_xlabel("обучающих фотографий, логарифмическая шкала")
    return axes.figure
