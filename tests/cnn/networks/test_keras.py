"""Keras's network B and PyTorch's: one network in two frameworks."""

import numpy as np
import pytest
import torch

from cnn.keras.keras import compare
from cnn.learning.training import initialise, predict
from cnn.networks.digits import network_b as torch_network_b
from cnn.networks.keras import carried_back, carry_weights, keras, layer_table, network_b

# Keras's own, of NumPy's future
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 28, 28), np.uint8)


@pytest.fixture(scope="module")
def twin():
    """An untrained network B of PyTorch, its weights as arrays and its log-probabilities."""
    network = initialise(torch_network_b, seed=1)
    weights = {name: tensor.contiguous().numpy() for name, tensor in network.state_dict().items()}
    # large enough that the answers differ from a constant
    weights["fc2.weight"] = weights["fc2.weight"] * 20
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    images = torch.from_numpy(IMAGES).unsqueeze(1).float() / 255
    return weights, predict(network, images).numpy()


@pytest.fixture(scope="module")
def model():
    return network_b()


def answers(model):
    return model.predict(IMAGES[..., np.newaxis].astype(np.float32) / 255, verbose=0)


def test_the_backend_is_torch():
    assert keras.backend.backend() == "torch"


def test_the_same_layers(model):
    assert model.count_params() == 3_274_634
    table = layer_table(model)
    assert [(row["layer"], row["type"], row["parameters"]) for row in table if row["parameters"]] == [
        ("conv1", "Conv2D", 832),
        ("conv2", "Conv2D", 51_264),
        ("fc1", "Dense", 3_212_288),
        ("fc2", "Dense", 10_250),
    ]
    assert {row["layer"]: row["output"] for row in table}["pool2"] == [7, 7, 64]
    assert table[-1]["output"] == [10]


def test_carried_weights_give_the_same_answers(model, twin):
    weights, log_probabilities = twin
    carry_weights(model, weights)
    ours = answers(model)
    np.testing.assert_allclose(ours, np.exp(log_probabilities), atol=1e-5, rtol=0)
    assert np.ptp(ours, axis=0).max() > 1e-3  # the images are told apart


def test_weights_carried_back_are_the_same_to_the_bit(model, twin):
    weights, _ = twin
    carry_weights(model, weights)
    back = carried_back(model)
    assert list(back) == list(weights)
    assert all(np.array_equal(back[name], array) for name, array in weights.items())


def test_a_saved_model_keeps_its_weights(twin):
    found = compare(twin[0], IMAGES, twin[1])
    assert found["file_differing_weights"] == 0
    assert found["file_megabytes"] == pytest.approx(4 * 3.274634, rel=0.01)  # four bytes a weight


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("conv1.weight", lambda kernel: kernel.transpose(0, 1, 3, 2)),
        ("conv2.weight", lambda kernel: kernel[..., ::-1, ::-1]),
        ("fc1.weight", lambda matrix: matrix.reshape(-1, 7, 7, 64).transpose(0, 3, 1, 2).reshape(matrix.shape)),
        ("fc2.bias", lambda bias: bias[::-1] * 20),
    ],
)
def test_weights_in_a_wrong_order_give_other_answers(model, twin, name, mistake):
    weights, log_probabilities = twin
    carry_weights(model, weights | {name: mistake(weights[name])})
    assert np.abs(answers(model) - np.exp(log_probabilities)).max() > 1e-3


@pytest.mark.parametrize("name", ["conv1.weight", "fc1.bias", "fc2.weight"])
def test_a_layer_without_weights_is_named(model, twin, name):
    weights = {key: array for key, array in twin[0].items() if key != name}
    with pytest.raises(KeyError, match=name):
        carry_weights(model, weights)


def test_weights_of_another_shape(model, twin):
    with pytest.raises(ValueError):
        carry_weights(model, twin[0] | {"fc2.weight": np.zeros((10, 1000), np.float32)})


def test_measure(twin):
    weights, log_probabilities = twin
    found = compare(weights, IMAGES, log_probabilities)
    assert found["parameters"] == found["torch_parameters"] == 3_274_634
    assert (found["backend"], found["images"], found["differing_classes"]) == ("torch", 6, 0)
    assert 0 <= found["max_difference"] < 1e-5
    # without the order of the flattening the answers are others
    assert found["unordered_max_difference"] > 1e-3
    assert 0 <= found["unordered_agreement"] <= 1
    assert {layer["layer"]: layer["shape"] for layer in found["layers"]}["pool1"] == "14×14×32"


def test_measure_sees_a_difference(twin):
    weights, log_probabilities = twin
    wrong = log_probabilities.copy()
    wrong[0] = np.log(np.eye(10)[(wrong[0].argmax() + 1) % 10] * 0.9 + 0.01)
    found = compare(weights, IMAGES, wrong)
    assert found["differing_classes"] == 1
    assert found["max_difference"] > 0.5
