"""What the first layer of network A looks for: its kernels as pictures."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float

READS = "answers_a"

CLIP = 2.0  # standard deviations
EMPTY = 1e-3  # a filter this much weaker than the strongest is drawn as what it is: nothing
COLUMNS = 5
GAP = 1


def standardised(filters: np.ndarray) -> np.ndarray:
    """Bring every filter to mean 0 and standard deviation 1 over all its weights, cut at two deviations.

    Args:
        filters: (N, …) float.

    Returns:
        The same shape, in [−2, 2]; an empty filter becomes zeros.
    """
    rows = filters.reshape(len(filters), -1).astype(float)
    deviations = rows.std(axis=1, keepdims=True)
    some = deviations > EMPTY * deviations.max()
    centred = rows - rows.mean(axis=1, keepdims=True)
    scaled = np.divide(centred, deviations, out=np.zeros_like(rows), where=some)
    return np.clip(scaled, -CLIP, CLIP).reshape(filters.shape)


@style.lecture()
def draw(*, kernels: Float["10 1 5 5"]) -> style.Figure:
    """Draw each kernel, standardised, with its number and one shared grey scale.

    Grey, not two colours: once the mean is taken away, the sign of a weight has no meaning of its own; light is
    «more», as in the images that the kernel is laid on.
    """
    tiles = standardised(kernels[:, 0])
    height, width = tiles.shape[1:]
    grid, corners = style.mosaic(tiles, COLUMNS, GAP)

    axes = style.panel(height=2.8)
    style.pixels(axes, grid, low=-CLIP, high=CLIP, scale=16)
    for i, (x, y) in enumerate(corners, start=1):
        style.frame(axes, (x, y), height, width)
        style.note(axes, str(i), (x, y), (0, 3))
    style.colour_bar(axes, -CLIP, CLIP, "вес за вычетом среднего по ядру,\nв стандартных отклонениях")
    return axes.figure
