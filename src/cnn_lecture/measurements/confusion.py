"""The confusion matrix: which digit is taken for which."""

import numpy as np


def confusion(labels: np.ndarray, answers: np.ndarray, classes: int = 10) -> np.ndarray:
    """How often each class was answered for each true class.

    Args:
        labels, answers: (N,) whole numbers in [0, classes).

    Returns:
        (classes, classes) int64; rows are true classes, columns are answers.
    """
    pairs = labels.astype(np.int64) * classes + answers
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)
