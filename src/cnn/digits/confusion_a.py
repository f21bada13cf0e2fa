"""The confusion matrix: which digit is taken for which."""

from collections.abc import Mapping

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

READS = {"digits": "data a", "answers": "first a answers.npz"}


def measure(digits: Digits, answers: Mapping[str, np.ndarray]) -> Measured:
    """Arrays: the `matrix` (10, 10) of the trained network's answers for the test set."""
    return Measured(arrays={"matrix": confusion(digits.test_labels, answers["trained"].argmax(axis=1))})


def confusion(labels: np.ndarray, answers: np.ndarray, classes: int = 10) -> np.ndarray:
    """How often each class was answered for each true class.

    Args:
        labels, answers: (N,) whole numbers in [0, classes).

    Returns:
        (classes, classes) int64; rows are true classes, columns are answers.
    """
    pairs = labels.astype(np.int64) * classes + answers
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
