"""The values of the claims on recognising digits, from the answers, the weights and the labels."""

import math

import numpy as np

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
}
