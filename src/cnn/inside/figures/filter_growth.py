"""How the kernels of network A's first layer grow in an epoch: a row of kernels for each step."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

GAP = 1  # weights between neighbouring kernels
# In inches: the strip of kernels with a column of steps at its left and of measurements at its right, then the curves.
STEP, STRIP, LOSS, RIGHT = 0.72, 3.75, 0.52, 0.57
BETWEEN, EDGE = 0.1, 0.05
ROW, APART, HEADER = 0.39, 0.16, 0.28
WIDEST = 0.995  # the few largest weights are cut, so that the others are seen


@style.lecture()
def draw(
    *,
    steps: Integer[" steps"],
    kernels: Float["steps n side side"],
    losses: Float[" steps"],
    accuracies: Float[" steps"],
    cosines: Float["steps n"],
) -> style.Figure:
    """Draw the kernels of every step, what the network could do then, and how like the last kernels they were.

    Each row of kernels is a frame of an animation. The grey scale is one for all steps; below, on a scale of its own,
    is the difference between the last and the first.

    Args:
        steps: increasing.
        losses, accuracies: of the test set, in nats and in [0, 1].
        cosines: of each kernel with the last one.
    """
    kernels = kernels.astype(float)
    count, side = kernels.shape[1:3]
    patterns = kernels - kernels.mean(axis=(2, 3), keepdims=True)
    difference = patterns[-1] - patterns[0]

    height = HEADER + len(steps) * ROW + APART + ROW + EDGE
    figure = style.figure(height)
    figure.set_layout_engine("none")  # everything has its place
    columns = count * (side + GAP) - GAP
    tall = STRIP / columns * side
    left = EDGE + STEP + BETWEEN
    numbers = left + STRIP

    def middle(row: float) -> float:
        """Of a row, in inches from the bottom."""
        return height - HEADER - (row + 0.5) * ROW

    def write(x: float, y: float, text: str, **properties) -> None:
        figure.text(x / style.WIDTH, y / height, text, va="center", **properties)

    def strip(tiles: np.ndarray, y: float):
        axes = figure.add_axes((left / style.WIDTH, (y - tall / 2) / height, STRIP / style.WIDTH, tall / height))
        grid, corners = style.mosaic(tiles, count, GAP)
        top = float(np.quantile(np.abs(patterns if tiles is not difference else tiles), WIDEST)) or 1.0
        style.pixels(axes, grid, low=-top, high=top, scale=8)
        for corner in corners:
            style.frame(axes, corner, side, side)
        return axes

    header = height - HEADER / 2
    write(left - BETWEEN, header, "шаг", ha="right")
    write(numbers + LOSS, header, "потеря", ha="right")
    write(numbers + LOSS + RIGHT, header, "верно", ha="right")
    for i in range(count):
        write(left + STRIP * (i * (side + GAP) + side / 2) / columns, header, str(i + 1), ha="center")
    for row, (step, tiles, loss, right) in enumerate(zip(steps, patterns, losses, accuracies, strict=True)):
        texts = style.number(int(step)), style.number(loss, 2), style.percent(right, 0)
        style.animate(
            strip(tiles, middle(row)), f"шаг\N{NO-BREAK SPACE}{texts[0]}: потеря {texts[1]}, верных ответов {texts[2]}"
        )
        for x, text in zip((left - BETWEEN, numbers + LOSS, numbers + LOSS + RIGHT), texts, strict=True):
            write(x, middle(row), text, ha="right")
    below = middle(len(steps)) - APART
    strip(difference, below)
    write(left - BETWEEN, below, "разность", ha="right")

    x = numbers + LOSS + RIGHT + 2 * BETWEEN
    size = (style.WIDTH - EDGE - 2 * BETWEEN - x) / style.WIDTH, len(steps) * ROW / height
    curves = figure.add_axes((x / style.WIDTH, (middle(len(steps)) + ROW / 2) / height, *size))
    rows = np.arange(len(steps))
    curves.plot(cosines, rows, linewidth=0.8, alpha=0.4)
    curves.plot(cosines.mean(axis=1), rows, color=style.NETWORK_COLOURS["a"], marker="o", markersize=4)
    curves.set(ylim=(len(steps) - 0.5, -0.5), yticks=[])
    curves.spines["left"].set_visible(False)
    least = np.floor(20 * cosines.min() - 1e-9) / 20
    curves.set(xlim=(least, 1 + 0.01 * (1 - least)), xticks=[least, 1])
    curves.grid(axis="x")
    write(x + style.WIDTH * size[0] / 2, header, "косинус", ha="center")
    return figure
