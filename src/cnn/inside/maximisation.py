"""Inputs that excite a unit of a network most, found by gradient ascent.

The idea is that of D. Erhan, Y. Bengio, A. Courville and P. Vincent, 2009. What makes its pictures readable is from
C. Olah, A. Mordvintsev and L. Schubert, "Feature Visualization", Distill, 2017, doi:10.23915/distill.00007, and from
A. Mordvintsev, N. Pezzotti, L. Schubert and C. Olah, "Differentiable Image Parameterizations", Distill, 2018,
doi:10.23915/distill.00012.
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import nn
from torch.nn import functional as F

# Columns: how far the three uncorrelated directions of ImageNet's colours (brightness, blue to orange, green to
# purple) reach in red, green and blue; measured by the authors of "Feature Visualization" for their library Lucid.
COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))


class Pixels(nn.Module):
    """Pictures whose parameters are the values of their pixels.

    Args:
        shape: of the pictures, (N, C, H, W).
        generator: of the noise they begin with.
        contrast: its standard deviation.
    """

    def __init__(self, shape: Sequence[int], generator: torch.Generator, contrast: float = 0.1):
        super().__init__()
        self.values = nn.Parameter(contrast * torch.randn(*shape, generator=generator))

    def forward(self) -> torch.Tensor:
        return self.values


class Waves(nn.Module):
    """Pictures that are sums of plane waves; the parameters are the amplitudes.

    The higher a wave's frequency, the less its amplitude counts, as in photographs. So a step of the optimiser changes
    the slow waves, which one sees as shapes, more than the fast ones, which one sees as noise.

    Args:
        shape: of the pictures, (N, C, H, W) with H = W, both even.
        generator: of the amplitudes they begin with.
        contrast: their standard deviation.
    """

    def __init__(self, shape: Sequence[int], generator: torch.Generator, contrast: float = 0.01):
        super().__init__()
        side = shape[-1]
        frequencies = torch.hypot(torch.fft.fftfreq(side)[:, None], torch.fft.rfftfreq(side))  # cycles a pixel
        self.scale = 1 / frequencies.clamp(min=1 / side)
        self.amplitudes = nn.Parameter(contrast * torch.randn(*shape[:2], *self.scale.shape, 2, generator=generator))

    def forward(self) -> torch.Tensor:
        return torch.fft.irfft2(self.scale * torch.view_as_complex(self.amplitudes), norm="ortho")


class Coloured(nn.Module):
    """Takes the three channels of other pictures for amounts of uncorrelated colours, and gives red, green and blue."""

    def __init__(self, picture: nn.Module):
        super().__init__()
        self.picture = picture
        matrix = torch.tensor(COLOURS)
        self.matrix = matrix / matrix.norm(dim=0).max()

    def forward(self) -> torch.Tensor:
        return torch.einsum("rc,nchw->nrhw", self.matrix, self.picture())


class Window(nn.Module):
    """What is seen of pictures: all but a margin; in `train()` mode moved at random, which may bring the margin in.

    One movement serves all pictures of a batch; each call draws another.

    Args:
        margin: pixels on each side.
        shift: the largest shift in pixels along each axis.
        degrees: the largest rotation.
        zoom: the scale is uniform between 1 − zoom and 1 + zoom.
        generator: of the movements.
    """

    def __init__(self, margin: int, shift: float, degrees: float, zoom: float, generator: torch.Generator):
        super().__init__()
        self.margin, self.shift, self.degrees, self.zoom, self.generator = margin, shift, degrees, zoom, generator

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        count, channels, side, _ = pictures.shape
        seen = side - 2 * self.margin
        if not (self.training and (self.shift or self.degrees or self.zoom)):
            return pictures[:, :, self.margin : side - self.margin, self.margin : side - self.margin]
        x, y, angle, zoom = (2 * torch.rand(4, generator=self.generator) - 1).tolist()
        angle, scale = math.radians(self.degrees * angle), (1 - self.zoom * zoom) * seen / side
        cos, sin, pixel = scale * math.cos(angle), scale * math.sin(angle), 2 * self.shift / side
        matrix = torch.tensor([[cos, -sin, pixel * x], [sin, cos, pixel * y]]).expand(count, 2, 3)
        grid = F.affine_grid(matrix, [count, channels, seen, seen], align_corners=False)
        return F.grid_sample(pictures, grid, padding_mode="reflection", align_corners=False)


def maximise(
    objective: Callable[[torch.Tensor], torch.Tensor],
    picture: nn.Module,
    window: nn.Module,
    steps: int,
    learning_rate: float,
) -> torch.Tensor:
    """Change pictures step by step so that a network is excited more and more.

    Args:
        objective: from images (N, C, H, W) in [0, 1] to what has to grow, (N,).
        picture: gives pictures (N, C, H′, W′) of any values when called; its parameters are changed.
        window: from pictures in [0, 1] to the images, moved at random in `train()` mode.
        steps: of Adam.

    Returns:
        The images, not moved.
    """
    optimiser = torch.optim.Adam(picture.parameters(), lr=learning_rate)
    window.train()
    for _ in range(steps):
        images = window(picture().sigmoid())  # sigmoid keeps pixels between 0 and 1
        loss = -objective(images).sum()  # the pictures of a batch don't influence each other
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return window.eval()(picture().sigmoid())


def excitation(maps: torch.Tensor, channels: Sequence[int], leak: float = 0) -> torch.Tensor:
    """How much each image excites its own channel: the mean of the positive values of the channel's map.

    Values below zero don't count, for the next layer's rectifier would not pass them either; without this the mean over
    the map of a linear layer of stride 1 would depend on the mean colour of the image alone.

    Args:
        maps: (N, C, H, W).
        channels: of each image, (N,).
        leak: what values below zero count for after all, where a channel deep inside a network would have no gradient
            to begin with.

    Returns:
        (N,) values, >= 0 without a leak.
    """
    return F.leaky_relu(maps[torch.arange(len(maps)), list(channels)], leak).mean(dim=(1, 2))


def variation(images: torch.Tensor) -> torch.Tensor:
    """The mean absolute difference of neighbouring pixels, below plus to the right: (N, C, H, W) → (N,)."""
    down, right = images[:, :, 1:] - images[:, :, :-1], images[..., 1:] - images[..., :-1]
    return down.abs().mean(dim=(1, 2, 3)) + right.abs().mean(dim=(1, 2, 3))


def fast_waves(images: torch.Tensor, frequency: float) -> torch.Tensor:
    """The share of a picture's power, mean colour aside, in waves faster than a frequency.

    Args:
        images: (N, C, H, W).
        frequency: in cycles a pixel, along the direction in which the wave runs.

    Returns:
        (N,) in [0, 1].
    """
    power = torch.fft.fft2(images).abs().square().sum(dim=1)
    power[:, 0, 0] = 0
    rows, columns = (torch.fft.fftfreq(side) for side in images.shape[-2:])
    return power[:, torch.hypot(rows[:, None], columns) > frequency].sum(dim=1) / power.sum(dim=(1, 2))
