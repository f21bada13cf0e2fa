"""What MNIST-1D is made of, and what it looks like."""

import numpy as np

from lecture.studies.measured import Arrays, Measured

EACH = 3  # examples of a class

READS = {"sequences": "arrays mnist1d"}


def measure(sequences: Arrays) -> Measured:
    """Arrays: `templates` (10, 12), `examples` (10, 3, 40): the first of each class in the training set."""
    images, labels = sequences["train_sequences"], sequences["train_labels"]
    templates = sequences["templates"]
    examples = np.array([images[labels == digit][:EACH] for digit in range(len(templates))])
    return Measured(arrays={"templates": templates, "examples": examples})
