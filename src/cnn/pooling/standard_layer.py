"""One digit on its way through the standard layer: convolution, non-linearity, pooling."""

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from cnn.networks.digits import network_b
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

DIGIT = 0  # of the test set

READS = {"digits": "data b", "weights": "first b weights.safetensors"}


def measure(digits: Digits, weights: Arrays) -> Measured:
    """Take the channel of network B's first layer whose map varies most behind the pooling.

    Args:
        weights: of network B.

    Returns:
        Numbers: `channel`, from 0; `bias`, its bias; `negative`, the share of the convolution's values below zero.
        Arrays: `image` (28, 28) uint8, `convolved` and `rectified` (28, 28), `pooled` (14, 14).
    """
    images, _ = examples(digits.test_images[[DIGIT]], digits.test_labels[[DIGIT]], mean=0, std=1)
    maps = {name: values[0].numpy() for name, values in activations(trained(network_b, weights), images).items()}
    channel = int(maps["pool1"].std(axis=(1, 2)).argmax())
    steps = {"convolved": "conv1", "rectified": "relu1", "pooled": "pool1"}
    arrays = {name: maps[layer][channel] for name, layer in steps.items()}
    numbers = {
        "channel": channel,
        "bias": float(weights["conv1.bias"][channel]),
        "negative": float((arrays["convolved"] < 0).mean()),
    }
    return Measured(numbers, {"image": digits.test_images[DIGIT], **arrays})
