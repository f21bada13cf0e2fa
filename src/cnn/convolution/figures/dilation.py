"""A kernel with gaps sees farther with the same number of weights."""

import numpy as np
from matplotlib.figure import Figure

from cnn.convolution.figures.windows import draw_convolution

READS = "convolution"


def draw(
    *, size: np.ndarray, kernel: np.ndarray, padding: np.ndarray, stride: np.ndarray, dilation: np.ndarray
) -> Figure:
    """Draw a convolution with dilation above 1; its windows still move by the stride.

    Args:
        size, kernel, padding, stride, dilation: whole numbers, as in `cnn.convolution.geometry.output_size`.

    Returns:
        The figure.

    Raises:
        ValueError: there is no such convolution; the message names the argument.
    """
    return draw_convolution("dilation", size=size, kernel=kernel, padding=padding, stride=stride, dilation=dilation)
