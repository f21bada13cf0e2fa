"""A convolution by hand: two windows, the nine products of each, and the whole result."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Integer, checked

SHADE = 0.28  # ink is still read on it
COLOUR = style.VARIANT_COLOURS["with"]  # of the window and of what it gives
GAP = 1.6  # cells between the tables, with a sign in the middle
ROOM = 1.9  # cells below the tables, for the sum

READS = "convolution"

WORDS = {
    "input": "вход x",
    "kernel": "ядро W",
    "output": "выход y",
    "padding": "дополнение",
    "stride": "шаг",
    "dilation": "разрежение",
}


@style.lecture()
def draw(
    *, image: Integer["5 5"], kernel: Integer["3 3"], output: Integer["3 3"], places: Integer["n 2"]
) -> style.Figure:
    """Draw a row for each window: the input with the window, the kernel, the output as far as it is known.

    The last row shows the whole output.

    Args:
        output: the cross-correlation of image and kernel.
        places: row and column of the output values that are worked out.
    """
    panels = style.panels(2.28 * len(places), len(places), 1, squeeze=False)[:, 0]
    for number, (axes, (row, column)) in enumerate(zip(panels, places, strict=True), start=1):
        products = [(int(weight), int(image[row + a, column + b])) for (a, b), weight in np.ndenumerate(kernel)]
        total = sum(weight * value for weight, value in products)
        known = np.full(output.shape, number == len(places))
        for i, j in places[:number]:
            known[i, j] = True

        axes.set_axis_off()
        x = 0.0
        for name, table, shaded in (
            (WORDS["input"], image, (row, column, 3, 3)),
            (WORDS["kernel"], kernel, None),
            (WORDS["output"], np.ma.masked_array(output, ~known), (row, column, 1, 1)),
        ):
            y = (len(image) - len(table)) / 2
            write(axes, x, y, table, shaded)
            style.note(axes, name, (x + len(table) / 2, y), (0, 3), ha="center", va="bottom")
            x += len(table) + GAP
        axes.text(len(image) + GAP / 2, len(image) / 2, "*", ha="center", va="center")
        axes.text(len(image) + 3 + 1.5 * GAP, len(image) / 2, "=", ha="center", va="center")
        terms = " + ".join(f"{bracketed(weight)}·{bracketed(value)}" for weight, value in products)
        sentence = f"y({row}, {column}) = {terms} = {style.number(total)}"
        axes.text((x - GAP) / 2, len(image) + ROOM / 2, sentence, ha="center", va="center")
        axes.set(aspect="equal", xlim=(-6.5, x - GAP + 6.5), ylim=(len(image) + ROOM, -0.9))
    return panels[0].figure


@checked
def interactive(
    *, image: Integer["5 5"], kernel: Integer["3 3"], output: Integer["3 3"], places: Integer["n 2"]
) -> dict:
    """What the script convolution.js begins with: `input` and `kernel`, rows of numbers, and `words`."""
    return {"input": image.tolist(), "kernel": kernel.tolist(), "words": WORDS}


def bracketed(value: int) -> str:
    """A factor of a product: negative ones stand in brackets."""
    return f"({style.number(value)})" if value < 0 else style.number(value)


def write(axes: style.Axes, x: float, y: float, table: np.ndarray, shaded: tuple[int, int, int, int] | None) -> None:
    """Write a table with its left upper corner at (x, y); a cell is one unit of the axes.

    Args:
        table: (H, W) int, masked where nothing is known.
        shaded: row, column, height and width of what is emphasised.
    """
    for (row, column), value in np.ma.ndenumerate(np.ma.asarray(table), compressed=False):
        style.frame(axes, (x + column, y + row), 1, 1, linewidth=0.7, alpha=0.9)
        if value is not np.ma.masked:
            axes.text(x + column + 0.5, y + row + 0.5, style.number(value), ha="center", va="center_baseline")
    if shaded:
        row, column, height, width = shaded
        corner = (x + column, y + row)
        style.shade(axes, corner, height, width, COLOUR, SHADE)
        style.frame(axes, corner, height, width, edgecolor=COLOUR, linewidth=2, alpha=1)
