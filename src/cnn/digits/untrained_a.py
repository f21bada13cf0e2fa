"""What network A answers before it is trained."""

from collections.abc import Mapping

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

READS = {"digits": "data a", "answers": "first a answers.npz"}


def measure(digits: Digits, answers: Mapping[str, np.ndarray]) -> Measured:
    """Arrays: `log_probabilities` (N, 10) of the test set under the initial weights, and the `labels` (N,)."""
    return Measured(arrays={"log_probabilities": answers["untrained"], "labels": digits.test_labels})
