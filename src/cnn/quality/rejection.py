"""What refusing buys: the least sure answers go to a person, and the rest have fewer errors."""

from collections.abc import Sequence

import numpy as np

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured, over_seeds

REFUSED = np.linspace(0, 0.2, 81)  # shares of the images
NAMED = {"none": 0.0, "hundredth": 0.01, "twentieth": 0.05, "tenth": 0.1}

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Arrays], b: Sequence[Arrays]) -> Measured:
    """The share of errors among the answers that remain.

    Returns:
        Numbers under `a` and `b`, over `seeds`: the errors where `none`, a `hundredth`, a `twentieth` or a `tenth` of
        the images is refused, and `ratio`, how many times fewer they are with a twentieth refused than with none (where
        none remains, as if half an error did).
        Arrays: the shares `refused` (81,), and the errors `a` and `b` (seeds, 81).
    """
    numbers: dict = {}
    arrays = {"refused": REFUSED}
    for name, trainings in (("a", a), ("b", b)):
        curves = [errors(each["trained"], digits.test_labels) for each in trainings]
        named = [{key: curve(share) for key, share in NAMED.items()} for curve in curves]
        least = 0.5 / len(digits.test_labels)
        ratios = [shares["none"] / max(shares["twentieth"], least) for shares in named]
        numbers[name] = over_seeds(named) | {"seeds": len(trainings), "ratio": over_seeds(ratios)}
        arrays[name] = np.array([[curve(share) for share in REFUSED] for curve in curves])
    return Measured(numbers, arrays)


def errors(log_probabilities: np.ndarray, labels: np.ndarray):
    """The share of errors among the surest answers, as a function of the share that is refused.

    Args:
        log_probabilities: (N, classes).
        labels: (N,).
    """
    order = np.argsort(-log_probabilities.max(axis=1), kind="stable")
    wrong = (log_probabilities.argmax(axis=1) != labels)[order].cumsum()

    def remaining(share: float) -> float:
        kept = len(labels) - round(share * len(labels))
        return float(wrong[kept - 1] / kept)

    return remaining
