"""How fast this machine trains a network, measured in about a second."""

import time
from collections.abc import Callable
from contextlib import suppress

import torch
from torch import nn

from cnn.learning.history import History
from cnn.learning.training import Recipe, initialise, train

WARM_UP, MEASURED = 10, 50  # batches: the first ones allocate memory and choose kernels


class _Enough(Exception):
    """Ends the training that is measured."""


def examples_per_second(build: Callable[[], nn.Module], recipe: Recipe, threads: int) -> float:
    """Train on made-up digits for a while, on the CPU.

    Args:
        build: makes a network from (N, 1, 28, 28) float32 to log-probabilities (N, 10).
        recipe: of the training, which is measured within its first epoch.
        threads: on how many threads.
    """
    torch.set_num_threads(threads)
    many = (WARM_UP + MEASURED) * recipe.batch_size
    digits = torch.rand(many, 1, 28, 28), torch.arange(many) % 10
    times = []

    def watch(history: History) -> None:
        times.append(time.perf_counter())
        if len(times) == WARM_UP + MEASURED:
            raise _Enough

    with suppress(_Enough):
        train(initialise(build, recipe.seed), digits, (digits[0][:1], digits[1][:1]), recipe, watch)
    return MEASURED * recipe.batch_size / (times[-1] - times[WARM_UP - 1])
