"""How network A arranges the digits it hasn't seen: its last hidden layer, made flat in two ways."""

from collections.abc import Mapping

import numpy as np
from scipy.stats import spearmanr
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

from cnn.data.mnist import Digits
from cnn.learning.training import examples
from cnn.networks.architecture import activations
from cnn.networks.digits import network_a
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured

LAYER = "relu3"  # the last hidden layer
NEIGHBOURS = 10
PERPLEXITY = 30  # about as many neighbours count in t-SNE: the usual choice
PAIRS = 20_000  # of points, whose distances are compared


def principal_components(
    points: np.ndarray,
    count: int = 2,
) -> tuple[np.ndarray, np.ndarray]:
    """Points (N, D) in the `count` directions in which they spread most, and each direction's share of the variance.

    Returns:
        (N, count), and (count,) in [0, 1]; the sign of a direction is that of its largest component.
    """
    centred = points - points.mean(axis=0)
    _, lengths, directions = np.linalg.svd(centred, full_matrices=False)
    directions = directions[:count]
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[np.arange(count), largest])[:, None]
    return centred @ directions.T, lengths[:count] ** 2 / (lengths**2).sum()


def nearest_classes(points: np.ndarray, labels: np.ndarray, neighbours: int = NEIGHBOURS) -> np.ndarray:
    """How many of the nearest neighbours of each point, without itself, are of each class, (N, 10) int.

    Args:
        points: (N, D); labels: (N,) int in [0, 9].
    """
    search = NearestNeighbors(n_neighbors=neighbours, algorithm="brute").fit(points.astype(np.float64))
    nearest = search.kneighbors(return_distance=False)
    return (labels[nearest][:, :, None] == np.arange(10)).sum(axis=1)


def distances_agree(points: np.ndarray, others: np.ndarray) -> float:
    """Spearman's correlation of the distances within random pairs, in two arrangements of the same points."""
    first, second = np.random.default_rng(0).integers(len(points), size=(2, PAIRS))
    apart = first != second
    distances = (np.linalg.norm(values[first] - values[second], axis=1)[apart] for values in (points, others))
    return float(spearmanr(*distances)[0])


READS = {"digits": "data a", "mnist": "described a", "weights": "first a weights.safetensors"}
NEEDS = {"test": "31 * every"}  # t-SNE takes more points than its perplexity


def measure(digits: Digits, mnist: Mapping, weights: Arrays, every: int) -> Measured:
    """Flatten the last hidden layer by PCA (K. Pearson, 1901) and t-SNE (L. van der Maaten, G. Hinton, 2008).

    Args:
        every: of the test images one in so many is used.

    Returns:
        Numbers: `images`, `dimensions` of the layer, `neighbours`, `perplexity`, `seeds` 1, `wrong` answers;
        `explained`, the share of variance in two principal components; `nearest`, the share of digits whose class is
        the most frequent among their neighbours (of equals, the smallest), by `pixels`, in the `layer`, and on both
        pictures, `pca` and `tsne`; `own`, the share of the own class among the neighbours by t-SNE, of digits answered
        `right` and `wrong`; `distances`, how the distances on a picture agree with those in the layer.
        Arrays: `pca` and `tsne` (N, 2), `labels` and `answers` (N,), `images` (N, 28, 28) uint8.
    """
    images, labels = digits.test_images[::every], digits.test_labels[::every].astype(np.int64)
    pixels, _ = examples(images, labels, mnist["mean"], mnist["std"])
    outputs = activations(trained(network_a, weights), pixels)
    layer = outputs[LAYER].numpy()
    answers = outputs["log_softmax"].argmax(dim=1).numpy()
    pca, explained = principal_components(layer.astype(np.float64))
    tsne = TSNE(perplexity=PERPLEXITY, init="pca", random_state=0, n_jobs=1).fit_transform(layer)
    spaces = {"pixels": images.reshape(len(images), -1), "layer": layer, "pca": pca, "tsne": tsne}
    votes = {name: nearest_classes(points, labels) for name, points in spaces.items()}
    own, wrong = votes["tsne"][np.arange(len(labels)), labels] / NEIGHBOURS, answers != labels
    return Measured(
        {
            "images": len(images),
            "dimensions": layer.shape[1],
            "neighbours": NEIGHBOURS,
            "perplexity": PERPLEXITY,
            "seeds": 1,
            "wrong": int(wrong.sum()),
            "explained": float(explained.sum()),
            "nearest": {name: float((each.argmax(axis=1) == labels).mean()) for name, each in votes.items()},
            "own": {"right": float(own[~wrong].mean()), "wrong": float(own[wrong].mean())},
            "distances": {name: distances_agree(spaces[name], layer) for name in ("pca", "tsne")},
        },
        {
            "pca": pca.astype(np.float32),
            "tsne": tsne.astype(np.float32),
            "labels": labels,
            "answers": answers,
            "images": images,
        },
    )
