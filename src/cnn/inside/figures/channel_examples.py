"""Beside each picture that was made to excite a channel, or a class: the crops of photographs that excite it most."""

from cnn.data.imagenet import in_russian
from cnn.drawing import style
from cnn.drawing.picture_rows import GAP, PITCH, tile_at
from lecture.drawing.contract import Integer, Text, UInt8

MARGIN, APART = 0.62, 0.2  # pictures: the names of the rows; between what was made and what was photographed


@style.lecture()
def draw(
    *,
    blocks: Integer[" n"],
    pictures: UInt8["n side side 3"],
    examples: UInt8["n shown small small 3"],
    name: Text[""],
    class_picture: UInt8["side side 3"],
    class_examples: UInt8["shown small small 3"],
) -> style.Figure:
    """Draw a row for each block and one for the class.

    Args:
        blocks: their numbers.
        pictures: what was made, for a channel of each block.
        examples: the crops, the best first.
        name: of the class, in English.
        class_picture, class_examples: the same for the class.
    """
    names = [*(f"блок {block}" for block in blocks), f"класс\n«{in_russian(name)}»"]
    rows = [*zip(pictures, examples, strict=True), (class_picture, class_examples)]
    width = MARGIN + PITCH + APART + examples.shape[1] * PITCH - GAP
    height = 0.22 + len(rows) * PITCH - GAP
    axes = style.canvas(height=style.WIDTH / width * height)
    photographed = PITCH + APART
    for row, (label, (made, shown)) in enumerate(zip(names, rows, strict=True)):
        top = row * PITCH
        axes.text(-0.08, top + 0.5, label, ha="right", va="center")
        tile_at(axes, made, 0, top)
        for column, tile in enumerate(shown):
            tile_at(axes, tile, photographed + column * PITCH, top)
    for left, title in ((0, "нарисовано"), (photographed, "сильнейшие куски фотографий")):
        axes.text(left, -0.06, title, fontweight=600, va="bottom")
    axes.set(xlim=(-MARGIN, width - MARGIN + 0.01), ylim=(height - 0.22 + 0.01, -0.23))
    return axes.figure
