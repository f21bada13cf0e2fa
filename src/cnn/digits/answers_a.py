"""What the first training of network A left for pictures: its answers for the test set and its first kernels."""

from sklearn.metrics import confusion_matrix

from cnn.data.mnist import Digits
from lecture.studies.measured import Arrays, Measured

GRID = 30  # images: five rows of six

READS = {"digits": "data a", "answers": "first a answers.npz", "weights": "first a weights.safetensors"}
NEEDS = {"test": 30}


def measure(digits: Digits, answers: Arrays, weights: Arrays) -> Measured:
    """Gather the arrays of four figures.

    Returns:
        Arrays: `log_probabilities` (N, 10) under the initial weights and the `labels` (N,); the first `images`
        (30, 28, 28) uint8 with their labels and the trained network's answers; the confusion `matrix` (10, 10); the
        `kernels` (10, 1, 5, 5) float32 of the first layer.
    """
    arrays = {
        "untrained_a.log_probabilities": answers["untrained"],
        "untrained_a.labels": digits.test_labels,
        "predictions_a.images": digits.test_images[:GRID],
        "predictions_a.labels": digits.test_labels[:GRID],
        "predictions_a.log_probabilities": answers["trained"][:GRID],
        "confusion_a.matrix": confusion_matrix(digits.test_labels, answers["trained"].argmax(axis=1), labels=range(10)),
        "filters_a.kernels": weights["conv1.weight"],
    }
    return Measured(arrays=arrays)
