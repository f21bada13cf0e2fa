"""How fast this machine trains a network, measured in about a second."""

import time

import torch
from torch import nn

from cnn_lecture.training import Recipe, initialise, make_optimiser, step

WARM_UP = 5  # batches: the first ones allocate and choose kernels


def examples_per_second(network: nn.Module, recipe: Recipe, seconds: float = 1.0) -> float:
    """Train on made-up digits for a while, on the CPU with the current number of threads.

    Args:
        network: maps (N, 1, 28, 28) float32 to log-probabilities (N, 10).
        seconds: how long to measure, behind a short warm-up.
    """
    images, labels = torch.rand(recipe.batch_size, 1, 28, 28), torch.arange(recipe.batch_size) % 10
    optimiser = make_optimiser(network, recipe)
    network.train()
    for _ in range(WARM_UP):
        step(network, optimiser, images, labels)
    batches, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        step(network, optimiser, images, labels)
        batches += 1
    return batches * recipe.batch_size / elapsed


def measure(networks: dict[str, tuple], seconds: float = 1.0) -> dict[str, float]:
    """Examples per second of several networks.

    Args:
        networks: by name, a function that builds the network, its recipe and its number of threads.
    """
    found = {}
    for name, (build, recipe, threads) in networks.items():
        torch.set_num_threads(threads)
        found[name] = examples_per_second(initialise(build, recipe.seed), recipe, seconds)
    return found
