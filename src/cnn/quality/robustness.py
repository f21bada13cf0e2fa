"""How fast the networks fail when the digits are spoilt."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from scipy import ndimage
from torch import nn

from cnn.data.mnist import Digits
from cnn.learning.environment import AT_ONCE
from cnn.learning.training import evaluate
from cnn.learning.trainings import scale
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured, over_seeds

DIRECTIONS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def noise(images: np.ndarray, strength: float) -> np.ndarray:
    """Add normal noise of this standard deviation, the same at each strength up to its size."""
    return np.clip(images + strength * np.random.default_rng(0).normal(size=images.shape), 0, 1)


def blur(images: np.ndarray, strength: float) -> np.ndarray:
    """Convolve with a Gaussian of this standard deviation in pixels."""
    return ndimage.gaussian_filter(images, (0, strength, strength))


def contrast(images: np.ndarray, strength: float) -> np.ndarray:
    """Take away this share of every pixel's distance from its image's mean."""
    means = images.mean(axis=(1, 2), keepdims=True)
    return means + (1 - strength) * (images - means)


def shift(images: np.ndarray, strength: float) -> np.ndarray:
    """Move by this many pixels: every fourth image to the right, down, to the left, up."""
    moved = np.empty_like(images)
    for number, (down, right) in enumerate(DIRECTIONS):
        some = slice(number, None, len(DIRECTIONS))
        moved[some] = ndimage.shift(images[some], (0, strength * down, strength * right), order=1)
    return moved


def rotation(images: np.ndarray, strength: float) -> np.ndarray:
    """Rotate by this many degrees about the centre: every other image the other way."""
    turned = np.empty_like(images)
    for number, sign in enumerate((1, -1)):
        some = slice(number, None, 2)
        turned[some] = ndimage.rotate(images[some], sign * strength, axes=(1, 2), reshape=False, order=1)
    return turned


CORRUPTIONS: dict[str, tuple[Callable[[np.ndarray, float], np.ndarray], tuple[float, ...]]] = {
    "noise": (noise, (0.1, 0.2, 0.3, 0.4, 0.5)),
    "blur": (blur, (0.5, 1, 1.5, 2, 2.5)),
    "contrast": (contrast, (0.5, 0.6, 0.7, 0.8, 0.9)),
    "shift": (shift, (1, 2, 3, 4, 5)),
    "rotation": (rotation, (10, 20, 30, 40, 50)),
}

READS = {
    "digits": "data a",
    "mnist": "described a",
    "a": "all a weights.safetensors",
    "b": "all b weights.safetensors",
    "mlp": "all mlp weights.safetensors",
    "builds": {"a": "config networks.a.build", "b": "config networks.b.build", "mlp": "config networks.mlp.build"},
    "images": {"a": "config networks.a.images", "b": "config networks.b.images", "mlp": "config networks.mlp.images"},
}


def measure(
    digits: Digits,
    mnist: Mapping,
    builds: Mapping[str, str],
    images: Mapping[str, str],
    every: int,
    **weights: Sequence[Arrays],
) -> Measured:
    """Accuracy under five corruptions of five strengths each, for every training of every network.

    Args:
        images: "standardised" or "unit", what each network's pixels are, by its name.
        every: of the test images one in so many is used.

    Returns:
        Numbers: `images`; the names of the `networks`; the largest of the `strengths` by corruption; by network and
        corruption over `seeds` the accuracy at the `weakest` and the `strongest`, and how far it `fell` to the
        strongest; `clean`, the accuracy without any. `small_shift` and `large_shift`: the largest fall by one pixel of
        the convolutional networks and the smallest fall by five of all, means over seeds; `small_shift_seeds` and
        `large_shift_seeds`: the trainings of the network, among these, that has fewest.
        Arrays: `networks`, `corruptions`, the `strengths` (5, 6) from 0 on, the mean `accuracy` (networks, 5, 6), and
        `examples` (5, 28, 28) uint8 of the strongest corruption.
    """
    pixels, labels = digits.test_images[::every] / 255, torch.from_numpy(digits.test_labels[::every]).long()
    versions = {
        name: [spoil(pixels, strength) for strength in strengths] for name, (spoil, strengths) in CORRUPTIONS.items()
    }
    numbers: dict = {
        "images": len(pixels),
        "networks": list(weights),
        "strengths": {name: strengths[-1] for name, (_, strengths) in CORRUPTIONS.items()},
    }
    tables, convolutional = [], []
    for name, trainings in weights.items():
        mean, std = scale(images[name], mnist)
        table = []
        for training in trainings:
            network = trained(builds[name], training).to(memory_format=torch.channels_last)

            def read(spoilt: np.ndarray, network=network, mean=mean, std=std) -> float:
                tensor = torch.from_numpy(((spoilt - mean) / std).astype(np.float32)).unsqueeze(1)
                return evaluate(network, (tensor, labels), AT_ONCE)[1]

            clean = read(pixels)
            table.append([[clean, *map(read, spoilt)] for spoilt in versions.values()])
        numbers[name] = over_seeds(
            {
                corruption: {"weakest": row[1], "strongest": row[-1], "fell": row[0] - row[-1]}
                for corruption, row in zip(CORRUPTIONS, rows, strict=True)
            }
            for rows in table
        ) | {"seeds": len(trainings), "clean": over_seeds(rows[0][0] for rows in table)}
        tables.append(np.mean(table, axis=0))
        convolutional.append(any(isinstance(module, nn.Conv2d) for module in network.modules()))
    accuracy, moved = np.array(tables), list(CORRUPTIONS).index("shift")
    many = np.array([len(trainings) for trainings in weights.values()])
    numbers["small_shift_seeds"], numbers["large_shift_seeds"] = int(many[convolutional].min()), int(many.min())
    numbers["small_shift"] = float((accuracy[:, moved, 0] - accuracy[:, moved, 1])[convolutional].max())
    numbers["large_shift"] = float((accuracy[:, moved, 0] - accuracy[:, moved, -1]).min())
    return Measured(
        numbers,
        {
            "networks": np.array(list(weights)),
            "corruptions": np.array(list(CORRUPTIONS)),
            "strengths": np.array([(0, *strengths) for _, strengths in CORRUPTIONS.values()]),
            "accuracy": accuracy,
            "examples": np.stack([np.round(255 * np.clip(v[-1][0], 0, 1)).astype(np.uint8) for v in versions.values()]),
        },
    )
