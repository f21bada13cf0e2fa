"""What kernels chosen by people do to a photograph."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, UInt8

NAMES = ("размытие", "резкость", "края", "тиснение", "Собель по x", "Собель по y", "длина градиента")
COLUMNS = 4
BALANCED = 1e-9  # the sum of the weights of such a kernel
LENGTH = "√(Sx² + Sy²)"
COLUMN_PITCH, ROW_PITCH = 19, 14  # points, of the weights
CUT = 0.995  # quantile of what is shown of filtered pictures

READS = "photograph"


@style.lecture()
def draw(*, photo: UInt8["h w"], kernels: Float["6 3 3"], filtered: Float["7 h w"]) -> style.Figure:
    """Draw the photograph, six filtered ones with the kernel below each, and the length of Sobel's gradient.

    A picture of a kernel with the sum 1 has the photograph's scale; one of a kernel with the sum 0 shows zero as grey.

    Args:
        filtered: the photograph in [0, 1] under each kernel, and √(x² + y²) of the last two.
    """
    pictures = [photo / 255, *filtered]
    panels = style.panels(5.3, len(pictures) // COLUMNS, COLUMNS).ravel()
    for number, (axes, picture, name) in enumerate(zip(panels, pictures, ("фотография", *NAMES), strict=True)):
        largest = np.quantile(np.abs(picture), CUT)
        low, high = 0.0, 1.0
        if number == len(NAMES):
            high = largest
        elif number and abs(kernels[number - 1].sum()) < BALANCED:
            low, high = -largest, largest
        style.photo(axes, picture, cmap="gray", vmin=low, vmax=high)
        axes.set_title(name)
        below = (picture.shape[1] / 2 + 0.5, picture.shape[0])
        if number == len(NAMES):
            style.note(axes, LENGTH, below, (0, -4), ha="center", va="top")
        elif number:
            write(axes, below, kernels[number - 1])
    return panels[0].figure


def write(axes: style.Axes, place: tuple[float, float], kernel: np.ndarray) -> None:
    """Write a kernel (3, 3) below a place; a common fraction stands in front of the ones that it multiplies."""
    texts = {}
    if np.ptp(kernel) == 0 and 0 < kernel[0, 0] < 1:
        texts[1, -1] = f"1/{style.number(1 / kernel[0, 0])} ·"
        kernel = np.ones_like(kernel)
    texts |= {(row, column): style.number(weight) for (row, column), weight in np.ndenumerate(kernel)}
    for (row, column), text in texts.items():
        offset = (COLUMN_PITCH * (column - 1) + 8, -4 - ROW_PITCH * row)
        style.note(axes, text, place, offset, ha="right", va="top", annotation_clip=False)
