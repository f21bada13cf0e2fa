"""The experiment of network A against perceptrons: fairness, table, summary."""

import numpy as np
import pandas as pd
import pytest
import torch

from cnn.convolution import mlp_against_cnn
from cnn.convolution.mlp_against_cnn import NETWORKS, SHUFFLED, run, shuffled, summarise
from cnn.data.mnist import Digits
from cnn.learning.training import evaluate
from cnn.networks.architecture import parameters

SETTINGS = {"steps": [2, 5], "batch_size": 40, "learning_rate": 0.01}


@pytest.fixture
def digits() -> Digits:
    """Two kinds of images that anything learns to tell apart."""
    labels = np.arange(240, dtype=np.uint8) % 2
    images = np.random.default_rng(0).integers(0, 60, (240, 28, 28), dtype=np.uint8)
    images[labels == 1, 5:20] += 150
    return Digits(images[:200], labels[:200], images[200:], labels[200:])


def test_one_perceptron_has_as_many_parameters_and_one_has_more():
    found = {name: parameters(build()) for name, build in NETWORKS.items()}
    assert (found["a"], found["mlp"]) == (21_840, 21_851)
    assert found["wide"] > 9 * found["a"]


def test_a_row_for_each_training(digits):
    rows = run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS)
    assert list(rows.columns) == ["network", "pixels", "parameters", "size", "steps", "test_accuracy"]
    expected = {(n, "whole", size, 5) for n in NETWORKS for size in (20, 200)}
    expected |= {("a", "whole", size, 2) for size in (20, 200)}
    expected |= {(n, "shuffled", size, 5) for n in SHUFFLED for size in (20, 200)}
    made = list(zip(rows.network, rows.pixels, rows["size"], rows.steps, strict=True))
    assert len(made) == len(expected) and set(made) == expected
    assert rows.query("network == 'wide' and size == 200 and steps == 5").test_accuracy.min() > 0.9
    pd.testing.assert_frame_equal(rows, run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS))


def test_trainings_of_a_size_take_the_same_steps_on_the_same_examples(digits, monkeypatch):
    seen = []

    def watch(counts, build, training_set, test_set, recipe):
        images = training_set[0][torch.arange(len(training_set[0]))].flatten(1)
        seen.append((len(images), len(images.unique(dim=0)), images.sort(dim=1).values, recipe))
        return [0.5] * len(counts)

    monkeypatch.setattr(mlp_against_cnn, "accuracies_after", watch)
    run(digits, 1, "cpu", sizes=[20, 200], **SETTINGS)
    assert [examples for examples, *_ in seen] == [200] * 10
    assert [different for _, different, *_ in seen] == [20] * 5 + [200] * 5
    assert all(recipe == seen[0][3] for *_, recipe in seen)
    whole, mixed = seen[0][2], seen[3][2]
    assert (whole == mixed).all()  # the same values in another order


def test_a_look_on_the_way_changes_nothing(digits, monkeypatch):
    # a loss tells more than an accuracy
    monkeypatch.setattr(mlp_against_cnn, "evaluate", lambda network, test_set: evaluate(network, test_set)[::-1])
    ends = [run(digits, 1, "cpu", sizes=[200], **SETTINGS | {"steps": steps}) for steps in ([5], [2, 5])]
    at_last = [rows[rows.steps == 5].reset_index(drop=True) for rows in ends]
    pd.testing.assert_frame_equal(*at_last)


def test_shuffling_moves_every_image_alike():
    images = np.arange(2 * 784).reshape(2, 28, 28)
    found = shuffled(images, np.arange(784)[::-1])
    assert (found[:, 0, 0] == images[:, -1, -1]).all() and found.shape == images.shape


def test_too_large_a_set_is_refused(digits):
    with pytest.raises(ValueError, match="sizes: 300"):
        run(digits, 1, "cpu", sizes=[300], **SETTINGS)


def table(**accuracy: list[float]) -> pd.DataFrame:
    """Accuracies for 10, 30 and 100 examples, 0.1 less after half of the steps, 0.2 less on shuffled pixels; the second
    seed is better by 0.02."""
    cases = [("whole", 4, 0.0), ("whole", 2, -0.1), ("shuffled", 4, -0.2)]
    rows = [
        {"network": name, "pixels": pixels, "parameters": 5, "size": size, "steps": steps}
        | {"test_accuracy": value + less + extra, "seed": seed}
        for name, values in accuracy.items()
        for pixels, steps, less in cases
        if pixels == "whole" or name in SHUFFLED
        for size, value in zip((10, 30, 100), values, strict=True)
        for seed, extra in ((1, 0.0), (2, 0.02))
    ]
    return pd.DataFrame(rows)


def test_summary():
    found = summarise(table(a=[0.6, 0.8, 0.9], mlp=[0.5, 0.7, 0.8], wide=[0.4, 0.75, 0.6]))
    numbers = found.numbers
    assert numbers["lead"] == pytest.approx([0.1, 0.05, 0.1])
    assert (numbers["least_lead"], numbers["least_lead_size"]) == (pytest.approx(0.05), 30)
    assert (numbers["few"], numbers["many"]) == (10, 100)
    assert numbers["lead_with_fewer"] == pytest.approx(0.6 - 0.8)
    assert numbers["accuracy"]["a"][2]["mean"] == pytest.approx(0.91)
    assert numbers["shuffled"]["a"][2]["mean"] == pytest.approx(0.71)
    assert numbers["lost_by_shuffling"] == pytest.approx({"a": 0.2, "wide": 0.2})
    assert numbers["more_examples"] == pytest.approx(0.1)
    assert numbers["more_steps"] == numbers["more_steps_of_few"] == pytest.approx(0.1)
    assert numbers["wide_lead"] == pytest.approx(-0.2)
    assert [(row["steps"], row["a"][0]) for row in numbers["by_steps"]] == [
        (2, pytest.approx(0.51)),
        (4, pytest.approx(0.61)),
    ]
    assert found.arrays["mlp"].shape == found.arrays["a_shuffled"].shape == (3, 2)


def test_no_small_size_is_refused():
    rows = table(a=[0.6] * 3, mlp=[0.5] * 3, wide=[0.5] * 3).query("size > 10")
    with pytest.raises(ValueError, match="at most 100/8"):
        summarise(rows)
