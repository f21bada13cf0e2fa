"""MNIST-1D: the template of each class, and what is made of it."""

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure

from cnn.drawing import style


@style.lecture()
def draw(*, templates: Float[np.ndarray, "10 steps"], examples: Float[np.ndarray, "10 each length"]) -> Figure:
    """Draw each class in a column: the template above, examples below; time runs down, as the digits are read."""
    each = examples.shape[1]

    figure = style.figure(height=1.15 * (each + 1))
    grid = figure.subplots(1 + each, 10, squeeze=False)
    largest = np.abs(examples).max()
    for digit in range(10):
        rows = [templates[digit], *examples[digit]]
        for row, (axes, values) in enumerate(zip(grid[:, digit], rows, strict=True)):
            axes.plot(values, -np.arange(len(values)), color=style.INK, linewidth=1.8 if row == 0 else 1.2)
            axes.set(xticks=[], yticks=[])
            axes.spines[:].set_visible(True)
            axes.spines[:].set_alpha(0.3)
            if row:
                axes.set_xlim(-1.05 * largest, 1.05 * largest)
            else:
                axes.set_xlim(-1.2, 1.2)
                axes.set_title(str(digit), loc="center")
    grid[0, 0].set_ylabel("образец")
    grid[1, 0].set_ylabel("примеры", loc="top")
    return figure
