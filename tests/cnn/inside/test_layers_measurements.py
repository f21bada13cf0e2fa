"""Slopes in kernels, their growth, and linear readers, on cases whose answer is known."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnn.data.mnist import Digits
from cnn.inside import filter_growth, filters, layer_information
from cnn.learning.training import initialise
from cnn.networks.digits import network_a, network_b

RAMP = np.arange(5.0) - 2
BUILD = "cnn.networks.digits:network_a"


def weights(build, seed: int) -> dict[str, np.ndarray]:
    return {name: values.numpy() for name, values in initialise(build, seed).state_dict().items()}


@pytest.fixture(scope="module")
def digits() -> Digits:
    random = np.random.default_rng(0)
    labels = random.permutation(np.arange(300) % 10)
    images = random.integers(0, 60, (300, 28, 28)).astype(np.uint8)
    for digit in range(10):  # a bar for each class
        images[labels == digit, 4 + 2 * digit : 6 + 2 * digit] += 150
    return Digits(images[:200], labels[:200], images[200:], labels[200:])


def test_a_ramp_in_any_direction_is_all_slope():
    for angle in (0, 0.4, np.pi / 2, 2):
        kernel = 3 + np.cos(angle) * RAMP[:, None] + np.sin(angle) * RAMP
        assert filters.slope(kernel) == pytest.approx(1)
    assert filters.slope(np.outer(RAMP**2, np.ones(5))) == pytest.approx(0)


def test_random_kernels_have_the_share_of_chance():
    kernels = np.random.default_rng(1).normal(size=(20000, 3, 3))
    assert filters.slope(kernels).mean() == pytest.approx(filters.chance(3), abs=0.005)


def test_grey_and_coloured_filters():
    pattern = np.outer(np.ones(3), [-1.0, 0, 1])
    against = np.stack([pattern, -pattern, 0 * pattern])  # red against green
    np.testing.assert_allclose(filters.grey(np.stack([np.stack([pattern] * 3), against])), [1, 0], atol=1e-12)


def test_similarity_does_not_see_the_mean():
    one = np.random.default_rng(2).normal(size=(2, 5, 5))
    np.testing.assert_allclose(filters.similarity(one, np.stack([2 * one[0] + 7, -one[1]])), [1, -1])


def test_untrained_networks_have_no_change_to_speak_of():
    ours = [weights(network_a, seed) for seed in (1, 2)]
    for training in ours:
        training["conv1.weight"] = training["conv1.weight"] + np.float32(0.5) * np.broadcast_to(RAMP, (10, 1, 5, 5))
    found = filters.measure(ours, weights(network_b, 1), build=BUILD, seeds=[1, 2]).numbers
    assert found["slope"]["change"]["mean"] == pytest.approx(1)
    assert found["slope"]["start"]["mean"] == pytest.approx(filters.chance(5), abs=0.05)
    assert found["slope"]["gain"]["mean"] > 8
    assert found["stem"]["empty"] + found["stem"]["coloured"] + found["stem"]["grey"] <= found["kernels"]["stem"]


@pytest.mark.parametrize(
    ("last", "expected"), [(1, [0, 1]), (2, [0, 1, 2]), (3, [0, 1, 2, 3]), (94, [0, 1, 2, 4, 8, 16, 32, 94])]
)
def test_logarithmic_steps(last, expected):
    assert filter_growth.logarithmic(last) == expected


def test_a_watched_training_is_the_training(digits):
    settings = {"batch_size": 40, "optimiser": {"name": "SGD", "lr": 0.02, "momentum": 0.5}, "seed": 3}
    settings |= {"build": BUILD, "training_examples": 200}
    state = torch.get_rng_state()
    found = filter_growth.measure(digits, {"mean": 0.2, "std": 0.3}, **settings, test_examples=20)
    again = filter_growth.measure(digits, {"mean": 0.2, "std": 0.3}, **settings, test_examples=100)
    assert torch.equal(torch.get_rng_state(), state)
    arrays = found.arrays
    # how much is tested on the way has no influence: the dropout is on again afterwards
    assert (arrays["trace.kernels"] == again.arrays["trace.kernels"]).all()
    assert arrays["steps"].tolist() == [0, 1, 2, 5]
    assert len(arrays["trace.kernels"]) == 1 + found.numbers["steps"] == 6
    assert (arrays["filter_growth.kernels"] == arrays["trace.kernels"][arrays["steps"]]).all()
    assert (arrays["filter_growth.kernels"][0] == weights(network_a, 3)["conv1.weight"][:, 0]).all()
    np.testing.assert_allclose(arrays["filter_growth.cosines"][-1], 1, atol=1e-6)
    assert 0 < found.numbers["half"] < 1
    growing = {name: arrays[f"growing_maps.{name}"] for name in ("weights", "maps", "probabilities", "images")}
    assert (growing["weights"][:, :250].reshape(4, 10, 5, 5) == arrays["filter_growth.kernels"]).all()
    np.testing.assert_allclose(growing["probabilities"].sum(axis=2), 1, atol=1e-6)
    image = (torch.from_numpy(growing["images"][:1, None] / 255).float() - 0.2) / 0.3
    for weights_, maps in zip(torch.from_numpy(growing["weights"]), growing["maps"], strict=True):
        convolved = F.conv2d(image, weights_[:250].reshape(10, 1, 5, 5), weights_[250:])
        np.testing.assert_allclose(F.relu(F.max_pool2d(convolved, 2))[0], maps, atol=1e-5)


def test_a_linear_reader_finds_a_linear_map():
    random = np.random.default_rng(4)
    features, matrix = random.normal(size=(500, 6)), random.normal(size=(6, 3))
    exact, shrunk = layer_information.linear_reader(features, features @ matrix + 5, (1e-9, 1e9))
    np.testing.assert_allclose(exact(features), features @ matrix + 5, atol=1e-6)
    np.testing.assert_allclose(shrunk(features), np.full((500, 3), (features @ matrix).mean(axis=0) + 5), atol=1e-6)


def test_the_readers_on_digits_that_anybody_reads(digits, monkeypatch):
    monkeypatch.setattr(layer_information, "PENALTIES", (1e-2, 1e-1))  # two are enough, and quick
    settings = {"builds": {"a": BUILD, "b": "cnn.networks.digits:network_b"}, "seeds": [1]}
    sizes = {"decoder_examples": 200, "test_examples": 60, "counted_examples": 20}
    dead = weights(network_a, 1)
    dead["conv1.bias"][4] = -1000
    found = layer_information.measure(
        digits, {"mean": 0.2, "std": 0.3}, [dead], [weights(network_b, 1)], **settings, **sizes
    )
    numbers, arrays = found.numbers, found.arrays
    assert numbers["trained"]["pixels"]["accuracy"]["mean"] == 1
    assert numbers["zeros"]["a"]["relu1"]["dead"] == 1
    assert arrays["zeros.a_relu1"][0, 4] == 1
    assert arrays["layer_information.sizes"].tolist() == [784, 1440, 320, 50, 10]
    again = 1 - arrays["raw.errors_random"][0, 1].sum() / arrays["raw.spread"].sum()
    assert numbers["random"]["relu1"]["explained"]["mean"] == pytest.approx(again)
    decoded = arrays["reconstruction.decoded"]
    assert decoded.shape == (4, 10, 28, 28) and decoded.min() >= 0 and decoded.max() <= 1
    assert arrays["activations_a.relu3"].shape == (50,)


def test_components_keep_what_varies_most():
    """Pictures of rank two are kept by two components, and by one only as far as the stronger direction goes."""
    directions = np.eye(6)[:2]
    random = np.random.default_rng(1)
    pictures = 0.5 + random.uniform(-1, 1, (200, 2)) * (0.4, 0.1) @ directions
    one, two = (layer_information.components(pictures, pictures, count).mean() for count in (1, 2))
    assert two == pytest.approx(0, abs=1e-12)
    assert one == pytest.approx(pictures[:, 1].var(), rel=0.05)
