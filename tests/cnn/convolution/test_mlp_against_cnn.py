"""The experiment of network A against a perceptron: fairness, table, summary."""

import numpy as np
import pandas as pd
import pytest

from cnn.convolution import mlp_against_cnn
from cnn.convolution.mlp_against_cnn import NETWORKS, run, summarise
from cnn.data.mnist import Digits
from cnn.networks.architecture import parameters
from cnn.networks.digits import network_a, network_mlp

SETTINGS = {"examples_seen": 200, "batch_size": 40, "learning_rate": 0.01}


@pytest.fixture
def digits() -> Digits:
    """Two kinds of images that anything learns to tell apart."""
    labels = np.arange(240, dtype=np.uint8) % 2
    images = np.random.default_rng(0).integers(0, 60, (240, 28, 28), dtype=np.uint8)
    images[labels == 1, 5:20] += 150
    return Digits(images[:200], labels[:200], images[200:], labels[200:])


def test_the_perceptron_has_as_many_parameters():
    a, mlp = parameters(network_a()), parameters(network_mlp())
    assert (a, mlp) == (21_840, 21_851)
    assert parameters(NETWORKS["mlp_dropout"]()) == mlp


def test_a_row_for_each_network_and_size(digits):
    rows = run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS)
    assert list(rows.columns) == ["network", "parameters", "size", "examples_seen", "steps", "test_accuracy"]
    assert sorted(zip(rows.network, rows["size"], strict=True)) == sorted((n, s) for n in NETWORKS for s in (20, 200))
    assert rows.query("network == 'mlp' and size == 200").test_accuracy.item() > 0.9
    pd.testing.assert_frame_equal(rows, run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS))


def test_every_training_takes_the_same_steps_on_the_same_examples(digits, monkeypatch):
    seen = []

    def watch(build, training_set, test_set, watched_examples, recipe):
        seen.append((len(training_set[0]), len(training_set[0].flatten(1).unique(dim=0)), recipe))
        return pd.DataFrame({"accuracy": [0.5]})

    monkeypatch.setattr(mlp_against_cnn, "learning_curve", watch)
    run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS)
    assert [examples for examples, _, _ in seen] == [200] * 6
    assert [different for _, different, _ in seen] == [20] * 3 + [200] * 3
    assert all(recipe == seen[0][2] for _, _, recipe in seen)


def test_too_large_a_set_is_refused(digits):
    with pytest.raises(ValueError, match="sizes: 300"):
        run(digits, 1, "cpu", sizes=[300], **SETTINGS)


def table(**accuracy: list[float]) -> pd.DataFrame:
    """Accuracies for 10, 30 and 100 examples; the second seed is better by 0.02."""
    rows = [
        {
            "network": name,
            "parameters": 5,
            "size": size,
            "examples_seen": 100,
            "steps": 4,
            "test_accuracy": value + extra,
            "seed": seed,
        }
        for name, values in accuracy.items()
        for size, value in zip((10, 30, 100), values, strict=True)
        for seed, extra in ((1, 0.0), (2, 0.02))
    ]
    return pd.DataFrame(rows)


def test_summary():
    found = summarise(table(a=[0.6, 0.8, 0.9], mlp=[0.5, 0.7, 0.7], mlp_dropout=[0.4, 0.75, 0.6]))
    numbers = found.numbers
    assert numbers["lead"] == pytest.approx([0.1, 0.05, 0.2])
    assert (numbers["least_lead"], numbers["least_lead_size"]) == (pytest.approx(0.05), 30)
    assert (numbers["few"], numbers["many"]) == (10, 100)
    assert numbers["lead_with_fewer"] == pytest.approx(0.6 - 0.7)
    assert numbers["accuracy"]["a"][2]["mean"] == pytest.approx(0.91)
    assert found.arrays["mlp"].shape == (3, 2)


def test_no_small_size_is_refused():
    rows = table(a=[0.6] * 3, mlp=[0.5] * 3, mlp_dropout=[0.5] * 3).query("size > 10")
    with pytest.raises(ValueError, match="at most 100/8"):
        summarise(rows)
