"""MNIST-1D: made, not fetched."""

from cnn.sequences.data import mnist1d, mnist1d_in_the_middle
from lecture.studies.measured import Measured


def measure() -> Measured:
    """Numbers: `train`, `test` (counts of sequences), `steps`, `classes`.

    Arrays: what `data.sequences.mnist1d` returns, and under `middle_…` the set whose pattern stands in the middle.
    """
    published = mnist1d()
    middle = {f"middle_{name}": array for name, array in mnist1d_in_the_middle().items() if name != "templates"}
    numbers = {
        "train": len(published["train_labels"]),
        "test": len(published["test_labels"]),
        "steps": published["train_sequences"].shape[1],
        "classes": len(published["templates"]),
    }
    return Measured(numbers, published | middle)
