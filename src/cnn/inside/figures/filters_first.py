"""What two first layers look for: network B's, learnt from digits, and EfficientNet-Lite0's, from photographs."""

import numpy as np

from cnn.digits.figures.filters_a import CLIP, standardised
from cnn.drawing import style
from lecture.drawing.contract import Float

COLUMNS, GAP = 8, 1

READS = "filters"


@style.lecture()
def draw(*, b: Float["n i i"], stem: Float["m k k 3"]) -> style.Figure:
    """Draw the kernels of B in grey and the filters of EfficientNet-Lite0 in colour."""
    left, right = style.panels(2.15, 1, 2, wspace=0.06)

    side = b.shape[-1]
    grid, corners = style.mosaic(standardised(b), COLUMNS, GAP)
    style.pixels(left, grid, low=-CLIP, high=CLIP, scale=8)
    for corner in corners:
        style.frame(left, corner, side, side)
    left.set_title(f"сеть B: {len(b)} ядер {side}×{side}")

    side = stem.shape[1]
    colours = (standardised(stem) + CLIP) / (2 * CLIP)
    # the gaps are as wide as on the left in units of a kernel
    gap = GAP * side / b.shape[-1]
    right.set_axis_off()
    for i, tile in enumerate(colours):
        x, y = (i % COLUMNS) * (side + gap), (i // COLUMNS) * (side + gap)
        picture = np.repeat(np.repeat(tile, 12, axis=0), 12, axis=1)
        right.imshow(picture, extent=(x, x + side, y + side, y), interpolation="none")
        style.frame(right, (x, y), side, side)
    rows = -(-len(stem) // COLUMNS)
    right.set(xlim=(0, COLUMNS * (side + gap) - gap), ylim=(rows * (side + gap) - gap, 0))
    right.set(title=f"EfficientNet-Lite0: {len(stem)} фильтра {side}×{side}×3")
    return left.figure
