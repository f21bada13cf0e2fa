"""The numbers of a trained network: its layers, its recipe, its errors over seeds."""

from collections.abc import Mapping, Sequence
from inspect import signature
from pkgutil import resolve_name

import numpy as np
import pandas as pd
import torch

from cnn.data.mnist import Digits
from cnn.learning.training import evaluate
from cnn.networks.architecture import describe
from lecture.studies.measured import Arrays, over_seeds, wilson

EXTENT = {"mean": np.mean, "min": np.min, "max": np.max}


def summary(
    build: str,
    digits: Digits,
    histories: Sequence[pd.DataFrame],
    recipes: Sequence[Mapping],
    answers: Sequence[Arrays],
    grid: int = 30,
) -> dict:
    """The group `network_…` of the lecture's numbers; sequences have one item a seed.

    Args:
        build: the address of the network's function.
        digits: that it was tested on.
        histories: of the trainings, with the columns of `cnn.learning.history.History`.
        recipes: of the trainings.
        answers: log-probabilities of the test set (N, 10), `untrained` and `trained`.
        grid: how many of the first test images the lecture shows.
    """
    first, labels = recipes[0], digits.test_labels
    layers = describe(resolve_name(build)(), torch.zeros(1, 1, 28, 28))
    shaped = [(layer, layer["output"]) for layer in layers]  # (C, H, W); people say H×W×C
    right = [each["trained"].argmax(axis=1) == labels for each in answers]
    low, high = wilson(int(right[0].sum()), len(labels))
    tests = [history[history.split == "test"] for history in histories]
    speed = float(np.mean([recipe["examples_per_second"] for recipe in recipes]))
    optimiser = {{"lr": "learning_rate"}.get(k, k): v for k, v in first["optimiser"].items() if k != "name"}
    return {
        "parameters": sum(layer["parameters"] for layer in layers),
        "multiply_adds": sum(layer["multiply_adds"] for layer in layers),
        "layers": [layer | {"shape": "×".join(map(str, [*shape[1:], shape[0]]))} for layer, shape in shaped],
        "epochs": first["epochs"],
        "batch_size": first["batch_size"],
        "optimiser": first["optimiser"]["name"],
        **optimiser,
        "decay": first.get("decay", 1.0),
        "batches_per_epoch": -(-first["training_examples"] // first["batch_size"]),
        "data": first["data"],
        "training_examples": first["training_examples"],
        "test_examples": len(labels),
        "test_batch_size": signature(evaluate).parameters["batch_size"].default,
        "seeds": len(recipes),
        "seed": first["seed"],
        "device": first["device"],
        "threads": first["threads"],
        "seconds_per_epoch": first["training_examples"] / speed,
        "examples_per_second": round(speed),
        "untrained": {
            "log_probability": {key: float(of([each["untrained"] for each in answers])) for key, of in EXTENT.items()},
            "accuracy": over_seeds(test.accuracy.iloc[0] for test in tests),
            "loss": over_seeds(test.loss.iloc[0] for test in tests),
        },
        "by_epoch": _by_epoch(histories),
        "test_accuracy": over_seeds(each.mean() for each in right) | {"low": low, "high": high},
        "test_loss": over_seeds(test.loss.iloc[-1] for test in tests),
        "wrong": int((~right[0]).sum()),
        "grid_right": int(right[0][:grid].sum()),
        "grid_total": len(right[0][:grid]),
    }


def _by_epoch(histories: Sequence[pd.DataFrame]) -> list[dict]:
    """One row an epoch: losses and accuracy, averaged over the seeds."""
    rows = []
    for epoch in sorted(histories[0].epoch.unique()):
        these = [history[history.epoch == epoch] for history in histories]
        tests = [these_rows[these_rows.split == "test"] for these_rows in these]
        losses = [these_rows[these_rows.split == "train"].loss.mean() for these_rows in these]
        accuracy = over_seeds(test.accuracy.iloc[0] for test in tests)
        rows.append(
            {
                "epoch": int(epoch),
                "training_loss": float(np.mean(losses)) if epoch else None,
                "test_loss": float(np.mean([test.loss.iloc[0] for test in tests])),
                "test_accuracy": accuracy["mean"],
                "test_accuracy_std": accuracy["std"],
            }
        )
    return rows
