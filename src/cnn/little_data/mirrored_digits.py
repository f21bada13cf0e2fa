"""Mirrored digits: which other digits do they look like?"""

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured

MIRRORED, ASKED = 10_000, 2_000  # of the training and of the test images, the first ones: their cosines fit in memory
PAIRS = ((5, 2), (3, 5), (3, 8))  # whose mirror image is shown, beside which digit

READS = {"digits": "data"}


def measure(digits: Digits) -> Measured:
    """Find the nearest mirror image of another class for every test digit, and for some pairs the most alike.

    Images are as alike as their pixels' directions, by the cosine of the angle: a thin stroke isn't nearer for that.

    Returns:
        Numbers: of the fives and eights the share whose nearest mirror image of another class is that of a two or of a
        three: `five.two`, `five.three`, `eight.two`, `eight.three`.
        Arrays: `images` (3, 3, 28, 28) uint8, for each of `PAIRS` an image, its mirror image, and the image of the
        other class nearest to that; `pairs` (3, 2), the classes.
    """
    images, mirrored = digits.test_images[:ASKED], digits.train_images[:MIRRORED, :, ::-1]
    labels, theirs = digits.test_labels[:ASKED], digits.train_labels[:MIRRORED]
    rows, others = (pictures.reshape(len(pictures), -1).astype(np.float32) for pictures in (images, mirrored))
    alike = (rows / np.linalg.norm(rows, axis=1, keepdims=True)) @ (others.T / np.linalg.norm(others, axis=1))
    foreign = theirs[np.where(labels[:, None] == theirs, -1, alike).argmax(axis=1)]
    shown = []
    for digit, other in PAIRS:
        at = np.where((labels[:, None] == other) & (theirs == digit), alike, -1)
        place, source = np.unravel_index(at.argmax(), at.shape)
        shown.append([mirrored[source][:, ::-1], mirrored[source], images[place]])
    names = {"two": 2, "three": 3}
    return Measured(
        {
            word: {name: float((foreign[labels == digit] == number).mean()) for name, number in names.items()}
            for word, digit in (("five", 5), ("eight", 8))
        },
        {"images": np.array(shown), "pairs": np.array(PAIRS)},
    )
