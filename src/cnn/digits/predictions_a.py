"""What the trained network A answers for the first test images."""

from collections.abc import Mapping

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

GRID = 30  # images: five rows of six

READS = {"digits": "data a", "answers": "first a answers.npz"}


def measure(digits: Digits, answers: Mapping[str, np.ndarray]) -> Measured:
    """Arrays: `images` (30, 28, 28) uint8, their `labels` (30,) and the `log_probabilities` (30, 10)."""
    return Measured(
        arrays={
            "images": digits.test_images[:GRID],
            "labels": digits.test_labels[:GRID],
            "log_probabilities": answers["trained"][:GRID],
        }
    )
