"""Network A as data that a page can run: its layers, its weights, digits to try it on."""

from collections.abc import Mapping

import numpy as np

from cnn.data.mnist import Digits
from cnn.learning.training import examples, predict
from cnn.networks.exported import for_page
from cnn.networks.weights import trained
from lecture.studies.measured import Measured

EACH = 2  # test digits of each class

READS = {
    "digits": "data a",
    "mnist": "described a",
    "weights": "first a weights.safetensors",
    "build": "config networks.a.build",
}
NEEDS = {"test_each": 2}


def measure(digits: Digits, mnist: Mapping, weights: Mapping[str, np.ndarray], build: str) -> Measured:
    """Take the first training of network A apart.

    Args:
        mnist: the numbers of the data set, `mean` and `std`.

    Returns:
        Numbers: `weights` and `digits`, how many there are.
        Arrays: `layers`, the layers as JSON, a text each, none where one has no plain form; `weights` (N,) float32;
        `scale` (2,), mean and standard deviation of the pixels in [0, 1] with which it was trained; `images`
        (20, 28, 28) uint8, the first of each class in the test set, with `labels` (20,) and `log_probabilities`
        (20, 10).
    """
    places = np.sort(np.concatenate([np.flatnonzero(digits.test_labels == label)[:EACH] for label in range(10)]))
    images, labels = digits.test_images[places], digits.test_labels[places]
    network = trained(build, weights)
    answers = predict(network, examples(images, labels, mnist["mean"], mnist["std"])[0])
    arrays = {
        **for_page(network, "drawn_digit"),
        "scale": np.array([mnist["mean"], mnist["std"]]),
        "images": images,
        "labels": labels,
        "log_probabilities": answers.numpy(),
    }
    return Measured({"weights": len(arrays["weights"]), "digits": len(images)}, arrays)
