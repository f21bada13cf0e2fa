"""Which surface is it? From few pieces: from scratch, with a frozen base, fine-tuned, with and without moved copies."""

from collections import OrderedDict
from copy import deepcopy
from functools import partial

import numpy as np
import pandas as pd
import torch
from torch import nn

from cnn.learning.training import Examples, evaluate, initialise, predict
from cnn.little_data.augment import Augment
from cnn.little_data.surfaces import MIDDLE, MOVED, SPREAD
from cnn.little_data.transfer import train_steps
from cnn.networks.pretrained import pretrained
from lecture.studies.measured import Arrays, Measured, over_seeds

BATCH_SIZE = 32
RATE, CLASSIFIER_RATE, CLASSIFIER_STEPS = 0.003, 0.001, 300  # a regression on stored features costs next to nothing
# From new weights; a trained base that stays as it is, with a new classifier; then its last block trained further.
WAYS = ("scratch", "scratch_moved", "frozen", "frozen_moved", "fine_tuned")


def small_network(classes: int = 10) -> nn.Sequential:
    """Three convolutions and the mean of each map: pieces (N, 1, 32, 32) → log-probabilities (N, classes)."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 16, kernel_size=5, stride=2, padding=2),
            relu1=nn.ReLU(),
            conv2=nn.Conv2d(16, 32, kernel_size=3, padding=1),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            conv3=nn.Conv2d(32, 64, kernel_size=3, padding=1),
            relu3=nn.ReLU(),
            mean=nn.AdaptiveAvgPool2d(1),
            flatten=nn.Flatten(),
            fc=nn.Linear(64, classes),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def classifier(features: int, classes: int = 10) -> nn.Sequential:
    """Logistic regression over the features of the base: (N, features) → (N, classes)."""
    return nn.Sequential(nn.Linear(features, classes), nn.LogSoftmax(dim=1))


READS = {"surfaces": "arrays surfaces"}


def run(
    seed: int,
    device: str,
    surfaces: Arrays,
    *,
    training_examples: list[int],
    steps: int,
    tuning_steps: int,
    tuning_rates: list[float],
) -> pd.DataFrame:
    """Learn ten surfaces in five ways.

    The moved ways see copies of the pieces: from scratch new ones at each step, the base those that were stored.

    Args:
        training_examples: pieces of each surface; which ones, the seed chooses.
        steps: of the optimiser, from scratch.
        tuning_steps: of the optimiser, on the last block and the classifier together.
        tuning_rates: learning rates to choose from; chosen is what reads most validation pieces after learning from
            the largest number of examples.

    Returns:
        Rows `way`, `examples` (of each surface), `accuracy` on the test pieces in [0, 1], and `rate`, with which it was
        tuned.

    Raises:
        ValueError: there are not as many pieces as are asked for.
    """
    pieces = {name.removeprefix("pieces."): values for name, values in surfaces.items()}
    classes, there = pieces["training"].shape[:2]
    if max(training_examples) > there:
        raise ValueError(f"surfaces have {there} training pieces each, {max(training_examples)} are wanted")
    order = np.random.default_rng(seed).permutation(there)

    def pixels(grey: np.ndarray) -> torch.Tensor:
        scaled = torch.from_numpy(grey).to(device).flatten(0, 1)[:, None].float() / 255
        return (scaled - MIDDLE) / SPREAD

    def maps(stored: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(stored).to(device).float().flatten(0, -4).to(memory_format=torch.channels_last)

    def labels(count: int, times: int = 1) -> torch.Tensor:
        return torch.arange(classes, device=device).repeat_interleave(count).repeat(times)

    used = pretrained(str(pieces["network"]))
    tail = used.tail.to(device, memory_format=torch.channels_last)
    head = partial(classifier, used.features, classes)
    test_set: Examples = pixels(pieces["test"]), labels(pieces["test"].shape[1])
    test_maps, held_maps = (maps(pieces[f"{kind}_maps"]) for kind in ("test", "validation"))
    test_features = predict(tail, test_maps).clone()
    stored = pieces["training_maps"]
    features = predict(tail, maps(stored)).unflatten(0, stored.shape[:3])  # by copy, class and piece
    held_labels = labels(pieces["validation"].shape[1])

    def tuned(begun: nn.Module, training_set: Examples, rate: float) -> nn.Sequential:
        network = nn.Sequential(deepcopy(tail), deepcopy(begun))
        train_steps(network, training_set, tuning_steps, BATCH_SIZE, rate, seed)
        return network

    rows, rate = [], None
    for count in sorted(training_examples, reverse=True):
        chosen, known = order[:count], labels(count)
        shown = pixels(pieces["training"][:, chosen])
        found = {}
        for way, first in (("scratch", ()), ("scratch_moved", (Augment(**MOVED),))):
            network = initialise(lambda first=first: nn.Sequential(*first, *small_network(classes)), seed).to(device)
            train_steps(network, (shown, known), steps, BATCH_SIZE, RATE, seed)
            found[way] = evaluate(network, test_set)[1]

        for way, copies in (("frozen", 1), ("frozen_moved", len(stored))):
            begun = initialise(head, seed).to(device)
            learnt = features[:copies, :, torch.from_numpy(chosen)].flatten(0, 2), labels(count, copies)
            train_steps(begun, learnt, CLASSIFIER_STEPS, BATCH_SIZE, CLASSIFIER_RATE, seed)
            found[way] = evaluate(begun, (test_features, test_set[1]))[1]

        training_set = maps(stored[:, :, chosen]), labels(count, len(stored))
        if rate is None:
            trials = {option: tuned(begun, training_set, option) for option in tuning_rates}
            rate = max(trials, key=lambda option: evaluate(trials[option], (held_maps, held_labels))[1])
            network = trials[rate]
        else:
            network = tuned(begun, training_set, rate)
        found["fine_tuned"] = evaluate(network, (test_maps, test_set[1]))[1]
        rows += [(way, count, found[way], rate) for way in WAYS]
    return pd.DataFrame(rows, columns=["way", "examples", "accuracy", "rate"])


def summarise(rows: pd.DataFrame) -> Measured:
    """Compare the five ways over seeds, at every number of examples.

    Returns:
        Numbers: `rows`, one for each number of examples; the first and the last of them as `few` and `many`:
        `examples`, the accuracy of each way, and the paired differences `moved_scratch` and `moved_frozen` (what moved
        copies bring), `base` (the frozen base over scratch, both with moved copies) and `tuning` (over that base);
        `rates`, the chosen ones in the order of the seeds.
        Arrays: `examples` (S,), and the accuracies of each way (seeds, S).
    """
    table = rows.pivot(index="seed", columns=["way", "examples"], values="accuracy")
    sizes = sorted(rows.examples.unique().tolist())
    pairs = {
        "moved_scratch": ("scratch_moved", "scratch"),
        "moved_frozen": ("frozen_moved", "frozen"),
        "base": ("frozen_moved", "scratch_moved"),
        "tuning": ("fine_tuned", "frozen_moved"),
    }
    found = [
        {"examples": size}
        | {way: over_seeds(table[way, size]) for way in WAYS}
        | {name: over_seeds(table[one, size] - table[other, size]) for name, (one, other) in pairs.items()}
        for size in sizes
    ]
    return Measured(
        {"rows": found, "few": found[0], "many": found[-1], "rates": rows.groupby("seed").rate.first().tolist()},
        {"examples": np.array(sizes)} | {way: table[way][sizes].to_numpy() for way in WAYS},
    )
