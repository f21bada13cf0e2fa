"""The backward pass written out, against autograd."""

import pytest
import torch
from torch.nn import functional as F

from cnn.pooling.gradients import convolution_backward, max_pooling_backward


def random(*shape: int) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize(("side", "k", "stride"), [(7, 3, 1), (8, 3, 2), (9, 4, 3), (5, 5, 1), (6, 1, 2)])
def test_convolution(side, k, stride):
    x, weight = random(2, 3, side, side).requires_grad_(), random(4, 3, k, k).requires_grad_()
    y = F.conv2d(x, weight, stride=stride)
    gradient = random(*y.shape)
    wanted = torch.autograd.grad(y, (x, weight), gradient)
    found = convolution_backward(x.detach(), weight.detach(), gradient, stride)
    for f, w in zip(found, wanted, strict=True):
        torch.testing.assert_close(f, w, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("side", "size", "stride"), [(8, 2, 2), (7, 2, 1), (9, 3, 2), (7, 2, 2)])
@pytest.mark.parametrize("ties", [False, True])
def test_max_pooling(side, size, stride, ties):
    x = random(2, 3, side, side)
    x = (x.round() if ties else x).requires_grad_()
    y = F.max_pool2d(x, size, stride)
    gradient = random(*y.shape)
    (wanted,) = torch.autograd.grad(y, x, gradient)
    found = max_pooling_backward(x.detach(), gradient, size, stride)
    torch.testing.assert_close(found, wanted, rtol=0, atol=1e-12)


def test_max_pooling_keeps_the_sum():
    x, gradient = random(1, 1, 6, 6), random(1, 1, 3, 3)
    assert max_pooling_backward(x, gradient, 2, 2).sum().item() == pytest.approx(gradient.sum().item())
