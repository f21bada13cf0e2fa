"""The maps of both convolutions of network B for one digit, behind the ReLU."""

from collections.abc import Mapping
from pkgutil import resolve_name

import numpy as np
import torch

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from lecture.studies.measured import Measured

READS = {"digits": "data b", "weights": "first b weights.safetensors", "build": "config networks.b.build"}


def measure(digits: Digits, weights: Mapping[str, np.ndarray], build: str) -> Measured:
    """Pass the first test image through the network.

    Args:
        weights: of the trained network, by name.
        build: the network's function, `"cnn.networks.digits:network_b"`.

    Returns:
        Arrays: `image` (28, 28) uint8, `first` (32, 28, 28) and `second` (64, 14, 14) float32.
    """
    network = resolve_name(build)()
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    images, _ = examples(digits.test_images[:1], digits.test_labels[:1], mean=0, std=1)
    maps = activations(network, images)
    return Measured(
        arrays={
            "image": digits.test_images[0],
            "first": maps["relu1"][0].numpy(),
            "second": maps["relu2"][0].numpy(),
        }
    )
