"""The numbers of a network, from trainings that were made up."""

import json

import numpy as np
import pandas as pd
import pytest

from cnn.data.mnist import Digits
from cnn.learning.network import summary
from lecture.studies.measured import wilson

LABELS = np.arange(40) % 10
IMAGES = np.zeros((40, 28, 28), np.uint8)
DIGITS = Digits(IMAGES, LABELS, IMAGES, LABELS)
UNTRAINED = np.full((40, 10), np.log(0.1), np.float32)


def history(shift: float) -> pd.DataFrame:
    """Two epochs of two batches; the losses of a seed differ by `shift`."""
    rows = [
        (0, 0, 0, "test", 2.3, 0.1),
        (1, 1, 64, "train", 2.0, None),
        (1, 2, 100, "train", 1.0, None),
        (1, 0, 100, "test", 0.8, 0.7),
        (2, 1, 164, "train", 0.6, None),
        (2, 2, 200, "train", 0.4, None),
        (2, 0, 200, "test", 0.3, 0.9),
    ]
    table = pd.DataFrame(rows, columns=["epoch", "batch", "examples_seen", "split", "loss", "accuracy"])
    table.loss += shift
    table.accuracy += shift
    return table


def recipe(seed: int, speed: float) -> dict:
    optimiser = {"name": "SGD", "lr": 0.01, "momentum": 0.5}
    made = {"epochs": 2, "batch_size": 64, "optimiser": optimiser, "seed": seed, "training_examples": 100}
    return made | {"data": "MNIST", "device": "cpu", "threads": 2, "examples_per_second": speed}


def answers(right: int) -> np.ndarray:
    """Log-probabilities (40, 10) with the first `right` images recognised."""
    taken = np.where(np.arange(40) < right, LABELS, (LABELS + 1) % 10)
    return np.log(np.full((40, 10), 0.01) + 0.9 * np.eye(10)[taken]).astype(np.float32)


def measured(seeds: int = 2) -> dict:
    return summary(
        "cnn.networks.digits:network_a",
        DIGITS,
        [history(0.0), history(0.1)][:seeds],
        [recipe(1, 50.0), recipe(2, 100.5)][:seeds],
        [{"untrained": UNTRAINED, "trained": answers(right)} for right in (36, 32)][:seeds],
    )


@pytest.fixture(scope="module")
def numbers():
    return measured()


def test_they_are_plain_json_without_nan(numbers):
    assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers
    one = measured(seeds=1)
    assert json.loads(json.dumps(one, allow_nan=False)) == one


def test_the_recipe(numbers):
    wanted = {
        **{"epochs": 2, "batch_size": 64, "optimiser": "SGD", "learning_rate": 0.01, "momentum": 0.5},
        **{
            "data": "MNIST",
            "training_examples": 100,
            "test_examples": 40,
            "batches_per_epoch": 2,
            "device": "cpu",
            "threads": 2,
        },
        **{"seeds": 2, "seed": 1},
    }
    assert {name: numbers[name] for name in wanted} == wanted


def test_the_layers(numbers):
    assert (numbers["parameters"], numbers["multiply_adds"]) == (21_840, 144_000 + 320_000 + 16_000 + 500)
    shapes = {layer["layer"]: layer["shape"] for layer in numbers["layers"]}
    assert (shapes["conv1"], shapes["flatten"]) == ("24×24×10", "320")


def test_speed(numbers):
    assert numbers["examples_per_second"] == 75
    assert numbers["seconds_per_epoch"] == pytest.approx(100 / 75.25)


def test_accuracy_over_seeds(numbers):
    accuracy = numbers["test_accuracy"]
    assert accuracy["mean"] == pytest.approx(0.85)
    assert accuracy["std"] == pytest.approx(np.std([0.9, 0.8], ddof=1))
    assert (accuracy["min"], accuracy["max"]) == (0.8, 0.9)
    assert (accuracy["low"], accuracy["high"]) == wilson(36, 40)
    assert (numbers["wrong"], numbers["grid_right"], numbers["grid_total"]) == (4, 30, 30)


def test_losses(numbers):
    assert numbers["test_loss"]["mean"] == pytest.approx(0.35)
    assert numbers["untrained"]["loss"]["mean"] == pytest.approx(2.35)
    assert numbers["untrained"]["accuracy"]["mean"] == pytest.approx(0.15)
    for name in ("mean", "min", "max"):
        assert numbers["untrained"]["log_probability"][name] == pytest.approx(np.log(0.1), rel=1e-6)


def test_by_epoch(numbers):
    before, first, second = numbers["by_epoch"]
    assert (before["epoch"], before["training_loss"], before["test_loss"]) == (0, None, pytest.approx(2.35))
    assert (first["epoch"], first["training_loss"], first["test_loss"]) == (1, pytest.approx(1.55), pytest.approx(0.85))
    assert second["test_accuracy"] == pytest.approx(0.95)
    assert second["test_accuracy_std"] == pytest.approx(np.std([0.9, 1.0], ddof=1))


def test_one_seed_has_no_spread():
    numbers = measured(seeds=1)
    assert numbers["test_accuracy"]["std"] is None and numbers["by_epoch"][1]["test_accuracy_std"] is None


def test_a_grid_with_mistakes():
    given = {"untrained": UNTRAINED, "trained": answers(12)}
    numbers = summary("cnn.networks.digits:network_a", DIGITS, [history(0)], [recipe(1, 1)], [given], grid=20)
    assert (numbers["grid_right"], numbers["grid_total"], numbers["wrong"]) == (12, 20, 28)
