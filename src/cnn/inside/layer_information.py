"""What network A's layers keep of a digit, what they drop, and how many of their values are zero."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pkgutil import resolve_name

import numpy as np
import torch
from scipy.linalg import cho_factor, cho_solve
from torch import nn

from cnn.data.mnist import Digits
from cnn.learning.environment import AT_ONCE
from cnn.learning.training import examples, initialise
from cnn.networks.architecture import activations
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured, over_seeds

# Where network A is read: its input, and behind every layer with weights and what belongs to it.
STAGES = ("pixels", "relu1", "relu2", "relu3", "fc2")
RELUS = ("relu1", "relu2", "relu3")
PASSED = ("conv1", "pool1", "relu1", "conv2", "relu2", "relu3", "fc2")  # what figure activations_a shows
PASSED_IMAGE = 4  # of the test set
PENALTIES = (1e-3, 1e-2, 1e-1, 1.0)  # λ in units of the features' mean variance; examples left out choose
LEFT_OUT = 5  # one training example in so many is left out for that

READS = {
    "digits": "data a",
    "mnist": "described a",
    "a": "all a weights.safetensors",
    "b": "all b weights.safetensors",
    "builds": {"a": "config networks.a.build", "b": "config networks.b.build"},
    "seeds": "config networks.a.seeds",
}


def measure(
    digits: Digits,
    mnist: Mapping,
    a: Sequence[Arrays],
    b: Sequence[Arrays],
    *,
    builds: Mapping[str, str],
    seeds: Sequence[int],
    decoder_examples: int,
    test_examples: int,
    counted_examples: int,
) -> Measured:
    """Count zeros in both networks, and read the class and the image linearly from every stage of network A.

    Args:
        a, b: the weights of all trainings; the first are shown.
        seeds: of the trainings of A, for the networks that they began with.
        decoder_examples: training examples that the linear readers learn from, the first of the set.
        test_examples: on which they are tested, the first of the set.
        counted_examples: test examples in which zeros are counted, the first of the set.

    Returns:
        Numbers: `seeds`, `decoder_examples`, `tested`, `counted`; by network and ReLU `zeros.a.relu1.share`, over
        seeds, and `zeros.a.relu1.dead` of `zeros.a.relu1.channels`, in the shown training, that are never above zero;
        `zeros.a.seeds` and `zeros.a.growth`, over them, how much larger the share is behind the last ReLU than behind
        the first, and `zeros.a.fall`, behind the second than behind the last; by stage of the trained and of the
        untrained network, over seeds, `trained.relu1.accuracy` and `trained.relu1.explained`, the part of the pixels'
        variance; `stages`, the same as a list with `name`, `size`, `trained`, `random`; `differences`, over seeds, of
        the accuracies behind block 2 and at the pixels (`class_emerges`), in the hidden layers of the trained and the
        untrained network (`class_over_random`), of the explained variances behind block 1 and in the hidden layer
        (`image_fades`), and in the two hidden layers (`image_over_random`); `components`, the explained part of what
        as many principal components of the pixels keep as the hidden layer has values; `passed.label`.
        Arrays: for figure `zeros` the shares `a_relu1` (seeds, channels) and so on; for `activations_a` the `image` and
        the layers `PASSED` of one digit; for `layer_information` the `sizes` (5,) and `accuracy_trained`,
        `accuracy_random`, `explained_trained`, `explained_random`, all (seeds, 5); for `reconstruction` the `images`
        (10, 28, 28) uint8, one of each class, `decoded` (4, 10, 28, 28) in [0, 1] from the stages behind the pixels of
        the first training, and `explained` (4,); `raw.right_trained` and so on, (seeds, 5, tested) bool, and
        `raw.errors_trained`, the squared error of every test image, beside `raw.spread` (tested,), its squared
        distance from the mean image.
    """
    seen = partial(examples, mean=mnist["mean"], std=mnist["std"])
    learn, learn_labels = digits.train_images[:decoder_examples], digits.train_labels[:decoder_examples]
    test, test_labels = digits.test_images[:test_examples], digits.test_labels[:test_examples]
    (train_images, _), (test_images, _) = seen(learn, learn_labels), seen(test, test_labels)
    labels = learn_labels, test_labels
    pictures = [images.reshape(len(images), -1).astype(np.float32) / 255 for images in (learn, test)]
    from_pixels = read(train_images.flatten(1).numpy(), test_images.flatten(1).numpy(), labels, pictures)

    def read_all(net: nn.Module) -> list[dict]:
        learn, test = stages(net, train_images), stages(net, test_images)
        return [from_pixels, *(read(learn[stage], test[stage], labels, pictures) for stage in STAGES[1:])]

    networks = [trained(builds["a"], weights) for weights in a]
    untrained = (initialise(resolve_name(builds["a"]), seed) for seed in seeds)
    found = {"trained": [read_all(net) for net in networks], "random": [read_all(net) for net in untrained]}
    spread = ((pictures[1] - pictures[0].mean(axis=0)) ** 2).sum(axis=1, dtype=float)
    raw = {"spread": spread}
    for kind, results in found.items():
        raw[f"right_{kind}"] = np.array([[stage["right"] for stage in result] for result in results])
        raw[f"errors_{kind}"] = np.array([[stage["errors"] for stage in result] for result in results])
    accuracy = {kind: raw[f"right_{kind}"].mean(axis=2) for kind in found}
    explained = {kind: 1 - raw[f"errors_{kind}"].sum(axis=2) / spread.sum() for kind in found}
    by_stage = {
        kind: {
            stage: {"accuracy": over_seeds(accuracy[kind][:, i]), "explained": over_seeds(explained[kind][:, i])}
            for i, stage in enumerate(STAGES)
        }
        for kind in found
    }
    sizes = [len(values[0]) for values in stages(networks[0], test_images[:1]).values()]

    counted = digits.test_images[:counted_examples], digits.test_labels[:counted_examples]
    counted_a, counted_b = seen(*counted)[0], examples(*counted, mean=0, std=1)[0]
    shares = {
        "a": [zeros(net, counted_a) for net in networks],
        "b": [zeros(trained(builds["b"], weights), counted_b) for weights in b],
    }

    passed = activations(networks[0], test_images[PASSED_IMAGE : PASSED_IMAGE + 1])
    _, shown = np.unique(test_labels, return_index=True)
    numbers = {
        "seeds": len(a),
        "decoder_examples": len(train_images),
        "tested": len(test_images),
        "counted": len(counted_a),
        "zeros": {name: summary(results) for name, results in shares.items()},
        **by_stage,
        "stages": [
            {"name": stage, "size": size} | {kind: by_stage[kind][stage] for kind in found}
            for stage, size in zip(STAGES, sizes, strict=True)
        ],
        "differences": {
            "class_emerges": difference(accuracy, "trained", "relu2", "trained", "pixels"),
            "class_over_random": difference(accuracy, "trained", "relu3", "random", "relu3"),
            "image_fades": difference(explained, "trained", "relu1", "trained", "relu3"),
            "image_over_random": difference(explained, "trained", "relu3", "random", "relu3"),
        },
        "components": 1 - components(*pictures, sizes[STAGES.index("relu3")]).sum() / spread.sum(),
        "passed": {"label": int(test_labels[PASSED_IMAGE])},
    }
    figures = {
        "layer_information": {"sizes": np.array(sizes)}
        | {f"accuracy_{kind}": values for kind, values in accuracy.items()}
        | {f"explained_{kind}": values for kind, values in explained.items()},
        "zeros": {
            f"{name}_{layer}": np.array([result[layer] for result in results])
            for name, results in shares.items()
            for layer in RELUS
        },
        "activations_a": {"image": digits.test_images[PASSED_IMAGE]}
        | {layer: passed[layer][0].numpy() for layer in PASSED},
        "reconstruction": {
            "images": digits.test_images[shown],
            "decoded": np.array([stage["decoded"][shown].reshape(-1, 28, 28) for stage in found["trained"][0][1:]]),
            "explained": explained["trained"][0, 1:],
        },
        "raw": raw,
    }
    return Measured(
        numbers, {f"{name}.{key}": array for name, arrays in figures.items() for key, array in arrays.items()}
    )


def by_batches(net: nn.Module, images: torch.Tensor, layers: Sequence[str], reduce: Callable) -> dict[str, np.ndarray]:
    """`reduce` of the outputs of some layers for each batch, joined along the first axis."""
    parts: dict[str, list[np.ndarray]] = {layer: [] for layer in layers}
    for batch in images.split(AT_ONCE):
        outputs = activations(net, batch)
        for layer in layers:
            parts[layer].append(reduce(outputs[layer]).numpy())
    return {layer: np.concatenate(found) for layer, found in parts.items()}


def stages(net: nn.Module, images: torch.Tensor) -> dict[str, np.ndarray]:
    """What network A makes of images (N, 1, 28, 28) at every stage, as rows: (N, features) float32."""
    rows = by_batches(net, images, STAGES[1:], lambda values: values.flatten(1))
    return {"pixels": images.flatten(1).numpy()} | rows


def zeros(net: nn.Module, images: torch.Tensor) -> dict[str, np.ndarray]:
    """The share of zeros of every channel behind each ReLU: (channels,) in [0, 1]."""
    counts = by_batches(net, images, RELUS, lambda maps: (maps == 0).reshape(*maps.shape[:2], -1).float().mean(dim=2))
    return {layer: shares.mean(axis=0, dtype=float) for layer, shares in counts.items()}


def difference(table: Arrays, kind: str, stage: str, other: str, rival: str) -> dict:
    """Over seeds, how much larger a measure is at a stage of one kind of network than at another."""
    return over_seeds(table[kind][:, STAGES.index(stage)] - table[other][:, STAGES.index(rival)])


def summary(results: Sequence[Arrays]) -> dict:
    """The numbers on zeros of one network, of its trainings."""
    means = [{layer: float(shares.mean()) for layer, shares in result.items()} for result in results]
    shares = over_seeds(means)
    layers = {
        layer: {"share": shares[layer], "dead": int((channels == 1).sum()), "channels": len(channels)}
        for layer, channels in results[0].items()
    }
    changes = [{"growth": mean["relu3"] - mean["relu1"], "fall": mean["relu2"] - mean["relu3"]} for mean in means]
    return layers | over_seeds(changes) | {"seeds": len(results)}


def components(learn: np.ndarray, test: np.ndarray, count: int) -> np.ndarray:
    """The squared error (n,) of test pictures (n, d) rebuilt from the best principal components of training ones."""
    centre = learn.mean(axis=0)
    _, _, axes = np.linalg.svd(learn - centre, full_matrices=False)
    kept = (test - centre) @ axes[:count].T
    return (((kept @ axes[:count] + centre).clip(0, 1) - test) ** 2).sum(axis=1, dtype=float)


def linear_reader(
    features: np.ndarray,
    targets: np.ndarray,
    penalties: Sequence[float],
) -> list[Callable]:
    """Ridge regression: the matrix W that minimises the mean of ‖W z − y‖² plus λ‖W‖², z and y without their means.

    Args:
        features: (N, d).
        targets: (N, m).
        penalties: λ in units of the features' mean variance.

    Returns:
        For each λ a function from features (n, d) to predicted targets (n, m).
    """
    centre, level = features.mean(axis=0), targets.mean(axis=0)
    z, y = features - centre, targets - level
    covariance = (z.T @ z / len(z)).astype(float)
    right = (z.T @ y / len(z)).astype(float)
    unit = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
    readers = []
    for penalty in penalties:
        factor = cho_factor(covariance + penalty * unit)
        matrix = cho_solve(factor, right).astype(features.dtype)
        readers.append(lambda new, w=matrix: (new - centre) @ w + level)
    return readers


def read(
    learn: np.ndarray, test: np.ndarray, labels: Sequence[np.ndarray], pictures: Sequence[np.ndarray]
) -> dict[str, np.ndarray]:
    """Read the class and the picture linearly from the features of one stage.

    Args:
        learn, test: features of the training and of the test examples, (N, d) and (n, d).
        labels: (N,) and (n,).
        pictures: (N, 784) and (n, 784) in [0, 1].

    Returns:
        For the test examples: `right` (n,) bool, `decoded` pictures (n, 784) clipped to [0, 1], and their squared
        `errors` (n,).
    """
    targets = np.hstack([np.eye(10, dtype=np.float32)[labels[0]], pictures[0]])
    left = np.arange(len(learn)) % LEFT_OUT == 0
    readers = linear_reader(learn[~left], targets[~left], PENALTIES)
    guesses = [reader(learn[left]) for reader in readers]
    mistakes = [(guess[:, :10].argmax(axis=1) != labels[0][left]).mean() for guess in guesses]
    errors = [((guess[:, 10:] - pictures[0][left]) ** 2).mean() for guess in guesses]
    classes = readers[np.argmin(mistakes)](test)[:, :10]
    decoded = readers[np.argmin(errors)](test)[:, 10:].clip(0, 1)
    return {
        "right": classes.argmax(axis=1) == labels[1],
        "decoded": decoded,
        "errors": ((decoded - pictures[1]) ** 2).sum(axis=1, dtype=float),
    }
