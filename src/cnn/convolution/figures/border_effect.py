"""Why the output is smaller than the input: a window has to lie inside."""

import numpy as np
from matplotlib.figure import Figure

from cnn.convolution.figures.windows import draw_convolution

READS = "convolution"


def draw(
    *, size: np.ndarray, kernel: np.ndarray, padding: np.ndarray, stride: np.ndarray, dilation: np.ndarray
) -> Figure:
    """Draw a convolution without padding: its windows have fewer middles than there are pixels.

    Args:
        size, kernel, padding, stride, dilation: whole numbers, as in `cnn.convolution.geometry.output_size`.

    Returns:
        The figure.

    Raises:
        ValueError: there is no such convolution; the message names the argument.
    """
    return draw_convolution(
        "border_effect", size=size, kernel=kernel, padding=padding, stride=stride, dilation=dilation
    )
