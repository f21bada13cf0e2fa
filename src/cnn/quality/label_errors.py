"""Where all networks agree against the label: candidates for a wrong label."""

from collections.abc import Sequence

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured

SHOWN = 12  # images: two rows of six

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Arrays], b: Sequence[Arrays]) -> Measured:
    """Images that every training of every network takes for the same other digit.

    Returns:
        Numbers: `trainings`; `wrong_in_all`, images that all got wrong; `expected`, how many there would be if the
        errors were independent, and `ratio` of the two (None where none is expected); `agreed`, those of them with the
        same answer everywhere.
        Arrays: up to 12 `images` (N, 28, 28) uint8, their `labels`, the common `answers` (N,), the least `sureness`
        (N,) of any training and the `numbers` (N,) of the images in the test set; the surest first.
    """
    labels, trained = digits.test_labels, np.stack([each["trained"] for each in [*a, *b]])
    given = trained.argmax(axis=2)
    wrong = given != labels
    agreed = wrong[0] & (given == given[0]).all(axis=0)
    sureness = np.exp(trained.max(axis=2)).min(axis=0)
    candidates = np.flatnonzero(agreed)
    chosen = candidates[np.argsort(-sureness[candidates], kind="stable")][:SHOWN]
    expected = float(len(labels) * wrong.mean(axis=1).prod())
    return Measured(
        {
            "trainings": len(trained),
            "wrong_in_all": int(wrong.all(axis=0).sum()),
            "expected": expected,
            "ratio": float(wrong.all(axis=0).sum() / expected) if expected else None,
            "agreed": len(candidates),
            "shown": len(chosen),
            "least": float(sureness[chosen[-1]]) if len(chosen) else None,
        },
        {
            "images": digits.test_images[chosen],
            "labels": labels[chosen],
            "answers": given[0, chosen],
            "sureness": sureness[chosen],
            "numbers": chosen,
        },
    )
