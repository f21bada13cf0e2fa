"""Digits in a grid, with room for words beside or below each: the shape of three figures."""

import math

import numpy as np

from cnn.drawing import style

COLUMNS = 6


def digit_grid(
    images: np.ndarray, step: tuple[int, int], edge: tuple[int, int], below: int = 0
) -> tuple[style.Axes, list[tuple[int, int]]]:
    """Draw digits in a grid that is as wide as the text; frames and words are the figure's own.

    Args:
        images: (N, H, W) uint8 in [0, 255].
        step: the place of one image and its words, across and down, in pixels of the image.
        edge: where in its place the image begins, from the left and from above.
        below: room under the grid, in pixels.

    Returns:
        The axes of a new figure, whose unit is a pixel; and the left upper corner of each image, x and y.
    """
    across, down = step
    width, height = COLUMNS * across, math.ceil(len(images) / COLUMNS) * down + below
    corners = [(i % COLUMNS * across + edge[0], i // COLUMNS * down + edge[1]) for i in range(len(images))]
    axes = style.figure(height=style.WIDTH * height / width).add_subplot()
    style.pixels(axes, style.placed(images, corners, height, width), low=0, high=255)
    return axes, corners
