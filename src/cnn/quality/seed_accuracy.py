"""Networks over seeds: how far trainings of one network differ, and whether two networks differ more."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import ttest_ind

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured, wilson

READS = {"digits": "data a", "a": "all a answers.npz", "b": "all b answers.npz", "mlp": "all mlp answers.npz"}


def measure(digits: Digits, **answers: Sequence[Arrays]) -> Measured:
    """The accuracy of every training, and Welch's interval for the difference of two networks' means.

    Args:
        answers: the stored answers of all trainings, by the network's name; `a` among them.

    Returns:
        Numbers: `against`, one row for each other network: its `name` and what `difference` finds for it, it minus A.
        Arrays: `networks` (T,) names and, for each of the T trainings, `accuracies`, and `low` and `high`, the ends of
        Wilson's 95 % interval.
    """
    found = {
        name: [float((each["trained"].argmax(axis=1) == digits.test_labels).mean()) for each in trainings]
        for name, trainings in answers.items()
    }
    many = len(digits.test_labels)
    accuracies = [accuracy for values in found.values() for accuracy in values]
    intervals = np.array([wilson(round(accuracy * many), many) for accuracy in accuracies])
    return Measured(
        {"against": [{"name": name} | difference(values, found["a"]) for name, values in found.items() if name != "a"]},
        {
            "networks": np.repeat(list(found), [len(values) for values in found.values()]),
            "accuracies": np.array(accuracies),
            "low": intervals[:, 0],
            "high": intervals[:, 1],
        },
    )


def difference(one: Sequence[float], other: Sequence[float]) -> dict[str, float | None]:
    """`mean`, one minus other, and the ends `low` and `high` of its 95 % interval (B. L. Welch, 1947).

    The unit is a training, so the interval speaks of the recipe and not of two trained networks. It is None where one
    of the two has been trained once: nothing is known about its spread.
    """
    mean = float(np.mean(one) - np.mean(other))
    if min(len(one), len(other)) < 2:
        return {"mean": mean, "low": None, "high": None}
    interval = ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    return {"mean": mean, "low": float(interval.low), "high": float(interval.high)}
