"""Do nine of ten answers of probability 0.9 hold? Before and after temperature scaling."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured, over_seeds

BINS = 10  # of equal width
# The halves alternate, because the second half of MNIST's test set was written by other people than the first.
FITTING, MEASURING = slice(0, None, 2), slice(1, None, 2)
COLDEST, HOTTEST = 0.1, 10.0  # the temperatures among which the best is looked for

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Arrays], b: Sequence[Arrays]) -> Measured:
    """Fit the temperature on the even test images, and measure on the odd ones.

    Returns:
        Numbers under `a` and `b`, over `seeds`: `temperature`; `before` and `after` it the `error` (expected
        calibration error) and the mean `loss` in nats; `improvement` and `gain`, how much the two fall; `modesty`,
        accuracy minus mean probability before. And `fitted`, `measured`: how many images.
        Arrays: for each network the first training's bins before and after, (10, 3): mean probability, share of right
        answers, number of images; NaN in empty bins.
    """
    labels = digits.test_labels.astype(int)
    numbers: dict = {"bins": BINS, "fitted": len(labels[FITTING]), "measured": len(labels[MEASURING])}
    arrays = {}
    for name, trainings in (("a", a), ("b", b)):
        found = [before_and_after(training["trained"].astype(float), labels) for training in trainings]
        numbers[name] = {"seeds": len(trainings)} | over_seeds(values for values, _ in found)
        arrays |= {f"{when}_{name}": bins for when, bins in found[0][1].items()}
    return Measured(numbers, arrays)


def before_and_after(log_probabilities: np.ndarray, labels: np.ndarray) -> tuple[dict, dict[str, np.ndarray]]:
    """The numbers of one training (N, classes), and its bins `before` and `after` the scaling."""
    temperature = best_temperature(log_probabilities[FITTING], labels[FITTING])
    before, labels = log_probabilities[MEASURING], labels[MEASURING]
    answers = {"before": before, "after": log_softmax(before / temperature, axis=1)}
    bins = {when: reliability(values, labels) for when, values in answers.items()}
    found = {
        when: {"error": calibration_error(bins[when]), "loss": loss(values, labels)} for when, values in answers.items()
    }
    right = before.argmax(axis=1) == labels
    return {
        "temperature": temperature,
        **found,
        "improvement": found["before"]["error"] - found["after"]["error"],
        "gain": found["before"]["loss"] - found["after"]["loss"],
        "modesty": right.mean() - np.exp(before.max(axis=1)).mean(),
    }, bins


def loss(log_probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Mean negative log-likelihood in nats of (N, classes) for labels (N,)."""
    return float(-log_probabilities[np.arange(len(labels)), labels].mean())


def best_temperature(log_probabilities: np.ndarray, labels: np.ndarray) -> float:
    """The T for which log-softmax(log p / T) has the least negative log-likelihood; 1 leaves the answers as they are.

    Args:
        log_probabilities: (N, classes) float64; they are logits up to a constant, which softmax doesn't see.
        labels: (N,) int.
    """

    def of(logarithm: float) -> float:
        return loss(log_softmax(log_probabilities / np.exp(logarithm), axis=1), labels)

    found = minimize_scalar(of, bounds=np.log([COLDEST, HOTTEST]), method="bounded", options={"xatol": 1e-8})
    return float(np.exp(found.x))


def reliability(log_probabilities: np.ndarray, labels: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Bins of equal width of the answer's probability.

    Returns:
        (bins, 3): mean probability and share of right answers, both NaN in an empty bin, and the number of images.
    """
    sureness, right = np.exp(log_probabilities.max(axis=1)), log_probabilities.argmax(axis=1) == labels
    place = np.minimum((sureness * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):
        means = [np.bincount(place, values, minlength=bins) / count for values in (sureness, right)]
    return np.stack([*means, count], axis=1)


def calibration_error(table: np.ndarray) -> float:
    """Expected calibration error: |probability − share of right answers|, averaged over the images."""
    full = table[table[:, 2] > 0]
    return float((np.abs(full[:, 0] - full[:, 1]) * full[:, 2]).sum() / full[:, 2].sum())
