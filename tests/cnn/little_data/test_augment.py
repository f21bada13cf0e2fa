"""Moved images, against motions that are known exactly."""

import pytest
import torch
from torch import nn

from cnn.learning.training import initialise
from cnn.little_data.augment import Augment
from cnn.networks.digits import network_a

IMAGES = torch.arange(2 * 28 * 28.0).reshape(2, 1, 28, 28)


def moved(**settings) -> torch.Tensor:
    torch.manual_seed(1)
    return Augment(**settings).train()(IMAGES)


def test_without_settings_nothing_moves():
    torch.testing.assert_close(moved(), IMAGES, atol=1e-3, rtol=0)


def test_a_certain_flip():
    torch.testing.assert_close(moved(flip=1), IMAGES.flip(3), atol=1e-3, rtol=0)


def test_half_of_the_images_are_flipped():
    torch.manual_seed(1)
    mirrored = Augment(flip=0.5).matrices(1000)[:, 0, 0] < 0
    assert 430 < mirrored.sum() < 570


def test_zero_in_evaluation():
    layer = Augment(degrees=30, shift=0.2, shear=20, zoom=0.3, flip=0.5).eval()
    before = torch.get_rng_state()
    assert layer(IMAGES) is IMAGES
    assert torch.equal(torch.get_rng_state(), before)


def test_the_seed_decides():
    settings = {"degrees": 30, "shift": 0.2, "shear": 20, "zoom": 0.3}
    assert torch.equal(moved(**settings), moved(**settings))
    assert not torch.equal(moved(**settings)[0], moved(**settings)[1])


@pytest.mark.parametrize(
    ("settings", "bounds"),
    [
        ({"degrees": 30}, [(3**0.5 / 2, 1), (-0.5, 0.5), (0, 0), (-0.5, 0.5), (3**0.5 / 2, 1), (0, 0)]),
        ({"shift": 0.25}, [(1, 1), (0, 0), (-0.5, 0.5), (0, 0), (1, 1), (-0.5, 0.5)]),
        ({"shear": 45}, [(1, 1), (-1, 1), (0, 0), (0, 0), (1, 1), (0, 0)]),
        ({"zoom": 0.25}, [(0.8, 4 / 3), (0, 0), (0, 0), (0, 0), (0.8, 4 / 3), (0, 0)]),
    ],
)
def test_the_range_of_each_motion(settings, bounds):
    torch.manual_seed(2)
    entries = Augment(**settings).matrices(2000).reshape(-1, 6)
    for column, (low, high) in zip(entries.T, bounds, strict=True):
        assert low - 1e-6 <= column.min() <= low + 0.02
        assert high - 0.02 <= column.max() <= high + 1e-6


def test_the_weights_are_those_of_the_network_without_it():
    plain = initialise(network_a, 5)
    augmented = initialise(lambda: nn.Sequential(Augment(degrees=10), *network_a()), 5)
    for one, other in zip(plain.parameters(), augmented.parameters(), strict=True):
        assert torch.equal(one, other)
