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
