"""The backward pass of convolution and of max-pooling, written out: each output hands its gradient back."""

import torch
from torch import Tensor
from torch.nn import functional as F


def window(i: int, j: int, size: int, stride: int) -> tuple:
    """The places (…, H, W) of the input from which the output (i, j) was made, as an index."""
    top, left = i * stride, j * stride
    return ..., slice(top, top + size), slice(left, left + size)


def convolution_backward(
    x: Tensor,
    weight: Tensor,
    gradient: Tensor,
    stride: int = 1,
) -> tuple[Tensor, Tensor]:
    """Gradients of a loss by the input and by the kernels of a convolution without padding.

    Args:
        x: the layer's input, (N, C_in, H, W).
        weight: its kernels, (C_out, C_in, k, k).
        gradient: of the loss by the layer's output, (N, C_out, H', W').

    Returns:
        The gradients, of the shapes of `x` and of `weight`.
    """
    k, (rows, columns) = weight.shape[-1], gradient.shape[2:]
    by_input, by_weight = torch.zeros_like(x), torch.zeros_like(weight)
    for i in range(rows):
        for j in range(columns):
            place, g = window(i, j, k, stride), gradient[:, :, i, j]
            by_input[place] += torch.einsum("no,ocuv->ncuv", g, weight)
            by_weight += torch.einsum("no,ncuv->ocuv", g, x[place])
    return by_input, by_weight


def max_pooling_backward(
    x: Tensor,
    gradient: Tensor,
    size: int,
    stride: int,
) -> Tensor:
    """Gradient of a loss by the input of max-pooling: each output's gradient goes to the place that won.

    Of equal values the first in reading order wins, as in PyTorch.

    Args:
        x: the layer's input, (N, C, H, W).
        gradient: of the loss by its output, (N, C, H', W').

    Returns:
        (N, C, H, W).
    """
    rows, columns = gradient.shape[2:]
    by_input = torch.zeros_like(x)
    for i in range(rows):
        for j in range(columns):
            place, g = window(i, j, size, stride), gradient[:, :, i, j]
            winner = x[place].flatten(2).argmax(dim=2)
            mask = F.one_hot(winner, size * size).view(x[place].shape)
            by_input[place] += mask * g[:, :, None, None]
    return by_input
