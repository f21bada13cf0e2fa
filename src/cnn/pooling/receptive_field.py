"""The receptive field of every layer of networks A and B: from the modules, and from gradients after training."""

import numpy as np
import torch
from torch import nn

from cnn.data.mnist import Digits
from cnn.networks.digits import network_a, network_b
from cnn.networks.receptive_field import WINDOWS, extent, influence, receptive_fields
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

IMAGES, NOISE = 300, 0.3  # digits, and the s.d. of what is added: noise alone leaves no unit of a trained layer alive
DIGIT = 0  # of the test set: what the figure shows

READS = {"digits": "data a", "weights_a": "first a weights.safetensors", "weights_b": "first b weights.safetensors"}


def measure(digits: Digits, weights_a: Arrays, weights_b: Arrays) -> Measured:
    """Compare the field of the middle unit of every layer with maps, by formula and by gradient.

    Args:
        weights_a, weights_b: of the trained networks.

    Returns:
        Numbers: `seeds` 1, a training of each; `a` and `b`, a row a layer (`layer`, `size`, `step`, `start`, `first`,
        `last` of the middle unit, and `by_gradient`, the side of the square of pixels with a gradient); `layers`, how
        many there are; `differing`, in how many of them the squares are not the same; `images`. Arrays: what the figure
        shows.
    """
    noise = NOISE * torch.randn(IMAGES, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    noisy = torch.from_numpy(digits.test_images[:IMAGES]).unsqueeze(1) / 255 + noise[: len(digits.test_images)]
    networks = {"a": trained(network_a, weights_a), "b": trained(network_b, weights_b)}
    numbers: dict = {"seeds": 1, "images": len(noisy), "layers": 0, "differing": 0}
    arrays: dict[str, np.ndarray] = {"image": digits.test_images[DIGIT]}
    for name, network in networks.items():
        rows, influences = compare(network, noisy)
        numbers[name] = rows
        numbers["layers"] += len(rows)
        numbers["differing"] += sum(not row["same"] for row in rows)
        windows = [row for row in rows if isinstance(network.get_submodule(row["layer"]), WINDOWS)]
        arrays[f"{name}_layers"] = np.array([row["layer"] for row in windows])
        arrays[f"{name}_squares"] = np.array([(row["first"], row["last"]) for row in windows])
        arrays[f"{name}_influence"] = influences[windows[-1]["layer"]].mean(dim=0).numpy()
    return Measured(numbers, arrays)


def compare(network: nn.Module, images: torch.Tensor) -> tuple[list[dict], dict[str, torch.Tensor]]:
    """One row a layer with maps, and each layer's influences (N, H, W)."""
    length = images.shape[-1]
    rows, influences = [], {}
    for layer, field in receptive_fields(network).items():
        unit, influences[layer] = influence(network, layer, images)
        square = field.interval(unit, length)
        seen = extent(influences[layer])
        rows.append(
            {
                "layer": layer,
                "type": type(network.get_submodule(layer)).__name__,
                "size": field.size,
                "step": field.step,
                "start": field.start,
                "unit": unit,
                "first": square[0],
                "last": square[1],
                "by_gradient": max(last - first + 1 for first, last in seen),
                "same": seen == (square, square),
            }
        )
    return rows, influences
