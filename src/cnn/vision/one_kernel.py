"""One kernel in all places of a picture: the cells of one orientation are a feature map."""

import numpy as np
from scipy import ndimage

from cnn.vision.simple_cells import along_and_across, between, gabor
from lecture.studies.measured import Measured

BARS = ((90, -16, 8), (135, 2, 6), (0, 15, -13))  # degrees; pixels right of the middle and up: angle and centre
WIDTH, LENGTH = 4.0, 18.0  # pixels: of a bar, as wide as a light stripe of the kernel
WINDOWS = ((22, 14), (24, 32), (43, 45))  # row and column of three cells, one on each bar
MARGIN = 17  # pixels that the kernel loses on each side: it is flat there


def measure() -> Measured:
    """Correlate a picture of three bars with the kernel of a cell that prefers vertical ones.

    Returns:
        Numbers: `side` of the picture and `kernel`, the side of the kernel, in pixels.
        Arrays: `picture` (61, 61) in [0, 1]; `kernel` (27, 27); `answers` (61, 61), what the cells answer, the greatest
        is 1; `windows` (3, 2), row and column of the cells that the figure marks.
    """
    picture = np.max([bar(*each) for each in BARS], axis=0)
    kernel = gabor(90)[MARGIN:-MARGIN, MARGIN:-MARGIN]
    kernel = kernel - kernel.mean()
    answers = np.maximum(ndimage.correlate(picture, kernel, mode="constant"), 0)
    return Measured(
        numbers={"side": len(picture), "kernel": len(kernel)},
        arrays={
            "picture": picture,
            "kernel": kernel,
            "answers": answers / answers.max(),
            "windows": np.array(WINDOWS),
        },
    )


def bar(angle: float, right: float, up: float) -> np.ndarray:
    """A light bar (61, 61) on a dark ground around a place that is so many pixels right of the middle and above it."""
    along, across = along_and_across(angle)
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    along, across = along - right * cos - up * sin, across - right * sin + up * cos
    return between(across, WIDTH / 2) * between(along, LENGTH / 2)
