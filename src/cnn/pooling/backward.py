"""The backward pass written out against autograd, on a trained network and on an example of small numbers."""

from collections.abc import Mapping

import numpy as np
import torch
from torch.nn import functional as F

from cnn.data.mnist import Digits
from cnn.networks.architecture import leaves
from cnn.networks.digits import network_a
from cnn.networks.weights import trained
from cnn.pooling.gradients import convolution_backward, max_pooling_backward
from cnn.pooling.max_pooling import EXAMPLE, WINDOW
from lecture.studies.measured import Arrays, Measured

IMAGES = 20
KERNEL = ((1, 2, 0), (0, -1, 1), (2, 0, 1))
KERNEL_GRADIENT = ((2, 0, 0), (0, 0, 0), (0, 0, -1))  # two places, whose windows meet in one pixel
POOLING_GRADIENT = ((1, -2), (3, 4))

READS = {"digits": "data a", "mnist": "described a", "weights": "first a weights.safetensors"}
NEEDS = {"test": 20}


def measure(digits: Digits, mnist: Mapping, weights: Arrays) -> Measured:
    """Compare `cnn.pooling.gradients` with autograd in every convolution and pooling of network A.

    The gradients are those of the loss of the first test images, in float64 and without dropout.

    Args:
        mnist: the numbers of the data, for `mean` and `std`.
        weights: of network A.

    Returns:
        Numbers: `seeds` 1, `images`, and the largest differences, relative to the largest gradient of the layer:
        `convolution_difference` (by input and by weights) and `pooling_difference`. Arrays: the example for the figure.
    """
    network = trained(network_a, weights).double()
    pixels = torch.from_numpy(digits.test_images[:IMAGES, None] / 255)
    x = ((pixels - mnist["mean"]) / mnist["std"]).requires_grad_()
    passed = {}
    for name, layer in leaves(network):
        passed[name] = (x, x := layer(x))
    loss = F.nll_loss(x, torch.from_numpy(digits.test_labels[:IMAGES].astype(np.int64)))
    convolution, pooling = [], []
    for name in ("conv1", "conv2"):
        entering, leaving = passed[name]
        weight = network.get_submodule(name).weight
        gradient, *wanted = torch.autograd.grad(loss, (leaving, entering, weight), retain_graph=True)
        found = convolution_backward(entering.detach(), weight.detach(), gradient)
        convolution += map(relative_difference, found, wanted)
    for name in ("pool1", "pool2"):
        entering, leaving = passed[name]
        gradient, wanted = torch.autograd.grad(loss, (leaving, entering), retain_graph=True)
        found = max_pooling_backward(entering.detach(), gradient, size=2, stride=2)
        pooling.append(relative_difference(found, wanted))
    differences = {"convolution_difference": max(convolution), "pooling_difference": max(pooling)}
    return Measured({"seeds": 1, "images": IMAGES} | differences, example())


def relative_difference(found: torch.Tensor, wanted: torch.Tensor) -> float:
    """The largest difference, in units of the largest absolute value that is wanted."""
    return ((found - wanted).abs().max() / wanted.abs().max()).item()


def example() -> dict[str, np.ndarray]:
    """Small whole numbers, for drawing: what comes back from above, and what goes on to the layer below."""
    kernel, kernel_gradient = torch.tensor(KERNEL).double(), torch.tensor(KERNEL_GRADIENT).double()
    side = len(KERNEL) + len(KERNEL_GRADIENT) - 1
    empty = torch.zeros(1, 1, side, side).double()
    by_input, _ = convolution_backward(empty, kernel[None, None], kernel_gradient[None, None])
    maps, pooling_gradient = torch.tensor(EXAMPLE).double(), torch.tensor(POOLING_GRADIENT).double()
    routed = max_pooling_backward(maps[None, None], pooling_gradient[None, None], WINDOW, WINDOW)
    tables = {
        "kernel": kernel,
        "kernel_gradient": kernel_gradient,
        "kernel_result": by_input[0, 0],
        "maps": maps,
        "pooling_gradient": pooling_gradient,
        "pooling_result": routed[0, 0],
    }
    return {name: values.numpy().astype(int) for name, values in tables.items()}
