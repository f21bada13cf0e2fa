"""Networks that differ in one thing, images that move as told, and the summary."""

import numpy as np
import pandas as pd
import pytest
import torch

from cnn.networks.architecture import activations, parameters
from cnn.pooling import pooling_robustness as experiment
from tests.cnn.tiny_digits import DIGITS


def test_all_networks_have_the_same_parameters_and_maps():
    networks = [experiment.network(variant) for variant in experiment.VARIANTS]
    assert {parameters(network) for network in networks} == {8 * 26 + 16 * 201 + 10 * 257} == {5994}
    image = torch.rand(1, 1, 28, 28)
    maps = [activations(network, image) for network in networks]
    for layer in ("pool1", "pool2", "log_softmax"):
        assert len({found[layer].shape for found in maps}) == 1


def test_the_blur_weighs_the_greatest_of_overlapping_windows():
    maps = torch.zeros(1, 2, 8, 8)
    maps[0, 1, 3, 3] = 16  # in four windows of stride 1: rows and columns 2 and 3
    found = experiment.BlurPool()(maps)
    assert found.shape == (1, 2, 4, 4) and not found[0, 0].any()
    across = torch.tensor([0, 0.75, 0.25, 0])  # of two neighbours, weighed 1, 2, 1 around 0, 2, 4, 6
    torch.testing.assert_close(found[0, 1], 16 * torch.outer(across, across))


def test_the_stride_takes_the_upper_left_of_what_pooling_chooses_from():
    with_pooling, without = experiment.network("with"), experiment.network("without")
    without.load_state_dict(with_pooling.state_dict())
    image = torch.rand(1, 1, 28, 28)
    every = activations(with_pooling, image)["relu1"]
    torch.testing.assert_close(activations(without, image)["relu1"], every[:, :, ::2, ::2])


def test_a_shift_moves_and_loses():
    image = torch.arange(9.0).reshape(1, 1, 3, 3)
    assert experiment.shifted(image, 1, 0)[0, 0].tolist() == [[0, 0, 1], [0, 3, 4], [0, 6, 7]]
    assert experiment.shifted(image, 0, -1)[0, 0].tolist() == [[3, 4, 5], [6, 7, 8], [0, 0, 0]]
    assert torch.equal(experiment.shifted(image, 0, 0), image)


def test_rotation():
    image = torch.rand(2, 1, 28, 28)
    torch.testing.assert_close(experiment.rotated(image, 0.0), image, atol=1e-5, rtol=0)
    quarter = torch.rot90(image, 1, dims=(2, 3))  # counterclockwise
    torch.testing.assert_close(experiment.rotated(image, 90.0), quarter, atol=1e-4, rtol=0)


def test_a_run():
    settings = {"training_examples": 80, "test_examples": 20, "epochs": 1, "batch_size": 20, "learning_rate": 0.001}
    rows = experiment.run(DIGITS, 1, "cpu", **settings)
    assert len(rows) == 3 * (len(experiment.SHIFTS) + len(experiment.ANGLES))
    assert rows.accuracy.between(0, 1).all()
    upright = rows[rows.amount == 0].groupby("variant").accuracy.nunique()
    assert (upright == 1).all()  # no shift and no rotation are the same images


def test_the_summary_counts_from_the_own_upright_accuracy():
    rows = []
    for seed, step in ((1, 0.1), (2, 0.2)):
        for variant, upright, lost in (("with", 0.9, step), ("without", 0.8, 2 * step), ("blur", 0.9, step / 2)):
            for motion, amounts in (("shift", (0, 1, 2)), ("rotation", (0, 5, 10))):
                rows += [(variant, 7, motion, a, upright - (lost if a else 0), seed) for a in amounts]
    table = pd.DataFrame(rows, columns=["variant", "parameters", "motion", "amount", "accuracy", "seed"])
    found = experiment.summarise(table.sample(frac=1, random_state=0))
    for motion in ("shift", "rotation"):
        numbers = found.numbers[motion]
        assert numbers["with"]["loss"]["mean"] == pytest.approx(0.15)
        assert numbers["saved"]["mean"] == pytest.approx(0.15)
        assert numbers["saved"]["max"] == pytest.approx(0.2)
        assert numbers["saved_by_blur"]["mean"] == pytest.approx(0.075)
        assert numbers["without"]["by_amount"][1]["accuracy"] == pytest.approx(0.5)
    assert found.numbers["parameters"] == {"with": 7, "without": 7, "blur": 7}
    np.testing.assert_allclose(found.arrays["shift_with"], [[0.9, 0.9], [0.8, 0.7], [0.8, 0.7]])
