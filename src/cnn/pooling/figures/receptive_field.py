"""How the receptive field grows on a digit, and what the gradients of the trained networks say about it."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, Text, UInt8

COLOURS = "magma"
DASHES = (0, (2.2, 1.2))  # of pooling, whose square is hardly larger than the one before
LABELS = 9  # pixels on the right of the digit for the names of layers


@style.lecture()
def draw(
    *,
    image: UInt8["28 28"],
    a_layers: Text[" a"],
    a_squares: Integer["a 2"],
    a_influence: Float["28 28"],
    b_layers: Text[" b"],
    b_squares: Integer["b 2"],
    b_influence: Float["28 28"],
) -> style.Figure:
    """Draw a row for each network: the squares of its layers on a digit, and the mean gradient of its last map.

    Args:
        a_layers, b_layers: layers with a window, from the input on.
        a_squares, b_squares: first and last pixel that the middle unit of the layer sees.
        a_influence, b_influence: by pixel, not negative: how much the last layer's middle unit depends on it.
    """
    networks = {"a": (a_layers, a_squares, a_influence), "b": (b_layers, b_squares, b_influence)}
    panels = style.panels(5.6, 2, 2, width_ratios=(28 + LABELS, 28))
    for (left, right), (network, (layers, squares, influence)) in zip(panels, networks.items(), strict=True):
        first, last = squares[-1]
        colour = style.NETWORK_COLOURS[network]
        growth(left, image, layers, squares, colour)
        left.set_title(f"{style.NETWORK_NAMES[network]}: рецептивные поля")
        style.pixels(right, influence, low=0, high=influence.max() or 1.0, cmap=COLOURS)
        style.frame(right, (0, 0), 28, 28)
        side = last - first + 1
        style.frame(right, (first, first), side, side, edgecolor=colour, linewidth=1.8, alpha=1)
        right.set_title(f"градиент слоя {layers[-1]}")
        style.colour_bar(right, 0, 1, "доля наибольшего", cmap=COLOURS)
    return left.figure


def growth(axes: style.Axes, image: np.ndarray, layers: np.ndarray, squares: np.ndarray, colour: str) -> None:
    """Draw the squares on the digit, those of pooling dashed, each with a line to the name of its layer on the right.

    Args:
        image: (28, 28).
        layers: (L,) text.
        squares: (L, 2) int, first and last pixel.
    """
    style.pixels(axes, image, low=0, high=255)
    axes.set_xlim(0, 28 + LABELS)
    style.frame(axes, (0, 0), 28, 28)
    heights = np.linspace(3, 25, len(layers))
    for layer, (first, last), y in zip(layers[::-1], squares[::-1], heights, strict=True):
        side = last - first + 1
        line = DASHES if layer.startswith("pool") else "-"
        style.frame(axes, (first, first), side, side, edgecolor=colour, linewidth=2, alpha=1, linestyle=line)
        middle = min(max(y, first), last + 1)
        axes.plot([last + 1, 28.6], [middle, y], color=colour, linewidth=0.9, clip_on=False)
        axes.text(29, y, f"{layer}: {side}×{side}", va="center")
