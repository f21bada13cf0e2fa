"""What excites the channels of a pretrained network: a row of pictures for each layer, the deeper the lower."""

from cnn.drawing import style
from cnn.inside.figures.picture_rows import draw_rows
from lecture.drawing.contract import UInt8


@style.lecture()
def draw(**blocks: UInt8["n _side _side 3"]) -> style.Figure:
    """Draw one row for each block, `block_1` and so on, and one column for each channel."""
    rows = {f"блок {name.removeprefix('block_')}": tiles for name, tiles in blocks.items()}
    return draw_rows(rows, margin=0.55, largest=1.1)
