"""Does the output move when the input moves? Network A, from its first convolution to its dense layer."""

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.digits import network_a
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

IMAGES = 500
SHIFT = 4  # pixels, to the right: the margin of MNIST's digits, so that nothing is cut off
SHIFTS = range(9)  # pixels: two steps of the last maps
STEPS = {"conv1": 1, "stride2": 2, "pool2": 4, "fc1": 0}  # input pixels from one place of the output to the next

READS = {"digits": "data a", "mnist": "described a", "weights": "first a weights.safetensors"}


def measure(digits: Digits, mnist: Mapping[str, float], weights: Arrays) -> Measured:
    """Shift the first test digits to the right and compare the outputs of the trained network A.

    Args:
        mnist: the training set's `mean` and `std` of the pixels.
        weights: of the trained network, by name.

    Returns:
        Numbers: `seeds` 1; `images`, `shift`; `interior`, the largest difference behind the first convolution;
        `padded`, the largest difference behind the same convolution with zeros around the image, `inside` and at
        `border`; the errors of `error` that the text names: `even_shifts` (largest) and `odd_shifts` (smallest) of the
        first convolution with stride 2, `last_maps` and `dense` after `shift`. Arrays of two figures.
    """
    network = trained(network_a, weights)
    digits_shown = digits.test_images[:IMAGES], digits.test_labels[:IMAGES]
    images, _ = examples(*digits_shown, float(mnist["mean"]), float(mnist["std"]))
    with torch.inference_mode():
        still = outputs(network, images)
        moved = [outputs(network, shifted(images, shift)) for shift in SHIFTS]
        padded = [same(network.conv1, x) for x in (images, shifted(images, SHIFT))]
    errors = {
        name: [error(still[name], after[name], shift, step) for shift, after in zip(SHIFTS, moved, strict=True)]
        for name, step in STEPS.items()
    }
    interior = (moved[SHIFT]["conv1"][..., SHIFT:] - still["conv1"][..., :-SHIFT]).abs().max().item()
    gap = (padded[1][..., SHIFT:] - padded[0][..., :-SHIFT]).abs()
    reach = network.conv1.kernel_size[0] // 2  # places at the border whose windows see the padding
    inside = gap[..., reach:-reach, reach:-reach].max().item()
    gap[..., reach:-reach, reach:-reach] = 0
    even = [shift for shift in SHIFTS if shift % STEPS["stride2"] == 0]
    odd = [shift for shift in SHIFTS if shift % STEPS["stride2"]]
    numbers = {
        "seeds": 1,
        "images": len(images),
        "shift": SHIFT,
        "reach": reach,
        "interior": interior,
        "padded": {"inside": inside, "border": gap.max().item()},
        "even_shifts": max(errors["stride2"][shift] for shift in even),
        "odd_shifts": min(errors["stride2"][shift] for shift in odd),
        "last_maps": errors["pool2"][SHIFT],
        "dense": errors["fc1"][SHIFT],
    }
    channel = int(still["conv1"].std(dim=(0, 2, 3)).argmax())
    return Measured(
        numbers,
        {
            "equivariance.images": torch.stack([images[0, 0], shifted(images, SHIFT)[0, 0]]).numpy(),
            "equivariance.maps": torch.stack([x[0, channel] for x in padded]).numpy(),
            "equivariance.shift": np.array(SHIFT),
            "equivariance_end.shifts": np.array(SHIFTS),
            **{f"equivariance_end.{name}": np.array(row) for name, row in errors.items()},
        },
    )


def shifted(images: torch.Tensor, shift: int) -> torch.Tensor:
    """Images (N, C, H, W) moved to the right; what comes in repeats the left column, for a digit its background."""
    return F.pad(images, (shift, 0, 0, 0), mode="replicate")[..., : images.shape[-1]]


def same(conv: nn.Conv2d, images: torch.Tensor) -> torch.Tensor:
    """A convolution of odd kernel and stride 1, with zeros around the input, so that the output is as large."""
    return F.conv2d(images, conv.weight, conv.bias, padding=conv.kernel_size[0] // 2)


def outputs(network: nn.Sequential, images: torch.Tensor) -> dict[str, torch.Tensor]:
    """The outputs of the layers in `STEPS`; `stride2` is the first convolution with stride 2."""
    found = {"stride2": F.conv2d(images, network.conv1.weight, network.conv1.bias, stride=2)}
    for name, layer in network.named_children():
        images = layer(images)
        if name in STEPS:
            found[name] = images
    return found


def error(before: torch.Tensor, after: torch.Tensor, shift: int, step: int) -> float:
    """How much the output of shifted images differs from the shifted output, in standard deviations of the output.

    Only places are compared whose windows see the same pixels in both. Where the shift is no whole number of steps,
    the better of both neighbouring whole numbers counts.

    Args:
        before, after: outputs for the images and for the shifted images, (N, …, W).
        shift: pixels of the input.
        step: pixels of the input from one place of the output to the next; 0 for a dense layer, which has no places:
            its output is expected to stay.

    Returns:
        The root mean square difference over the standard deviation between the images.
    """
    width = before.shape[-1]
    places = {shift // step, -(-shift // step)} if step else {0}
    gaps = [after[..., moved:] - before[..., : width - moved] for moved in places]
    spread = (before - before.mean(dim=0)).square().mean().sqrt()
    return min((gap.square().mean().sqrt() / spread).item() for gap in gaps)
