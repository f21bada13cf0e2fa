"""How the images are divided: to learn from, to choose by, to measure on."""

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

HELD_OUT = 5000  # training images that are put aside wherever something is chosen

READS = {"digits": "data"}
NEEDS = {"train": 7000}  # what is held out, and what chapter 4 learns from


def measure(digits: Digits) -> Measured:
    """Count the images of each part.

    Returns:
        Numbers: `training`, `validation` and `test`, images. Arrays: `counts` (3,), the same.
    """
    counts = [len(digits.train_images) - HELD_OUT, HELD_OUT, len(digits.test_images)]
    return Measured(
        numbers=dict(zip(("training", "validation", "test"), counts, strict=True)), arrays={"counts": np.array(counts)}
    )
