"""A convolution in one dimension: a window slides along the signal, each place gives one number."""

from cnn.drawing import style
from lecture.drawing.contract import Integer

ROWS = {"signal": 2.6, "kernel": 1.3, "result": 0.0}  # where each row of boxes stands
LABELS = {"signal": "вход", "kernel": "ядро", "result": "выход"}
SIDE = 0.84  # of a box, in steps


@style.lecture()
def draw(
    *, signal: Integer[" steps"], kernel: Integer[" width"], result: Integer[" steps-width+1"], window: Integer[""]
) -> style.Figure:
    """Draw the numbers in boxes, one window thick, and the lines that lead to its number.

    Args:
        kernel: of an odd width.
        window: which of the results is explained.
    """
    place = int(window)
    half = (len(kernel) - 1) / 2

    axes = style.canvas(2.0, xlim=(-2.2, len(signal) - 0.4), ylim=(-0.6, 3.2), aspect="equal")
    chosen = range(place, place + len(kernel))
    for name, values, first, thick in (
        ("signal", signal, 0, chosen),
        ("kernel", kernel, place, chosen),
        ("result", result, half, [place + half]),
    ):
        y = ROWS[name]
        axes.annotate(LABELS[name], (-2.2, y), va="center")
        for i, value in enumerate(values):
            x = first + i
            width = 1.8 if x in thick and name != "kernel" else 0.7
            corner = (x - SIDE / 2, y - SIDE / 2)
            style.frame(axes, corner, SIDE, SIDE, linewidth=width, alpha=1 if width > 1 else 0.5)
            axes.annotate(style.number(value), (x, y), ha="center", va="center")
    for i in range(len(kernel)):
        x = place + i
        axes.annotate("×", (x, (ROWS["signal"] + ROWS["kernel"]) / 2), ha="center", va="center")
        ends = (x, place + half), (ROWS["kernel"] - SIDE / 2, ROWS["result"] + SIDE / 2)
        axes.plot(*ends, color=style.INK, linewidth=0.8, alpha=0.5)
    return axes.figure
