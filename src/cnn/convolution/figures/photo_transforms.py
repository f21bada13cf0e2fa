"""One photograph under transforms that keep its meaning, and how far each is from the original."""

from cnn.drawing import style
from lecture.drawing.contract import Float, UInt8

NAMES = ("исходная", "сдвиг", "поворот", "масштаб", "скос", "отражение", "яркость", "другая фотография")
COLUMNS = 4

READS = "photograph"


@style.lecture()
def draw(*, pictures: UInt8["8 h w 3"], distances: Float["7"]) -> style.Figure:
    """Draw the photograph, six transforms of it and another photograph, with their distances from the first picture.

    Args:
        distances: root mean square differences, of values in [0, 1].
    """
    below = ["0", *(style.number(distance, 2) for distance in distances)]
    panels = style.panels(4.55, len(NAMES) // COLUMNS, COLUMNS).ravel()
    for axes, picture, name, distance in zip(panels, pictures, NAMES, below, strict=True):
        style.photo(axes, picture)
        axes.set_title(name)
        style.note(axes, f"d = {distance}", (0, picture.shape[0]), (0, -4), va="top", annotation_clip=False)
    return axes.figure
