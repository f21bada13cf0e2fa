"""What excites the units of network B, layer by layer: the strongest patches of the test set."""

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from cnn.networks.digits import network_b
from cnn.networks.receptive_field import receptive_fields
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

IMAGES = 2000
CHANNELS, PATCHES = 5, 5

READS = {"digits": "data b", "weights": "first b weights.safetensors"}
NEEDS = {"test": 2000}


def measure(digits: Digits, weights: Arrays) -> Measured:
    """Cut out what the most excited units saw, in both convolutions and in the first dense layer.

    Only units whose receptive field lies inside the image take part, and one unit an image.

    Args:
        weights: of network B.

    Returns:
        Numbers: `images`, `sides` of the patches and `purity` by layer: how often the strongest images of a unit have
        one and the same label, on average over the units; `patches`, how many of them. Arrays: by layer (CHANNELS,
        PATCHES, side, side) uint8.
    """
    network = trained(network_b, weights)
    images, _ = examples(digits.test_images[:IMAGES], digits.test_labels[:IMAGES], mean=0, std=1)
    labels = digits.test_labels[:IMAGES]
    outputs = activations(network, images)
    fields = receptive_fields(network)
    arrays, pure = {}, {}
    for layer in ("relu1", "relu2"):
        field = fields[layer]
        places = [u for u in range(outputs[layer].shape[-1]) if 0 <= field.start + u * field.step <= 28 - field.size]
        inside = outputs[layer][:, :, places[0] : places[-1] + 1, places[0] : places[-1] + 1]
        best, place = inside.flatten(2).max(dim=2)
        pure[layer] = purity(best.numpy(), labels)
        corners = torch.stack([place // len(places), place % len(places)], dim=-1) + places[0]
        corners = (field.start + corners * field.step).numpy()
        patches = sliding_window_view(digits.test_images[:IMAGES], (field.size, field.size), axis=(1, 2))
        found = strongest(best.numpy())
        arrays[layer] = np.array([[patches[i, *corners[i, unit]] for i in chosen] for unit, chosen in found])
    dense = outputs["relu3"].numpy()
    arrays["relu3"] = np.array([digits.test_images[chosen] for _, chosen in strongest(dense)])
    pure["relu3"] = purity(dense, labels)
    sides = {layer: patches.shape[-1] for layer, patches in arrays.items()}
    return Measured({"images": IMAGES, "sides": sides, "patches": PATCHES, "purity": pure}, arrays)


def strongest(values: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """The channels that answer most differently to different images, and for each the images of its strongest answers.

    Args:
        values: (images, channels), the greatest answer of a channel in an image.

    Returns:
        CHANNELS pairs: a channel, and the PATCHES images, the strongest first.
    """
    channels = np.argsort(-values.std(axis=0), kind="stable")[:CHANNELS]
    return [(int(c), np.argsort(-values[:, c], kind="stable")[:PATCHES]) for c in sorted(channels)]


def purity(values: np.ndarray, labels: np.ndarray) -> float:
    """The share of the strongest images that have their most frequent label, on average over units that answer."""
    order = np.argsort(-values, axis=0, kind="stable")[:PATCHES].T
    alive = values.max(axis=0) > 0
    shares = [np.bincount(labels[images]).max() / PATCHES for images in order[alive]]
    return float(np.mean(shares))
