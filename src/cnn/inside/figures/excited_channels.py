"""What excites the channels of a pretrained network: a column for each block, the deepest at the right."""

from cnn.drawing import style
from cnn.drawing.picture_rows import draw_rows
from lecture.drawing.contract import UInt8


@style.lecture()
def draw(**blocks: UInt8["n _side _side 3"]) -> style.Figure:
    """Draw one column for each block, `block_1` and so on, and one row for each channel."""
    rows = {f"канал {number}": list(tiles) for number, tiles in enumerate(zip(*blocks.values(), strict=True), start=1)}
    return draw_rows(rows, margin=0.8, columns=[f"блок {name.removeprefix('block_')}" for name in blocks], largest=1.1)
