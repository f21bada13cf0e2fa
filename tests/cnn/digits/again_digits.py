"""The values of the claims on recognising digits, from the answers, the weights and the labels."""

import math

import numpy as np
import pandas as pd


def parity(build) -> pd.DataFrame:
    """The losses and accuracies of both frameworks, a column each."""
    rows = pd.concat(
        pd.read_csv(file).assign(seed=file.stem) for file in (build.root / "results/experiments/parity").glob("*.csv")
    )
    return rows.set_index(["condition", "batch", "seed", "framework"])[["loss", "accuracy"]].unstack()


def parting(build, condition: str) -> float:
    """The largest difference of the losses of a batch."""
    losses = parity(build).loc[condition].loss
    return (losses.torch - losses.keras).abs().max()


RECOMPUTED = {
    "untrained_uniform": lambda b: abs(
        np.mean([t.answers["untrained"].astype(np.float64).mean() for t in b.trainings["a"]]) + math.log(10)
    ),
    "accuracy_a": lambda b: np.mean(b.accuracies("a")),
    "accuracy_b": lambda b: np.mean(b.accuracies("b")),
    "b_better_than_a": lambda b: np.mean(b.accuracies("b")) - np.mean(b.accuracies("a")),
    "keras_same_parameters": lambda b: abs(
        sum(layer["parameters"] for layer in b.numbers["keras.layers"])
        - sum(math.prod(array.shape) for array in b.trainings["b"][0].weights.values())
    ),
    "parity_exact": lambda b: parting(b, "exact"),
    "parity_epsilon": lambda b: parting(b, "epsilon") / parting(b, "exact"),
    "parity_accuracy": lambda b: abs(np.subtract(*parity(b).loc["dropout", 0].accuracy[["torch", "keras"]].mean())),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "untrained_uniform": {"network_a.untrained.log_probability.mean": 0.25 - math.log(10)},
    "b_better_than_a": {"network_b.test_accuracy.mean": 0.75, "network_a.test_accuracy.mean": 0.5},
    "parity_epsilon": {"parity.epsilon.largest_difference": 0.5, "parity.exact.largest_difference": 2.0},
    "keras_same_parameters": {"keras.parameters": 0.5, "keras.torch_parameters": 0.25},
}
