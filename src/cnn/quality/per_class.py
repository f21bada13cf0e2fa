"""How well each class is recognised: recall, precision and F1, with intervals."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import confusion_matrix

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured, over_seeds, wilson

INDICATORS = ("recall", "precision", "f1")

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Arrays], b: Sequence[Arrays]) -> Measured:
    """Compare the classes of networks A and B.

    Returns:
        Numbers under `a` and `b`: `classes`, one row a digit with each indicator and its interval in the first
        training; `macro`, the unweighted means over the classes; `hardest` and `easiest`, the digits of least and of
        largest recall; `macro_and_accuracy`, over `seeds` the absolute difference of macro recall and accuracy.
        Arrays: for each network and for recall and precision (10, 3): the value and the ends of its interval.
    """
    numbers: dict = {}
    arrays = {}
    for name, trainings in (("a", a), ("b", b)):
        answers = [each["trained"].argmax(axis=1) for each in trainings]
        matrices = [confusion_matrix(digits.test_labels, given, labels=range(10)) for given in answers]
        rows = by_class(matrices[0])
        recalls = [row["recall"] for row in rows]
        gaps = [
            abs(float(np.mean([row["recall"] for row in by_class(matrix)])) - matrix.trace() / matrix.sum())
            for matrix in matrices
        ]
        numbers[name] = {
            "seeds": len(trainings),
            "classes": rows,
            "macro": {indicator: float(np.mean([row[indicator] for row in rows])) for indicator in INDICATORS},
            "hardest": int(np.argmin(recalls)),
            "easiest": int(np.argmax(recalls)),
            "macro_and_accuracy": over_seeds(gaps),
        }
        for indicator in ("recall", "precision"):
            ends = [(row[indicator], row[f"{indicator}_low"], row[f"{indicator}_high"]) for row in rows]
            arrays[f"{indicator}_{name}"] = np.array(ends)
    return Measured(numbers, arrays)


def by_class(matrix: np.ndarray) -> list[dict]:
    """Recall, precision and F1 of each class, each with the ends of its 95 % interval.

    Recall and precision are shares, so Wilson's interval is theirs. F1 = 2J / (1 + J), where J is the share of right
    answers among the images that are of the class or were called so; it grows with J, and so do the ends.

    Args:
        matrix: (classes, classes) counts, rows are true classes, columns are answers.

    Returns:
        Rows with `digit` and the indicators, `…_low` and `…_high`; a class that was never answered has precision 0.
    """
    rows = []
    for digit, right in enumerate(matrix.diagonal().tolist()):
        true, called = int(matrix[digit].sum()), int(matrix[:, digit].sum())
        trials = {"recall": true, "precision": called, "f1": true + called - right}
        row: dict = {"digit": digit}
        for indicator, many in trials.items():
            values = (right / many, *wilson(right, many)) if many else (0.0, 0.0, 1.0)
            if indicator == "f1":
                values = tuple(2 * share / (1 + share) for share in values)
            row |= dict(zip((indicator, f"{indicator}_low", f"{indicator}_high"), values, strict=True))
        rows.append(row)
    return rows
