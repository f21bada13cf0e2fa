"""What the first layer of network A looks for: its kernels as pictures."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float

READS = "answers_a"

CLIP = 2.0  # standard deviations
COLUMNS = 5
GAP = 1


def standardised(kernels: np.ndarray) -> np.ndarray:
    """Bring every kernel to mean 0 and standard deviation 1, cut at two deviations.

    Args:
        kernels: (N, 1, H, W) float.

    Returns:
        (N, H, W) float in [−2, 2]; a constant kernel becomes zeros.
    """
    planes = kernels[:, 0].astype(float)
    centred = planes - planes.mean(axis=(1, 2), keepdims=True)
    deviations = planes.std(axis=(1, 2), keepdims=True)
    return np.clip(np.divide(centred, deviations, out=np.zeros_like(centred), where=deviations > 0), -CLIP, CLIP)


@style.lecture()
def draw(*, kernels: Float["10 1 5 5"]) -> style.Figure:
    """Draw each kernel, standardised, with its number and one shared grey scale.

    Grey, not two colours: once the mean is taken away, the sign of a weight has no meaning of its own; light is
    «more», as in the images that the kernel is laid on.
    """
    tiles = standardised(kernels)
    height, width = tiles.shape[1:]
    grid, corners = style.mosaic(tiles, COLUMNS, GAP)

    axes = style.panel(height=2.8)
    style.pixels(axes, grid, low=-CLIP, high=CLIP, scale=16)
    for i, (x, y) in enumerate(corners, start=1):
        style.frame(axes, (x, y), height, width)
        style.note(axes, str(i), (x, y), (0, 3))
    style.colour_bar(axes, -CLIP, CLIP, "вес за вычетом среднего по ядру,\nв стандартных отклонениях")
    return axes.figure
