"""Neighbouring pixels are alike: correlation of two pixels against their distance."""

from cnn.drawing import style
from lecture.drawing.contract import Float

LINES = {"photo": "-", "digits": (0, (5, 2)), "shuffled": (0, (1, 1.5))}

READS = "photograph"


@style.lecture()
def draw(*, photo: Float[" distances"], digits: Float[" _distances"], shuffled: Float[" distances"]) -> style.Figure:
    """Draw the correlation at the distances 0, 1, … pixels: in a photograph, in digits, in the photograph shuffled."""
    curves = {"photo": photo, "digits": digits, "shuffled": shuffled}
    axes = style.panel(height=3.1, grid="both")
    axes.axhline(0, color=style.INK, linewidth=0.7)
    for name, curve in curves.items():
        axes.plot(curve, color=style.INK, linestyle=LINES[name], linewidth=2)
    half, end = len(photo) // 2, len(digits) - 1
    style.note(axes, "фотография", (half, photo[half]), (6, 8))
    style.note(axes, "изображения 28×28", (end, digits[end]), (7, -3), va="top")
    style.note(axes, "фотография, пиксели перемешаны", (len(shuffled) - 1, 0), (0, 6), ha="right")
    lowest = min(-0.2, *(curve.min() - 0.05 for curve in curves.values()))
    axes.set(xlim=(0, None), ylim=(lowest, 1.04), xlabel="расстояние между пикселями", ylabel="корреляция яркостей")
    return axes.figure
