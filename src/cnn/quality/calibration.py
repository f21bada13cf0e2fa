"""Do nine of ten answers of probability 0.9 hold? Before and after temperature scaling."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from cnn.data.mnist import Digits
from lecture.studies.measured import Measured
from lecture.studies.statistics import over_seeds

BINS = 10  # of equal width
COLDEST, HOTTEST = 0.1, 10.0  # the temperatures among which the best is looked for

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz"}


def measure(digits: Digits, a: Sequence[Mapping[str, np.ndarray]], b: Sequence[Mapping[str, np.ndarray]]) -> Measured:
    """Fit the temperature on the even test images, and measure on the odd ones.

    The halves alternate, because the second half of MNIST's test set was written by other people than the first.

    Args:
        a, b: the stored answers of all trainings.

    Returns:
        Numbers under `a` and `b`, over `seeds`: `temperature`; `before` and `after` it the `error` (expected
        calibration error) and the mean `loss` in nats; `improvement` and `gain`, how much the two fall; `modesty`,
        accuracy minus mean probability before. And `fitted`, `measured`: how many images.
        Arrays: for each network the first training's bins before and after, (10, 3): mean probability, share of right
        answers, number of images; NaN in empty bins.
    """
    labels = digits.test_labels.astype(int)
    fitting, measuring = slice(0, None, 2), slice(1, None, 2)
    numbers: dict = {
        "bins": BINS,
        "fitted": len(labels[fitting]),
        "measured": len(labels[measuring]),
    }
    arrays = {}
    for name, trainings in (("a", a), ("b", b)):
        found: dict[str, list] = {key: [] for key in ("temperature", "before", "after", "loss", "cooled", "modesty")}
        for number, trained in enumerate(training["trained"].astype(float) for training in trainings):
            temperature = best_temperature(trained[fitting], labels[fitting])
            before, after = trained[measuring], log_softmax(trained[measuring] / temperature, axis=1)
            tables = [reliability(each, labels[measuring]) for each in (before, after)]
            found["temperature"].append(temperature)
            found["before"].append(calibration_error(tables[0]))
            found["after"].append(calibration_error(tables[1]))
            found["loss"].append(loss(before, labels[measuring]))
            found["cooled"].append(loss(after, labels[measuring]))
            right = before.argmax(axis=1) == labels[measuring]
            found["modesty"].append(float(right.mean() - np.exp(before.max(axis=1)).mean()))
            if number == 0:
                arrays |= {f"before_{name}": tables[0], f"after_{name}": tables[1]}
        gains = [b - a for b, a in zip(found["before"], found["after"], strict=True)]
        numbers[name] = {
            "seeds": len(trainings),
            "temperature": over_seeds(found["temperature"]),
            "before": {"error": over_seeds(found["before"]), "loss": over_seeds(found["loss"])},
            "after": {"error": over_seeds(found["after"]), "loss": over_seeds(found["cooled"])},
            "improvement": over_seeds(gains),
            "gain": over_seeds([b - a for b, a in zip(found["loss"], found["cooled"], strict=True)]),
            "modesty": over_seeds(found["modesty"]),
        }
    return Measured(numbers, arrays)


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
