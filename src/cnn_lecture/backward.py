"""The backward pass of convolution and of max-pooling, written out: each output hands its gradient back."""

import torch
from torch.nn import functional as F


def convolution_backward(
    x: torch.Tensor, weight: torch.Tensor, gradient: torch.Tensor, stride: int = 1
) -> tuple[torch.Tensor, torch.Tensor]:
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
            window = (..., slice(i * stride, i * stride + k), slice(j * stride, j * stride + k))
            by_input[window] += torch.einsum("no,ocuv->ncuv", gradient[:, :, i, j], weight)
            by_weight += torch.einsum("no,ncuv->ocuv", gradient[:, :, i, j], x[window])
    return by_input, by_weight


def max_pooling_backward(x: torch.Tensor, gradient: torch.Tensor, size: int, stride: int) -> torch.Tensor:
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
            window = (..., slice(i * stride, i * stride + size), slice(j * stride, j * stride + size))
            winner = F.one_hot(x[window].flatten(2).argmax(dim=2), size * size).view(*x.shape[:2], size, size)
            by_input[window] += winner * gradient[:, :, i, j, None, None]
    return by_input
