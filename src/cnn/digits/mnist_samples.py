"""Digits of every class, from the beginning of the test set."""

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

SOME = 200  # images: enough for four of every class

READS = {"digits": "data"}


def measure(digits: Digits) -> Measured:
    """Arrays: `images` (N, 28, 28) uint8 and their `labels` (N,)."""
    return Measured(arrays={"images": digits.test_images[:SOME], "labels": digits.test_labels[:SOME]})
