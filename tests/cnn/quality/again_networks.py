"""The values of the claims on the networks side by side, from their answers."""

import numpy as np


def better(build, one: str, other: str) -> float:
    return np.mean(build.accuracies(one)) - np.mean(build.accuracies(other))


RECOMPUTED = {
    "mlp_worse_than_a": lambda b: better(b, "a", "mlp"),
    "logistic_worse_than_mlp": lambda b: better(b, "mlp", "logistic"),
    "modern_accuracy": lambda b: np.mean(b.accuracies("modern")),
    "modern_better_than_a": lambda b: better(b, "modern", "a"),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "mlp_worse_than_a": {"network_a.test_accuracy.mean": 0.75, "network_mlp.test_accuracy.mean": 0.5},
    "logistic_worse_than_mlp": {"network_mlp.test_accuracy.mean": 0.75, "network_logistic.test_accuracy.mean": 0.5},
    "modern_better_than_a": {"network_modern.test_accuracy.mean": 0.75, "network_a.test_accuracy.mean": 0.5},
}
