"""What a convolution is: a worked example, its output's size, its weights, and three ways to compute it."""

import itertools
import timeit
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from scipy import signal
from torch import nn
from torch.nn import functional as F

from cnn.convolution.geometry import output_size
from cnn.convolution.three_ways import over_lists, with_loops, with_torch, with_unfold
from lecture.studies.measured import Measured

IMAGE = [[1, 0, 2, 1, 0], [0, 3, 1, 0, 2], [2, 1, 0, 3, 1], [0, 2, 1, 1, 0], [1, 0, 0, 2, 3]]
KERNEL = [[0, 1, 0], [1, 2, -1], [0, -1, 0]]
PLACES = [(0, 0), (1, 1)]  # of the two windows that are worked out

# The drawings, in the words of `output_size`.
GEOMETRIES = {
    "border_effect": {"size": 5, "kernel": 3, "padding": 0, "stride": 1, "dilation": 1},
    "padding": {"size": 5, "kernel": 3, "padding": 1, "stride": 1, "dilation": 1},
    "stride": {"size": 5, "kernel": 3, "padding": 0, "stride": 2, "dilation": 1},
    "dilation": {"size": 7, "kernel": 3, "padding": 0, "stride": 1, "dilation": 2},
}
# What the formula and PyTorch are asked for; some of it is impossible.
GRID = {
    "size": (1, 2, 5, 8, 13, 28),
    "kernel": (1, 2, 3, 5, 7),
    "padding": (-1, 0, 1, 2),
    "stride": (0, 1, 2, 3),
    "dilation": (0, 1, 2, 3),
}
IMAGES, CHANNELS, SIDE, SMALL_KERNEL, MAPS = 32, 3, 28, 3, 32
SIDES = (8, 16, 32, 48)  # pixels: the loops need half a second for the largest
TIMED_KERNEL = 5
REPEATS = {"loops": 1, "unfold": 20, "torch": 20}  # the shortest time counts


def measure() -> Measured:
    """The numbers of the chapter on convolution that no training is in.

    Returns:
        Numbers: `worked` (the example's `output`, and `turned`: with the kernel turned), `flip_difference`,
        `geometry` (arguments and `output` by drawing), `sizes` (`cases`, `refused`, `disagreements`), `weights` (of
        a convolution and of a dense layer with the same output), `ways` (`difference`, `seconds` by way,
        `loops_to_unfold`, `loops_to_torch`, and `loops_to_lists` against loops over lists). Arrays of eight figures.
    """
    worked, worked_arrays = worked_example()
    ways, ways_arrays = three_ways()
    x = torch.linspace(-4, 4, 161)
    conv, weights = against_dense()
    numbers = {
        **worked,
        "geometry": {name: shape | {"output": output_size(**shape)} for name, shape in GEOMETRIES.items()},
        "sizes": sizes(),
        "weights": weights,
        "ways": ways,
    }
    geometry = {f"{name}.{key}": np.array(value) for name, shape in GEOMETRIES.items() for key, value in shape.items()}
    arrays = {
        **geometry,
        **worked_arrays,
        **ways_arrays,
        "multichannel.inputs": np.array([CHANNELS, SIDE, SIDE]),
        "multichannel.weights": np.array(conv.weight.shape),
        "multichannel.outputs": np.array(weights["output"]),
        "nonlinearities.x": x.numpy(),
        "nonlinearities.relu": F.relu(x).numpy(),
        "nonlinearities.sigmoid": torch.sigmoid(x).numpy(),
        "nonlinearities.tanh": torch.tanh(x).numpy(),
    }
    return Measured(numbers, arrays)


