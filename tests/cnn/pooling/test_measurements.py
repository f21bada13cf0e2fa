"""The measurements of the chapter on pooling and architecture, on untrained networks and made-up digits."""

import json

import numpy as np
import pytest
import torch

from cnn.data.mnist import Digits
from cnn.learning.training import initialise
from cnn.networks.digits import network_a, network_b
from cnn.pooling import architecture, backward, hierarchy, max_pooling, receptive_field, standard_layer


def weights(build) -> dict[str, np.ndarray]:
    return {name: values.contiguous().numpy() for name, values in initialise(build, 1).state_dict().items()}


@pytest.fixture(scope="module")
def digits() -> Digits:
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (60, 28, 28), dtype=np.uint8)
    labels = (np.arange(60) % 10).astype(np.uint8)
    return Digits(images, labels, images, labels)


def plain(numbers: dict) -> None:
    assert json.loads(json.dumps(numbers, allow_nan=False)) == numbers


def test_the_worked_example():
    found = max_pooling.measure()
    plain(found.numbers)
    assert found.numbers["stride_1"] == [[4, 2, 2], [4, 1, 1], [2, 3, 3]]
    assert found.numbers["stride_2"] == [[4, 2], [2, 3]]


def test_architecture():
    found = architecture.measure()
    assert found.numbers == {"a": 21_840, "b": 3_274_634}
    table = found.arrays["a"]
    assert table["type"][0] == "Input" and table["height"][0] == 28
    rows = {row["layer"]: row for row in table}
    assert (rows["pool2"]["channels"], rows["pool2"]["width"], rows["conv2"]["kernel"]) == (20, 4, 5)
    assert (rows["fc1"]["channels"], rows["fc1"]["height"]) == (50, 1)


def test_backward_agrees_with_autograd(digits):
    found = backward.measure(digits, {"mean": 0.5, "std": 0.3}, weights(network_a))
    assert 0 <= found.numbers["convolution_difference"] < 1e-12
    assert 0 <= found.numbers["pooling_difference"] < 1e-12
    assert found.arrays["kernel_result"].sum() == found.arrays["kernel"].sum() * found.arrays["kernel_gradient"].sum()


def test_a_difference_is_measured_by_the_largest_value():
    assert backward.relative_difference(torch.tensor([1.0, 5.0]), torch.tensor([2.0, 4.0])) == 0.25


def test_receptive_fields(digits, monkeypatch):
    monkeypatch.setattr(receptive_field, "IMAGES", 48)
    found = receptive_field.measure(digits, weights(network_a), weights(network_b))
    plain(found.numbers)
    assert (found.numbers["layers"], found.numbers["differing"]) == (13, 0)
    assert found.arrays["a_layers"].tolist() == ["conv1", "pool1", "conv2", "pool2"]
    assert found.arrays["b_squares"][-1].tolist() == [6, 21]


def test_the_standard_layer(digits):
    found = standard_layer.measure(digits, weights(network_b))
    arrays = found.arrays
    np.testing.assert_array_equal(arrays["rectified"], arrays["convolved"].clip(min=0))
    np.testing.assert_array_equal(arrays["pooled"], arrays["rectified"].reshape(14, 2, 14, 2).max(axis=(1, 3)))
    assert found.numbers["negative"] == (arrays["convolved"] < 0).mean()


def test_the_patches_are_what_the_strongest_units_saw(digits):
    trained = weights(network_b)
    found = hierarchy.measure(digits, trained)
    plain(found.numbers)
    assert found.numbers["sides"] == {"relu1": 5, "relu2": 14, "relu3": 28}
    kernels, biases = trained["conv1.weight"][:, 0], trained["conv1.bias"]
    patches = found.arrays["relu1"] / 255  # (channels, patches, 5, 5)
    answers = np.einsum("cpij,kij->kcp", patches, kernels) + biases[:, None, None]
    falling = (np.diff(answers, axis=2) <= 1e-5).all(axis=2)  # (all channels, shown rows)
    assert falling.any(axis=0).all()  # each row is sorted by the answers of some channel


def test_purity():
    values = np.zeros((10, 3))
    values[:, 0] = np.arange(10)  # strongest images: 9, 8, 7, 6, 5
    values[:, 1] = -np.arange(10) + 10  # 0, 1, 2, 3, 4; the third unit never answers
    labels = np.array([0, 0, 0, 1, 2, 3, 3, 3, 3, 3])
    assert hierarchy.purity(values, labels) == pytest.approx((1 + 3 / 5) / 2)
