"""Augmentation as the first layer of a network."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Augment(nn.Module):
    """Moves every image of a batch (N, C, H, W) at random, in `train()` mode only.

    Numbers are drawn from PyTorch's global generator on the CPU, so they don't depend on the device.

    Args:
        degrees: rotation is uniform between −degrees and degrees.
        shift: so are the shifts along both axes, as a share of the width and of the height.
        shear: so is the shear, in degrees.
        zoom: the scale is uniform between 1 − zoom and 1 + zoom.
        flip: the probability that left and right are exchanged.
    """

    def __init__(self, degrees: float = 0, shift: float = 0, shear: float = 0, zoom: float = 0, flip: float = 0):
        super().__init__()
        self.degrees, self.shift, self.shear, self.zoom, self.flip = degrees, shift, shear, zoom, flip

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return images
        matrices = self.matrices(len(images)).to(images.device)
        grid = F.affine_grid(matrices, list(images.shape), align_corners=False)
        return F.grid_sample(images, grid, padding_mode="border", align_corners=False)

    def matrices(self, count: int) -> torch.Tensor:
        """From places in the new image to places in the old one, both in [−1, 1]: (count, 2, 3)."""
        angle, shear, x, y, zoom = torch.rand(5, count) * 2 - 1
        angle, shear = angle * math.radians(self.degrees), shear * math.radians(self.shear)
        scale = 1 / (1 + zoom * self.zoom)
        mirror = torch.where(torch.rand(count) < self.flip, -1.0, 1.0)
        cos, sin, tan = angle.cos(), angle.sin(), shear.tan()
        first = torch.stack([mirror * scale * cos, scale * (tan * cos - sin), 2 * self.shift * x])
        second = torch.stack([mirror * scale * sin, scale * (tan * sin + cos), 2 * self.shift * y])
        return torch.stack([first, second]).permute(2, 0, 1)
