"""Receptive fields: by hand, against the gradient, and what is refused."""

import pytest
import torch
from torch import nn

from cnn.networks.digits import network_a, network_b
from cnn.networks.receptive_field import Field, extent, influence, receptive_fields

NOISE = torch.randn(64, 1, 28, 28, generator=torch.Generator().manual_seed(0))


def fields(network) -> dict[str, tuple[int, int, int]]:
    return {name: (f.size, f.step, f.start) for name, f in receptive_fields(network).items()}


def test_network_a():
    assert fields(network_a()) == {
        "conv1": (5, 1, 0),
        "pool1": (6, 2, 0),
        "relu1": (6, 2, 0),
        "conv2": (14, 2, 0),
        "dropout2": (14, 2, 0),
        "pool2": (16, 4, 0),
        "relu2": (16, 4, 0),
    }


def test_padding_moves_the_field_of_network_b():
    found = fields(network_b())
    assert found["conv1"] == (5, 1, -2)
    assert found["pool2"] == (16, 4, -6)


@pytest.mark.parametrize(
    "layers",
    [
        [nn.Conv2d(1, 2, 3, dilation=3), nn.AvgPool2d(3, stride=2)],
        [nn.Conv2d(1, 2, 4, stride=3, padding=1), nn.BatchNorm2d(2), nn.Sigmoid(), nn.Conv2d(2, 2, (3, 3))],
        [nn.MaxPool2d(3, stride=1, dilation=2), nn.Conv2d(1, 2, 5, padding="same", dilation=2)],
        [nn.Conv2d(1, 2, 1), nn.Sequential(nn.Conv2d(2, 2, 7, stride=2), nn.ReLU()), nn.MaxPool2d(2, padding=1)],
    ],
)
def test_the_gradient_finds_the_same_pixels(layers):
    torch.manual_seed(0)
    network = nn.Sequential(*layers)
    for name, field in receptive_fields(network).items():
        unit, found = influence(network, name, NOISE)
        assert extent(found) == (field.interval(unit, 28),) * 2, name


def test_the_interval_ends_at_the_edges():
    field = Field(size=6, step=2, start=-2)
    assert field.interval(0, 28) == (0, 3)
    assert field.interval(5, 28) == (8, 13)
    assert field.interval(13, 28) == (24, 27)


def test_one_image_is_not_enough_where_pooling_chooses():
    network = nn.Sequential(nn.MaxPool2d(4))
    _, found = influence(network, "0", NOISE[:1])
    assert (found > 0).sum() == 1


def test_influence_leaves_the_images_and_the_network_alone():
    images = NOISE[:2].clone()
    network = network_a()
    influence(network, "pool2", images)
    assert not images.requires_grad and torch.equal(images, NOISE[:2])
    assert not network.pool2._forward_hooks


def test_an_unknown_layer_and_an_oblong_window_are_refused():
    with pytest.raises(ValueError, match="1: the field of Upsample"):
        receptive_fields(nn.Sequential(nn.ReLU(), nn.Upsample(scale_factor=2)))
    with pytest.raises(ValueError, match=r"kernel_size is \(3, 5\)"):
        receptive_fields(nn.Sequential(nn.Conv2d(1, 1, (3, 5))))
