"""Adversarial examples by one step along the sign of the gradient.

I. J. Goodfellow, J. Shlens, C. Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, arXiv:1412.6572.
"""

import torch
from torch import nn
from torch.nn import functional as F


def pixel_gradient(network: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """How the loss of each image changes with its pixels.

    Args:
        network: from images to log-probabilities (N, classes); in `eval()` mode.
        images: (N, C, H, W).
        labels: (N,) int, the right classes.

    Returns:
        The gradient, (N, C, H, W).
    """
    images = images.detach().requires_grad_()
    loss = F.nll_loss(network(images), labels, reduction="sum")  # a sum keeps the images apart
    return torch.autograd.grad(loss, images)[0]


def step(images: torch.Tensor, signs: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Change every pixel by ε, up or down, but not beyond [0, 1]."""
    return (images + epsilon * signs).clamp(0, 1)


def fast_gradient_sign(network: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float) -> torch.Tensor:
    """Change every pixel by ε in the direction that raises the loss: images (N, C, H, W) in [0, 1] → the same."""
    return step(images, pixel_gradient(network, images, labels).sign(), epsilon)
