"""One digit, to be shown as a picture and as numbers."""

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

READS = {"digits": "data"}


def measure(digits: Digits) -> Measured:
    """Arrays: `image` (28, 28) uint8, the first of the test set."""
    return Measured(arrays={"image": digits.test_images[0]})
