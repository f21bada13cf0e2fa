"""How far a training goes astray if one bit of one weight is another before it: network A, by its recipe."""

from collections.abc import Mapping
from pkgutil import resolve_name

import numpy as np
import torch

from cnn.data.mnist import Digits
from cnn.learning.history import History
from cnn.learning.training import Examples, Recipe, examples, initialise, predict, train
from lecture.studies.measured import Measured, over_seeds

LOOKS = 25  # at the weights, evenly on a logarithmic scale of steps

READS = {
    "digits": "data a",
    "mnist": "described a",
    "build": "config networks.a.build",
    "batch_size": "config networks.a.batch_size",
    "optimiser": "config networks.a.optimiser",
}


def measure(
    digits: Digits,
    mnist: Mapping,
    *,
    build: str,
    batch_size: int,
    optimiser: dict,
    trainings: int,
    training_examples: int,
    test_examples: int,
) -> Measured:
    """Train for one epoch, and once more with the last bit of one weight turned; compare the weights on the way.

    Args:
        trainings: how often, with the seeds 1, 2, …

    Returns:
        Numbers: `seeds`; `steps` of the epoch; over seeds `first` and `last`, the distance of the two weight vectors
        after the first and the last step in units of their length, `growth`, the last over the first, and `answers`,
        the share of the `tested` images that the two networks answer differently.
        Arrays: `steps` (S,) and `distances` (seeds, S).
    """
    mean, std = mnist["mean"], mnist["std"]
    chosen, tested = slice(training_examples), slice(test_examples)
    training_set = examples(digits.train_images[chosen], digits.train_labels[chosen], mean, std)
    test_set = examples(digits.test_images[tested], digits.test_labels[tested], mean, std)
    last = -(-len(training_set[0]) // batch_size)
    shown = np.unique(np.geomspace(1, last, LOOKS).round().astype(int))
    distances, different = [], []
    for seed in range(1, trainings + 1):
        recipe = Recipe(1, batch_size, optimiser, seed)
        networks = [initialise(resolve_name(build), seed) for _ in range(2)]
        turn_last_bit(networks[1])
        plain, turned = (watched(network, training_set, test_set, recipe, shown) for network in networks)
        lengths = np.linalg.norm(plain, axis=1)
        distances.append(np.linalg.norm(plain - turned, axis=1) / lengths)
        answers = [predict(network, test_set[0]).argmax(dim=1) for network in networks]
        different.append((answers[0] != answers[1]).double().mean().item())
    found = np.array(distances)
    numbers = {
        "seeds": len(found),
        "steps": int(last),
        "tested": len(test_set[0]),
        "first": over_seeds(found[:, 0]),
        "last": over_seeds(found[:, -1]),
        "growth": over_seeds(found[:, -1] / found[:, 0]),
        "answers": over_seeds(different),
    }
    return Measured(numbers, {"steps": shown, "distances": found})


def turn_last_bit(network: torch.nn.Module) -> None:
    """Turn the last bit of the first weight: it becomes a neighbour of itself among float32 numbers."""
    weights = next(network.parameters()).detach()
    weights.view(torch.int32)[(0,) * weights.dim()] ^= 1


def watched(
    network: torch.nn.Module, training_set: Examples, test_set: Examples, recipe: Recipe, shown: np.ndarray
) -> np.ndarray:
    """Train a network for one epoch; all its weights, (S, parameters) float64, after each of the `shown` steps."""
    kept: list[np.ndarray] = []

    def watch(history: History) -> None:
        if history.rows[-1]["split"] == "train" and history.batches in shown:
            kept.append(torch.cat([weights.detach().flatten() for weights in network.parameters()]).double().numpy())

    with torch.random.fork_rng():
        train(network, training_set, test_set, recipe, watch)
    return np.array(kept)
