"""Equivariance of layers that surely have it, and of those that surely don't."""

import pytest
import torch
from torch.nn import functional as F

from cnn.convolution.equivariance import error, same, shifted


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(4, 1, 12, 12, generator=torch.Generator().manual_seed(0))


def test_shifted_repeats_the_left_column(images):
    moved = shifted(images, 3)
    assert moved.shape == images.shape
    assert (moved[..., 3:] == images[..., :-3]).all()
    assert (moved[..., :3] == images[..., :1]).all()
    assert (shifted(images, 0) == images).all()


@pytest.mark.parametrize(
    ("shift", "step", "exact"), [(0, 2, True), (1, 2, False), (2, 2, True), (3, 2, False), (3, 1, True)]
)
def test_thinning_out_is_equivariant_to_whole_steps(images, shift, step, exact):
    found = error(images[..., ::step], shifted(images, shift)[..., ::step], shift, step)
    assert found == 0 if exact else found > 0.5


def test_the_error_is_in_standard_deviations(images):
    assert error(images, images + 1, 0, 1) == pytest.approx(error(10 * images, 10 * images + 10, 0, 1))


def test_an_output_without_places_should_stay(images):
    sums = images.sum(dim=(1, 2, 3))[:, None]
    assert error(sums, sums, 5, 0) == 0
    assert error(sums, sums + 1, 5, 0) > 0


def test_same_keeps_the_size_and_the_inside(images):
    conv = torch.nn.Conv2d(1, 2, 5)
    padded = same(conv, images)
    assert padded.shape == (4, 2, 12, 12)
    torch.testing.assert_close(padded[..., 2:-2, 2:-2], F.conv2d(images, conv.weight, conv.bias))
