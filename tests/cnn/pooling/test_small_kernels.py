"""Blocks of the same shape and field, and the summary of their trainings."""

import pandas as pd
import pytest
import torch

from cnn.pooling import small_kernels as experiment
from tests.cnn.tiny_digits import DIGITS


def test_the_blocks_see_the_same_and_cost_different():
    small, large = experiment.describe("small"), experiment.describe("large")
    c = experiment.CHANNELS
    assert small == {"weights": 18 * c * c, "field": 5, "nonlinearities": 2, "multiply_adds": 18 * c * c}
    assert large == {"weights": 25 * c * c, "field": 5, "nonlinearities": 1, "multiply_adds": 25 * c * c}


@pytest.mark.parametrize("variant", experiment.VARIANTS)
def test_blocks_keep_the_shape_and_networks_give_log_probabilities(variant):
    maps = torch.rand(2, experiment.CHANNELS, 7, 7)
    assert experiment.block(variant)(maps).shape == maps.shape
    answers = experiment.network(variant).eval()(torch.rand(3, 1, 28, 28))
    torch.testing.assert_close(answers.exp().sum(dim=1), torch.ones(3))


def test_a_run_and_its_summary():
    settings = {"training_examples": 100, "watched_examples": 20, "test_examples": 50, "epochs": 2, "batch_size": 10}
    rows = experiment.run(DIGITS, 1, "cpu", learning_rate=0.003, **settings)
    assert rows.groupby("variant").epoch.apply(list).to_dict() == {key: [0, 1, 2, -1] for key in experiment.VARIANTS}
    found = experiment.summarise(rows.assign(seed=1))
    assert found.numbers["epochs"] == 2
    assert found.arrays["small"].shape == (3, 1)


def test_differences_are_small_minus_large_and_paired():
    rows = [
        (variant, epoch, accuracy - (variant == "large") * 0.01 * seed * (1 if epoch < 0 else -1), seed)
        for seed in (1, 2)
        for variant in experiment.VARIANTS
        for epoch, accuracy in ((0, 0.1), (1, 0.8), (-1, 0.9))
    ]
    found = experiment.summarise(pd.DataFrame(rows, columns=["variant", "epoch", "accuracy", "seed"])).numbers
    assert found["last"]["mean"] == pytest.approx(0.015) and found["first"]["mean"] == pytest.approx(-0.015)
    assert found["large"]["accuracy"]["min"] == pytest.approx(0.88)
