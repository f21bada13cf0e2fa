"""Four variants of one network, and what is compared."""

import pandas as pd
import pytest
import torch

from cnn.networks.architecture import parameters
from cnn.pooling import normalisation as experiment
from tests.cnn.tiny_digits import DIGITS


def test_batch_normalisation_is_all_that_differs():
    plain, batch = experiment.network(False), experiment.network(True)
    assert parameters(batch) - parameters(plain) == 2 * (10 + 20)
    assert parameters(plain) == 21_840  # network A


def test_under_batch_normalisation_the_loss_does_not_know_the_scale_of_the_inputs():
    network = experiment.network(True).double().train()
    for layer in (network.norm1, network.norm2):
        layer.eps = 1e-14
    images = torch.rand(16, 1, 28, 28, dtype=torch.float64)
    gradients = []
    for x in (images, (images - 0.13) / 0.31):
        network.zero_grad()
        network(x)[:, 3].mean().backward()
        gradients.append(network.conv1.weight.grad.clone())
    torch.testing.assert_close(*gradients, rtol=1e-6, atol=1e-12)


def test_a_run():
    settings = {"training_examples": 100, "watched_examples": 20, "test_examples": 50, "epochs": 2, "batch_size": 10}
    rows = experiment.run(DIGITS, 1, "cpu", learning_rate=0.05, momentum=0.5, **settings)
    assert rows.groupby("variant").epoch.apply(list).to_dict() == {key: [0, 1, 2, -1] for key in experiment.VARIANTS}
    assert rows[rows.epoch == 2].examples_seen.eq(200).all()
    found = experiment.summarise(rows.assign(seed=1))
    assert (found.numbers["epochs"], found.numbers["first_examples"]) == (2, 100)
    assert found.arrays["plain_unit"].shape == (3, 1)


def test_gains_are_compared_at_the_same_moment():
    level = {"plain_unit": 0.1, "plain_standardised": 0.3, "batch_unit": 0.6, "batch_standardised": 0.7}
    rows = [
        (variant, epoch, 100 * abs(epoch), 1.0, accuracy + 0.2 * (epoch < 0) * variant.startswith("plain"), seed)
        for seed in (1, 2)
        for variant, accuracy in level.items()
        for epoch in (0, 1, -1)
    ]
    columns = ["variant", "epoch", "examples_seen", "loss", "accuracy", "seed"]
    gain = experiment.summarise(pd.DataFrame(rows, columns=columns)).numbers["gain"]
    assert gain["batch"]["first"]["mean"] == pytest.approx(0.4) and gain["batch"]["last"]["mean"] == pytest.approx(0.2)
    assert gain["inputs"]["first"]["mean"] == pytest.approx(0.2)
    assert gain["inputs_under_batch"]["last"]["mean"] == pytest.approx(0.1)
