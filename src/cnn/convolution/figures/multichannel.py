"""A convolution with several channels: input, kernels and output, with what belongs together in one colour."""

from cnn.drawing import style
from lecture.drawing.contract import Integer

DEPTH = 0.5  # pixels by which a channel is set off from the one before it
SHOWN, FAR = 6, 2.2  # maps of the output that are drawn, and pixels between them: all of them would be a grey block
KERNELS, PITCH = 3, 11.5  # kernels that are drawn before the last one, and pixels from one to the next
LARGE = 2  # times: a kernel is drawn larger than its window
FIRST = style.VARIANT_COLOURS["with"]  # the window, the first kernel and what they give
GAP = 8  # pixels between input, kernels and output
PLACE = (7, 9)  # row and column of the output value that is emphasised

READS = "convolution"


@style.lecture()
def draw(*, inputs: Integer["3"], weights: Integer["4"], outputs: Integer["3"]) -> style.Figure:
    """Draw channels one behind the other: the input with a window, some kernels, the first maps of the output.

    The window, the first kernel and its map have a colour; so have, more faintly, the values of the other maps at this
    place.

    Args:
        inputs: the shape C_in, H, W of the input.
        weights: the shape C_out, C_in, k_h, k_w of the kernels.
        outputs: the shape C_out, H', W' of the output.
    """
    channels, height, width = (int(n) for n in inputs)
    maps, _, k_h, k_w = (int(n) for n in weights)
    _, out_h, out_w = (int(n) for n in outputs)
    shown = min(maps, SHOWN)
    depth = (shown - 1) * FAR
    tallest = max(height, out_h + depth, KERNELS * PITCH + LARGE * k_h + 4)

    axes = style.canvas(height=4.1)
    row, column = PLACE

    top = (tallest - height) / 2
    block(axes, 0, top, channels, height, width)
    block(axes, column, top + row, channels, k_h, k_w, colour=FIRST)
    name(axes, column + k_w / 2, top + row + k_h, f"окно {k_h}×{k_w}×{channels}")
    label(axes, width / 2, tallest, f"вход {height}×{width}×{channels}")

    left = width + GAP
    side, last = LARGE * k_w, KERNELS * PITCH
    for number in range(min(maps, KERNELS)):
        colour = None if number else FIRST
        block(axes, left, 1 + number * PITCH, channels, LARGE * k_h, side, step=LARGE * DEPTH, colour=colour)
        name(axes, left + side / 2, 1 + number * PITCH + LARGE * k_h, f"фильтр {number + 1}")
    if maps > KERNELS:
        block(axes, left, 1 + last, channels, LARGE * k_h, side, step=LARGE * DEPTH)
        name(axes, left + side / 2, 1 + last + LARGE * k_h, f"… фильтр {maps}")
    label(axes, left + side / 2, tallest, f"фильтры {k_h}×{k_w}×{channels}×{maps}")

    signs = [width + GAP / 2]
    left += side + channels * DEPTH * LARGE
    signs.append(left + GAP / 2 - 0.5)
    left += GAP
    top = (tallest - out_h + depth) / 2
    block(axes, left, top, shown, out_h, out_w, step=FAR)
    style.frame(axes, (left, top), out_h, out_w, edgecolor=FIRST, linewidth=2, alpha=1)
    block(axes, left + column, top + row, shown, 1, 1, step=FAR, colour=FIRST)
    name(axes, left + out_w / 2, top + out_h, "карта 1")
    if maps > shown:
        axes.text(left + out_w + depth + 1, top - depth, "…", ha="left", va="center")
    name(axes, left - 1, top - depth, "одна позиция\nво всех картах", ha="left", va="bottom")
    pointed = left + column + 3 * FAR, top + row - 3 * FAR
    axes.plot([left + 5, pointed[0]], [top - depth + 0.4, pointed[1] - 0.4], color=style.INK, linewidth=0.8)
    label(axes, left + (out_w + depth) / 2, tallest, f"выход {out_h}×{out_w}×{maps}")

    for x, sign in zip(signs, "*=", strict=True):
        axes.text(x, tallest / 2, sign, ha="center", va="center")
    axes.set(aspect="equal", xlim=(-1, left + out_w + depth + 3), ylim=(tallest + 1, -1.5))
    return axes.figure


def block(
    axes: style.Axes,
    x: float,
    y: float,
    channels: int,
    height: int,
    width: int,
    step: float = DEPTH,
    colour: str | None = None,
) -> None:
    """Draw channels from the farthest to the nearest, the nearest with its left upper corner at (x, y); those with a
    colour are filled, the nearest strongest."""
    for channel in reversed(range(channels)):
        corner = x + channel * step, y - channel * step
        if colour:
            style.shade(axes, corner, height, width, colour, alpha=0.35 if channel else 0.9)
        style.frame(axes, corner, height, width, linewidth=1 if colour else 0.7, alpha=1 if colour else 0.6)


def name(axes: style.Axes, x: float, y: float, text: str, **properties) -> None:
    """Write what something is, below (x, y) or where `properties` say."""
    look = {"ha": "center", "va": "top"} | properties
    style.note(axes, text, (x, y), (0, 0 if "va" in properties else -3), annotation_clip=False, **look)


def label(axes: style.Axes, x: float, y: float, text: str) -> None:
    style.note(axes, text, (x, y), (0, -4), ha="center", va="top", annotation_clip=False)
