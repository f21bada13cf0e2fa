"""Learning from few examples: the same number of steps for every size of the set."""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn.learning.history import TrainingError
from cnn.learning.training import Examples, shuffled


def train_steps(
    network: nn.Module,
    training_set: Examples,
    steps: int,
    batch_size: int,
    learning_rate: float,
    seed: int,
    watch: Callable[[int], None] = lambda step: None,
) -> None:
    """Train a network in place with Adam for a number of steps.

    A small set is shown more often than a large one, so that their trainings are equally long. Nothing is evaluated
    on the way: a network that is trained further may have no loss left to lose. After each step `watch` is called with
    its number, and may evaluate the network.

    Raises:
        TrainingError: the loss became infinite or NaN.
    """
    images, labels = training_set
    optimiser = torch.optim.Adam(network.parameters(), lr=learning_rate, fused=True)
    torch.manual_seed(seed)  # for dropout and augmentation
    for step, chosen in enumerate(islice(batches(len(images), batch_size, seed), steps), start=1):
        network.train()
        optimiser.zero_grad()
        loss = F.nll_loss(network(images[chosen]), labels[chosen])
        loss.backward()
        optimiser.step()
        if not math.isfinite(loss.item()):
            raise TrainingError(f"step {step}: the loss is {loss.item()}; a smaller learning rate may help")
        watch(step)


def batches(count: int, batch_size: int, seed: int) -> Iterator[torch.Tensor]:
    """The places of the examples in batch after batch, in a new order every epoch, without end."""
    for epoch in itertools.count(1):
        yield from shuffled(count, seed, epoch).split(batch_size)


def some_of_each(labels: np.ndarray, classes: Sequence[int], count: int, seed: int) -> np.ndarray:
    """The places of `count` examples of each class, after a permutation seeded with `seed`: (classes × count,).

    With one seed a smaller choice is part of a larger one.

    Raises:
        ValueError: a class has fewer examples.
    """
    order = np.random.default_rng(seed).permutation(len(labels))
    chosen = [order[labels[order] == label][:count] for label in classes]
    for label, places in zip(classes, chosen, strict=True):
        if len(places) < count:
            raise ValueError(f"class {label} has {len(places)} examples, {count} are wanted")
    return np.concatenate(chosen)
