"""A kernel that nobody types: learnt from a photograph and its edges until it is Sobel's."""

import numpy as np
import torch
from skimage import data
from torch import nn
from torch.nn import functional as F

from cnn.convolution.photograph import KERNELS, LUMA
from lecture.studies.measured import Measured

REDUCED = 4  # of the photograph one pixel in so many, in both directions: 128 × 128 remain
STEPS = (0, 10, 30, 100, 300)  # of the optimiser: when the kernel is looked at
RATE = 0.05  # of Adam: the weights are about one
SEED = 1  # of the first weights


def measure() -> Measured:
    """Train a convolution 3×3 on one pair: a photograph and what Sobel's kernel makes of it.

    Returns:
        Numbers: `steps`, all of them; `start` and `difference`, the largest difference from Sobel's kernel before and
        after; `loss`, the mean square error at the end. Arrays: `steps` (5,); `kernels` (5, 3, 3), the kernel after
        each.
    """
    photo = data.astronaut()[::REDUCED, ::REDUCED] / 255 @ LUMA
    image = torch.tensor(photo, dtype=torch.float32)[None, None]
    wanted = KERNELS["sobel_x"]
    edges = F.conv2d(image, torch.tensor(wanted, dtype=torch.float32)[None, None])
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        convolution = nn.Conv2d(1, 1, kernel_size=3, bias=False)
    optimiser = torch.optim.Adam(convolution.parameters(), lr=RATE)
    kernels = []
    for step in range(STEPS[-1] + 1):
        loss = F.mse_loss(convolution(image), edges)
        if step in STEPS:
            kernels.append(convolution.weight.detach()[0, 0].numpy().copy())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    differences = [float(np.abs(kernel - wanted).max()) for kernel in kernels]
    return Measured(
        numbers={"steps": STEPS[-1], "start": differences[0], "difference": differences[-1], "loss": loss.item()},
        arrays={"steps": np.array(STEPS), "kernels": np.array(kernels)},
    )