def worked_example() -> tuple[dict, dict]:
    """The example by the formula; and by the definition of mathematics, which turns the kernel by 180°."""
    image, kernel = torch.tensor(IMAGE, dtype=torch.float64), torch.tensor(KERNEL, dtype=torch.float64)
    output = with_loops(image, kernel)
    turned = with_torch(image, kernel.flip(0, 1))
    scipys = signal.convolve2d(image.numpy(), kernel.numpy(), mode="valid")
    numbers = {
        "worked": {"output": output.int().tolist(), "turned": turned.int().tolist()},
        "flip_difference": float(np.abs(turned.numpy() - scipys).max()),
    }
    arrays = {"image": image.int(), "kernel": kernel.int(), "output": output.int()}
    return numbers, {
        **{f"worked_convolution.{name}": array.numpy() for name, array in arrays.items()},
        "worked_convolution.places": np.array(PLACES),
    }


def by_torch(size: int, kernel: int, **steps: int) -> int:
    """The output's side as PyTorch computes it."""
    return F.conv2d(torch.zeros(1, 1, size, size), torch.zeros(1, 1, kernel, kernel), **steps).shape[-1]


def allowed(side: Callable[..., int], shape: dict) -> int | None:
    """The output's side; None where these arguments are refused."""
    try:
        return side(**shape)
    except (ValueError, RuntimeError):
        return None


def sizes() -> dict:
    """Hold the formula against PyTorch for every combination of arguments in `GRID`."""
    shapes = [dict(zip(GRID, values, strict=True)) for values in itertools.product(*GRID.values())]
    ours, theirs = ([allowed(side, shape) for shape in shapes] for side in (output_size, by_torch))
    return {
        "cases": len(shapes),
        "refused": sum(size is None for size in theirs),
        "disagreements": sum(one != other for one, other in zip(ours, theirs, strict=True)),
    }


def against_dense() -> tuple[nn.Conv2d, dict]:
    """A convolution and a dense layer with the same inputs and outputs, without memory for their weights."""
    with torch.device("meta"):
        conv = nn.Conv2d(CHANNELS, MAPS, SMALL_KERNEL, bias=False)
        images = torch.empty(IMAGES, CHANNELS, SIDE, SIDE)
        output = conv(images)
        dense = nn.Linear(images[0].numel(), output[0].numel(), bias=False)
    return conv, {
        "images": IMAGES,
        "channels": CHANNELS,
        "side": SIDE,
        "kernel": SMALL_KERNEL,
        "maps": MAPS,
        "inputs": images[0].numel(),
        "convolution": conv.weight.numel(),
        "output": list(output.shape[1:]),
        "outputs": output[0].numel(),
        "dense": dense.weight.numel(),
        "ratio": dense.weight.numel() / conv.weight.numel(),
        "windows": output.shape[2] * output.shape[3],
    }


def three_ways() -> tuple[dict, dict]:
    """Compare and time the three ways on images of growing size."""
    ways = {"loops": with_loops, "unfold": with_unfold, "torch": with_torch}
    random = torch.Generator().manual_seed(0)
    kernel = torch.randn(TIMED_KERNEL, TIMED_KERNEL, generator=random)
    seconds = np.zeros((len(ways), len(SIDES)))
    difference = 0.0
    for column, side in enumerate(SIDES):
        image = torch.randn(side, side, generator=random)
        outputs = []
        for row, (name, way) in enumerate(ways.items()):
            outputs.append(way(image, kernel))  # the first call is not timed: libraries prepare themselves in it
            seconds[row, column] = min(timeit.repeat(partial(way, image, kernel), number=1, repeat=REPEATS[name]))
        difference = max(difference, *((output - outputs[-1]).abs().max().item() for output in outputs[:-1]))
    last = seconds[:, -1]
    lists = min(timeit.repeat(partial(over_lists, image.tolist(), kernel.tolist()), number=1, repeat=3))
    numbers = {
        "kernel": TIMED_KERNEL,
        "side": SIDES[-1],
        "difference": difference,
        "seconds": dict(zip(ways, last.tolist(), strict=True)),
        "loops_to_unfold": float(last[0] / last[1]),
        "loops_to_torch": float(last[0] / last[2]),
        "loops_to_lists": float(last[0] / lists),
    }
    return numbers, {"convolution_speed.sides": np.array(SIDES), "convolution_speed.seconds": seconds}
