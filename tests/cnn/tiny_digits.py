"""Digits that are easy: a bright square whose place tells the class."""

import numpy as np

from cnn.data.mnist import Digits


def easy(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = np.arange(count) % 10
    images = random.integers(0, 30, (count, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        row, column = 4 + 10 * (label // 5), 2 + 5 * (label % 5)
        image[row : row + 5, column : column + 4] = 255
    return images, labels.astype(np.uint8)


DIGITS = Digits(*easy(200, 0), *easy(50, 1))
