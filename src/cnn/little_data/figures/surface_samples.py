"""Pieces of ten surfaces: what there is to learn from, and what is asked."""

from cnn.drawing import style
from lecture.drawing.contract import Text, UInt8

GAP = 3  # pixels between pieces

READS = "surfaces"


@style.lecture()
def draw(
    *, names: Text[" classes"], known: UInt8["classes shown side side"], asked: UInt8["classes shown side side"]
) -> style.Figure:
    """Draw a column for each surface, training pieces above test pieces.

    Args:
        names: of the surfaces.
        known, asked: pieces to learn from and pieces of the test set.
    """
    classes, shown, side, _ = known.shape
    step = side + GAP
    figure = style.figure(height=4.5)
    for axes, pieces, title in zip(figure.subplots(2, 1), (known, asked), ("обучение", "тест"), strict=True):
        tiles = pieces.transpose(1, 0, 2, 3).reshape(-1, side, side)
        grid, corners = style.mosaic(tiles, columns=classes, gap=GAP)
        style.pixels(axes, grid, low=0, high=255, scale=2)
        for corner in corners:
            style.frame(axes, corner, side, side)
        axes.text(-2 * GAP, (shown * step - GAP) / 2, title, rotation=90, ha="right", va="center", fontweight=600)
        if pieces is known:
            for place, name in enumerate(names):
                axes.text(place * step + side / 2, -GAP, name, ha="center", va="bottom")
    return figure
