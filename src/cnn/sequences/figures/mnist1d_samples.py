"""MNIST-1D: the template of each class, and what is made of it."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

READS = "mnist1d"
EACH = 3  # examples of a class, the first


@style.lecture()
def draw(
    *,
    templates: Float["10 steps"],
    train_sequences: Float["n length"],
    train_labels: Integer[" n"],
    **others: np.ndarray,
) -> style.Figure:
    """Draw each class in a column: the template above, examples below; time runs down, as the digits are read.

    Args:
        others: of the data set, not drawn.
    """
    examples = [train_sequences[train_labels == digit][:EACH] for digit in range(10)]
    grid = style.panels(1.15 * (EACH + 1), 1 + EACH, 10, squeeze=False)
    largest = np.abs(examples).max()
    for digit in range(10):
        rows = [templates[digit], *examples[digit]]
        for row, (axes, values) in enumerate(zip(grid[:, digit], rows, strict=True)):
            axes.plot(values, -np.arange(len(values)), color=style.INK, linewidth=1.8 if row == 0 else 1.2)
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set(visible=True, alpha=0.3)
            if row:
                axes.set_xlim(-1.05 * largest, 1.05 * largest)
            else:
                axes.set_xlim(-1.2, 1.2)
                axes.set_title(str(digit), loc="center")
    grid[0, 0].set_ylabel("образец")
    grid[1, 0].set_ylabel("примеры", loc="top")
    return axes.figure
