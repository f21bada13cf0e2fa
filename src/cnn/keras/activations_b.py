"""The maps of both convolutions of network B for one digit, behind the ReLU."""

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

READS = {"digits": "data b", "weights": "first b weights.safetensors", "build": "config networks.b.build"}


def measure(digits: Digits, weights: Arrays, build: str) -> Measured:
    """Pass the first test image through the network.

    Returns:
        Arrays: `image` (28, 28) uint8, `first` (32, 28, 28) and `second` (64, 14, 14) float32.
    """
    images, _ = examples(digits.test_images[:1], digits.test_labels[:1], mean=0, std=1)
    maps = activations(trained(build, weights), images)
    return Measured(
        arrays={
            "image": digits.test_images[0],
            "first": maps["relu1"][0].numpy(),
            "second": maps["relu2"][0].numpy(),
        }
    )
