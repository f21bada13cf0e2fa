"""Walking a network's modules, against shapes and counts computed by hand."""

from collections import OrderedDict

import pytest
import torch
from torch import nn

from cnn.networks.architecture import activations, describe, leaves, multiply_adds, parameters
from cnn.networks.digits import network_a, network_b

IMAGE = torch.rand(1, 1, 28, 28)


def rows(network, image=IMAGE):
    return [tuple(row.values()) for row in describe(network, image)]


def test_network_a():
    assert rows(network_a()) == [
        ("conv1", "Conv2d", [10, 24, 24], 10 * (25 + 1), 24 * 24 * 10 * 25),
        ("pool1", "MaxPool2d", [10, 12, 12], 0, 0),
        ("relu1", "ReLU", [10, 12, 12], 0, 0),
        ("conv2", "Conv2d", [20, 8, 8], 20 * (250 + 1), 8 * 8 * 20 * 250),
        ("dropout2", "Dropout2d", [20, 8, 8], 0, 0),
        ("pool2", "MaxPool2d", [20, 4, 4], 0, 0),
        ("relu2", "ReLU", [20, 4, 4], 0, 0),
        ("flatten", "Flatten", [320], 0, 0),
        ("fc1", "Linear", [50], 50 * 321, 50 * 320),
        ("relu3", "ReLU", [50], 0, 0),
        ("dropout3", "Dropout", [50], 0, 0),
        ("fc2", "Linear", [10], 510, 500),
        ("log_softmax", "LogSoftmax", [10], 0, 0),
    ]


def test_network_b():
    found = {row["layer"]: row for row in describe(network_b(), IMAGE)}
    assert list(found)[:4] == ["conv1", "relu1", "pool1", "conv2"]
    assert found["conv1"]["output"] == [32, 28, 28]
    assert found["pool1"]["output"] == [32, 14, 14]
    assert found["conv2"]["output"] == [64, 14, 14]
    assert found["pool2"]["output"] == [64, 7, 7]
    assert found["flatten"]["output"] == [3136]
    assert sum(row["parameters"] for row in found.values()) == 832 + 51_264 + 3_212_288 + 10_250 == 3_274_634
    assert found["conv2"]["multiply_adds"] == 14 * 14 * 64 * 32 * 25


@pytest.fixture
def nested():
    block = nn.Sequential(OrderedDict(conv=nn.Conv2d(2, 4, 3, stride=2, groups=2, bias=False), norm=nn.BatchNorm2d(4)))
    return nn.Sequential(OrderedDict(block=block, relu=nn.ReLU(), head=nn.Sequential(nn.Flatten(), nn.Linear(36, 2))))


def test_modules_inside_modules(nested):
    assert [name for name, _ in leaves(nested)] == ["block.conv", "block.norm", "relu", "head.0", "head.1"]
    assert rows(nested, torch.rand(1, 2, 8, 8)) == [
        # each output of a grouped convolution sees one of the two channels
        ("block.conv", "Conv2d", [4, 3, 3], 4 * 9, 4 * 3 * 3 * 9),
        ("block.norm", "BatchNorm2d", [4, 3, 3], 8, 0),
        ("relu", "ReLU", [4, 3, 3], 0, 0),
        ("head.0", "Flatten", [36], 0, 0),
        ("head.1", "Linear", [2], 74, 72),
    ]


def test_frozen_weights_are_not_trainable():
    layer = nn.Linear(3, 2)
    layer.bias.requires_grad = False
    assert parameters(layer) == 6
    assert parameters(nn.ReLU()) == 0


def test_multiply_adds_of_a_one_dimensional_convolution():
    assert multiply_adds(nn.Conv1d(3, 5, 7), torch.zeros(1, 5, 10)) == 5 * 10 * 3 * 7


def test_activations_are_what_each_layer_gave():
    network, images = network_a(), torch.rand(2, 1, 28, 28)
    outputs = activations(network, images)
    assert not network.training
    x = images
    with torch.no_grad():
        for name, layer in network.named_children():
            x = layer(x)
            assert torch.equal(outputs[name], x)
    assert list(outputs) == [name for name, _ in leaves(network)]


def hooks(network) -> int:
    return sum(len(module._forward_hooks) for module in network.modules())


def test_nothing_stays_hooked_to_the_network():
    network = network_a()
    activations(network, IMAGE)
    assert hooks(network) == 0


def test_nothing_stays_hooked_after_a_failure():
    network = network_a()
    with pytest.raises(RuntimeError):
        activations(network, torch.rand(1, 3, 28, 28))
    assert hooks(network) == 0
