"""Learning from few examples: the same number of steps for every size of the set, and three ways to begin."""

import itertools
import math
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.nn import functional as F

from cnn.learning.history import TrainingError
from cnn.learning.training import Examples, shuffled
from lecture.studies.measured import Measured, over_seeds

# From new weights; a trained base that stays as it is, with a new classifier; the same, then both trained further.
WAYS = ("scratch", "frozen", "fine_tuned")


def train_steps(
    network: nn.Module, training_set: Examples, steps: int, batch_size: int, learning_rate: float, seed: int
) -> None:
    """Train a network in place with Adam for a number of steps.

    A small set is shown more often than a large one, so that their trainings are equally long. Nothing is evaluated
    on the way: a network that is trained further may have no loss left to lose.

    Raises:
        TrainingError: the loss became infinite or NaN.
    """
    images, labels = training_set
    optimiser = torch.optim.Adam(network.parameters(), lr=learning_rate, fused=True)
    torch.manual_seed(seed)  # for dropout and augmentation
    network.train()
    for step, chosen in enumerate(islice(batches(len(images), batch_size, seed), steps), start=1):
        optimiser.zero_grad()
        loss = F.nll_loss(network(images[chosen]), labels[chosen])
        loss.backward()
        optimiser.step()
        if not math.isfinite(loss.item()):
            raise TrainingError(f"step {step}: the loss is {loss.item()}; a smaller learning rate may help")


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


def compare(rows: pd.DataFrame, repeats: list[str]) -> Measured:
    """Compare the three ways at every number of examples.

    Args:
        rows: `way`, `examples`, `accuracy` and the columns `repeats`, which tell one repetition from another.

    Returns:
        Numbers: `repetitions`; `rows`, one for each number of examples; and the first, the second and the last of them
        as `few`, `more` and `many`: `examples`, the accuracies of each way over the repetitions, and the paired
        differences `frozen_gain`, `fine_tuned_gain` (over `scratch`) and `fine_tuned_over_frozen`.
        Arrays: `examples` (S,), and the accuracies of each way (repetitions, S).
    """
    table = rows.pivot(index=repeats, columns=["way", "examples"], values="accuracy")
    examples = sorted(rows["examples"].unique().tolist())
    numbers = []
    for size in examples:
        scratch, frozen, fine_tuned = (table[way, size] for way in WAYS)
        values = {
            "scratch": scratch,
            "frozen": frozen,
            "fine_tuned": fine_tuned,
            "frozen_gain": frozen - scratch,
            "fine_tuned_gain": fine_tuned - scratch,
            "fine_tuned_over_frozen": fine_tuned - frozen,
        }
        numbers.append({"examples": size} | {name: over_seeds(series) for name, series in values.items()})
    return Measured(
        {"repetitions": len(table), "rows": numbers, "few": numbers[0], "more": numbers[1], "many": numbers[-1]},
        {"examples": np.array(examples)} | {way: table[way][examples].to_numpy() for way in WAYS},
    )
