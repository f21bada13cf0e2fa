"""A convolution's geometry, drawn from its arguments alone: input, two neighbouring windows, output."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from cnn.convolution.geometry import output_size, window
from cnn.drawing import style
from lecture.drawing.contract import Integer

READS = "convolution"
FIGURES = ("border_effect", "dilation", "padding", "stride")  # each shows what one of the arguments does

GAP = 3.2  # cells between input and output
SHADE = 0.28  # opacity of the first window; ink is still read on it
FIRST, SECOND = style.VARIANT_COLOURS["with"], style.VARIANT_COLOURS["without"]  # a window and its output value
THICK = 2.0  # points
DASHES = (0, (3, 1.6))
CELL = 0.34  # inches, at most

Whole = Integer[""]  # a number


@style.lecture()
def draw(*, size: Whole, kernel: Whole, padding: Whole, stride: Whole, dilation: Whole) -> style.Figure:
    """Draw which pixels the first two output values are computed from, and where all windows have their middle.

    A window and its output value have one colour: the first are shaded, the second have a dashed frame. Padding is
    drawn faintly, with its zeros. The arguments are those of `output_size`.

    Raises:
        ValueError: there is no such convolution; the message names the argument.
    """
    size, padding = int(size), int(padding)
    steps = {"kernel": int(kernel), "padding": padding, "stride": int(stride), "dilation": int(dilation)}
    output = output_size(size, **steps)
    whole = size + 2 * padding

    axes = style.canvas(height=min(whole * CELL, 3.4) + 0.65)
    left = whole - padding + GAP  # where the output begins; the input's own first pixel is at 0
    top = (size - output) / 2
    axes.set(aspect="equal", xlim=(-padding - 0.1, left + output + 0.1), ylim=(size + padding + 0.1, -padding - 0.1))

    for row in range(-padding, size + padding):
        for column in range(-padding, size + padding):
            real = 0 <= row < size and 0 <= column < size
            cell(axes, column, row, alpha=0.9 if real else 0.35, linestyle="-" if real else DASHES)
            if not real:
                axes.text(column + 0.5, row + 0.5, "0", ha="center", va="center", alpha=style.FAINT_OPACITY)
    for row in range(output):
        for column in range(output):
            cell(axes, left + column, top + row)

    first = window(0, **steps)
    for row in first:
        for column in first:
            style.shade(axes, (column, row), 1, 1, FIRST, SHADE)
    style.shade(axes, (left, top), 1, 1, FIRST, SHADE)
    bold = {"edgecolor": FIRST, "linewidth": THICK, "alpha": 1}
    outline(axes, first, first, **bold)
    style.frame(axes, (left, top), 1, 1, **bold)
    if output > 1:
        bold |= {"edgecolor": SECOND, "linestyle": DASHES}
        outline(axes, window(1, **steps), first, inset=0.14, **bold)
        style.frame(axes, (left + 1.14, top + 0.14), 0.72, 0.72, **bold)
    middles = [np.mean(window(index, **steps)) + 0.5 for index in range(output)]
    across, down = np.meshgrid(middles, middles)
    axes.plot(across.ravel(), down.ravel(), ".", color=style.INK, markersize=7)

    middle = size / 2
    ends = (whole - padding + 0.4, middle), (left - 0.4, middle)
    axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=12, color=style.INK))
    with_padding = f", с дополнением {whole}×{whole}" if padding else ""
    label(axes, (size / 2, size + padding), f"вход {size}×{size}{with_padding}")
    label(axes, (left + output / 2, size + padding), f"выход {output}×{output}")
    return axes.figure


def cell(axes: style.Axes, column: float, row: float, **properties) -> None:
    """A square of the grid with its left upper corner at (column, row)."""
    style.frame(axes, (column, row), 1, 1, **{"linewidth": 0.7, "alpha": 0.9} | properties)


def outline(axes: style.Axes, columns: list[int], rows: list[int], inset: float = 0.0, **properties) -> None:
    """The frame of a window, from its first pixel to its last."""
    width, height = (pixels[-1] - pixels[0] + 1 - 2 * inset for pixels in (columns, rows))
    corner = columns[0] + inset, rows[0] + inset
    style.frame(axes, corner, height, width, **properties)


def label(axes: style.Axes, place: tuple[float, float], text: str) -> None:
    style.note(axes, text, place, (0, -5), ha="center", va="top", annotation_clip=False)
