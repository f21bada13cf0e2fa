from collections import OrderedDict

import pytest
import torch
from torch import nn

from cnn.networks import digits as networks

PARAMETERS = {"network_a": 21_840, "network_b": 3_274_634}


@pytest.fixture(params=PARAMETERS, scope="module")
def name(request):
    return request.param


def test_parameters(name):
    network = getattr(networks, name)()
    assert sum(p.numel() for p in network.parameters()) == PARAMETERS[name]
    assert not list(network.buffers())


@pytest.mark.parametrize("mode", [True, False])
def test_rows_are_log_probabilities(name, mode):
    network = getattr(networks, name)().train(mode)
    with torch.no_grad():
        answers = network(torch.rand(3, 1, 28, 28))
    assert answers.shape == (3, 10) and answers.dtype == torch.float32
    torch.testing.assert_close(answers.exp().sum(dim=1), torch.ones(3))


def test_an_image_is_answered_without_regard_to_its_neighbours(name):
    network = getattr(networks, name)().eval()
    images = torch.rand(4, 1, 28, 28)
    with torch.no_grad():
        torch.testing.assert_close(network(images)[2:3], network(images[2:3]), atol=1e-6, rtol=0)


def test_dropout_works_in_training_only(name):
    network, images = getattr(networks, name)(), torch.rand(2, 1, 28, 28)
    with torch.no_grad():
        assert not torch.equal(network.train()(images), network(images))
        assert torch.equal(network.eval()(images), network(images))


def test_layers_are_named_in_the_order_in_which_they_compute(name):
    network, images = getattr(networks, name)().eval(), torch.rand(1, 1, 28, 28)
    x = images
    with torch.no_grad():
        for layer in network.children():
            x = layer(x)
        assert torch.equal(x, network(images))
    names = [layer for layer, _ in network.named_children()]
    assert names[0] == "conv1" and names[-1] == "log_softmax"
    # the names that scripts and Keras's twin rely on
    assert {"conv1", "conv2", "relu1", "relu2", "pool1", "pool2", "flatten", "fc1", "fc2"} <= set(names)
    assert list(network.state_dict()) == [
        f"{layer}.{kind}" for layer in ("conv1", "conv2", "fc1", "fc2") for kind in ("weight", "bias")
    ]


def test_relu_and_pooling_may_change_places():
    """The lecture asks; the answer is yes, the maximum and ReLU commute."""
    network = networks.network_a().eval()
    layers = OrderedDict(network.named_children())
    swapped = nn.Sequential(*(layers[name] for name in ("conv1", "relu1", "pool1")))
    usual = nn.Sequential(*(layers[name] for name in ("conv1", "pool1", "relu1")))
    images = torch.randn(2, 1, 28, 28)
    with torch.no_grad():
        assert torch.equal(usual(images), swapped(images))


@pytest.mark.parametrize(
    ("other", "parameters"),
    [("network_mlp", 21_851), ("network_logistic", 7_850), ("network_b_plain", 3_274_634), ("network_modern", 51_514)],
)
def test_the_networks_of_the_comparison(other, parameters):
    network = getattr(networks, other)()
    assert sum(p.numel() for p in network.parameters()) == parameters
    with torch.no_grad():
        answers = network.eval()(torch.rand(3, 1, 28, 28))
    torch.testing.assert_close(answers.exp().sum(dim=1), torch.ones(3))


def test_b_plain_is_b_without_dropout():
    """The same weights, the same names, the same answers, and nothing random in training."""
    plain, network, images = networks.network_b_plain(), networks.network_b(), torch.rand(2, 1, 28, 28)
    plain.load_state_dict(network.state_dict())
    with torch.no_grad():
        assert torch.equal(plain.train()(images), plain(images))
        assert torch.equal(plain(images), network.eval()(images))


def test_random_shift_moves_whole_images_in_training_only():
    shift, images = networks.RandomShift(2), torch.zeros(500, 1, 28, 28)
    images[:, 0, 10, 20] = 1
    assert shift.eval()(images) is images
    torch.manual_seed(0)
    moved = shift.train()(images)
    assert moved.shape == images.shape and moved.sum() == len(images)
    places = moved.nonzero()[:, 2:] - torch.tensor([10, 20])
    assert {tuple(place) for place in places.tolist()} == {(y, x) for y in range(-2, 3) for x in range(-2, 3)}
    torch.manual_seed(0)
    assert torch.equal(shift(images), moved)


def test_random_shift_fills_with_background():
    images = torch.ones(50, 1, 28, 28)
    sums = networks.RandomShift(2).train()(images).sum(dim=(1, 2, 3))
    assert set(sums.tolist()) <= {float((28 - y) * (28 - x)) for y in range(3) for x in range(3)}
    assert sums.min() < sums.max()
