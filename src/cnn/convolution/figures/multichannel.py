"""A convolution with several channels: input, kernels and output in one scale."""

from cnn.drawing import style
from lecture.drawing.contract import Integer

DEPTH = 0.45  # pixels by which a channel is set off from the one before it
SHOWN, FAR = 6, 2.4  # maps of the output that are drawn, and pixels between them: all of them would be a grey block
FIRST = style.NETWORK_COLOURS["b"]  # the window, the first kernel and its map
COLUMNS = 4  # of kernels
GAP = 9  # pixels between input, kernels and output
PITCH = 3.2  # pixels between kernels
PLACE = (7, 9)  # row and column of the output value that is emphasised

READS = "convolution"


@style.lecture()
def draw(*, inputs: Integer["3"], weights: Integer["4"], outputs: Integer["3"]) -> style.Figure:
    """Draw channels as squares of their true size, one behind the other, with one window and its outputs.

    The window, the first kernel and the value that they give have a colour; of the output the first maps are drawn.

    Args:
        inputs: the shape C_in, H, W of the input.
        weights: the shape C_out, C_in, k_h, k_w of the kernels.
        outputs: the shape C_out, H', W' of the output.
    """
    channels, height, width = (int(n) for n in inputs)
    maps, _, k_h, k_w = (int(n) for n in weights)
    _, out_h, out_w = (int(n) for n in outputs)
    rows = -(-maps // COLUMNS)
    kernel_step = k_w + channels * DEPTH + PITCH
    kernels_width, kernels_height = COLUMNS * kernel_step - PITCH, rows * kernel_step - PITCH
    shown = min(maps, SHOWN)
    depth = (shown - 1) * FAR
    tallest = max(height + channels * DEPTH, kernels_height, out_h + depth)

    axes = style.canvas(height=3.6)
    row, column = PLACE

    top = (tallest - height) / 2
    block(axes, 0, top, channels, height, width)
    block(axes, column, top + row, channels, k_h, k_w, colour=FIRST)
    label(axes, width / 2, tallest, f"вход\n{height}×{width}×{channels}")

    left, top = width + GAP, (tallest - kernels_height) / 2
    for kernel in range(maps):
        x, y = left + kernel % COLUMNS * kernel_step, top + kernel // COLUMNS * kernel_step
        block(axes, x, y, channels, k_h, k_w, colour=None if kernel else FIRST)
    label(axes, left + kernels_width / 2, tallest, f"ядра\n{k_h}×{k_w}×{channels}×{maps}")

    left += kernels_width + GAP
    top = (tallest - out_h + depth) / 2
    block(axes, left, top, shown, out_h, out_w, step=FAR)
    block(axes, left + column, top + row, shown, 1, 1, step=FAR, colour=FIRST)
    if maps > shown:
        axes.text(left + out_w + depth + 1, top - depth, "…", ha="left", va="center")
    label(axes, left + out_w / 2 + depth / 2, tallest, f"выход\n{out_h}×{out_w}×{maps}")

    for x, sign in ((width + GAP / 2 + 0.5, "*"), (left - GAP / 2, "=")):
        axes.text(x, tallest / 2, sign, ha="center", va="center")
    axes.set(aspect="equal", xlim=(-1, left + out_w + depth + 4), ylim=(tallest + 1, -1))
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


def label(axes: style.Axes, x: float, y: float, text: str) -> None:
    style.note(axes, text, (x, y), (0, -4), ha="center", va="top", annotation_clip=False)
