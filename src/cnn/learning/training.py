"""Training and evaluating a classifier over tensors held in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn.learning.checkpoints import Checkpoint
from cnn.learning.history import History

# (images (N, C, H, W) float32, labels (N,) int64), on one device.
Examples = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Recipe:
    """What a training depends on, besides the network and the examples.

    Attributes:
        epochs: passes over the training set.
        batch_size: examples a step.
        optimiser: keyword arguments of the optimiser in PyTorch's words, `lr` among them, and its `name`, `"SGD"` or
            `"Adam"`.
        seed: seeds the initialisation, the shuffling and the dropout, each with a generator of its own.
        decay: what the learning rate is multiplied by after each epoch, in (0, 1].
    """

    epochs: int
    batch_size: int
    optimiser: dict
    seed: int
    decay: float = 1.0


def initialise(build: Callable[[], nn.Module], seed: int) -> nn.Module:
    """A new network whose weights depend on the seed alone."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return build().to(memory_format=torch.channels_last)


def train(
    network: nn.Module,
    training_set: Examples,
    test_set: Examples,
    recipe: Recipe,
    watch: Callable[[History], None] = lambda history: None,
    checkpoint: Checkpoint | None = None,
    test: Callable[[nn.Module, Examples], tuple[float, float]] | None = None,
) -> History:
    """Train a network in place; evaluate it before the first epoch and after each one.

    The network maps images to log-probabilities; the loss is the mean negative log-likelihood.

    Args:
        watch: called after every batch and every epoch's evaluation.
        checkpoint: written from time to time; if it is there already, the training goes on behind it.
        test: what evaluates the network, as `evaluate` does.

    Returns:
        The history: `recipe.epochs` × number of batches training rows, `recipe.epochs` + 1 test rows.

    Raises:
        TrainingError: the loss became infinite or NaN, or doesn't fall.
        OSError: the checkpoint can't be written.
    """
    images, labels = training_set
    test = test or evaluate
    optimiser = make_optimiser(network, recipe)
    torch.manual_seed(recipe.seed)  # dropout draws from the global generator, and nothing else does
    history = History()
    if not (checkpoint and checkpoint.restore(network, optimiser, history)):
        history.tested(0, *test(network, test_set))
    for epoch in range(history.epochs + 1, recipe.epochs + 1):
        network.train()
        set_learning_rate(optimiser, recipe, epoch)
        order = shuffled(len(images), recipe.seed, epoch).to(images.device)
        batches = enumerate(order.split(recipe.batch_size), start=1)
        for batch, chosen in islice(batches, history.batches, None):
            optimiser.zero_grad()
            loss = F.nll_loss(network(images[chosen]), labels[chosen])
            loss.backward()
            optimiser.step()
            history.trained(epoch, batch, len(chosen), loss.item())
            watch(history)
            if checkpoint and checkpoint.is_due():
                checkpoint.save(network, optimiser, history)
        history.tested(epoch, *test(network, test_set))
        watch(history)
    return history


def shuffled(count: int, seed: int, epoch: int) -> torch.Tensor:
    """The order in which an epoch shows `count` examples: (count,) int64, each number once.

    Every epoch has a generator of its own, so that a training can be taken up in the middle of one.
    """
    return torch.randperm(count, generator=torch.Generator().manual_seed(1000 * seed + epoch))


def make_optimiser(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """The optimiser that the recipe names, over all weights of the network.

    Raises:
        AttributeError: `torch.optim` has no optimiser of this name.
        TypeError: the optimiser doesn't take one of the settings.
    """
    settings = dict(recipe.optimiser)
    return getattr(torch.optim, settings.pop("name"))(network.parameters(), **settings)


def set_learning_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, epoch: int) -> None:
    """Set the learning rate of an epoch, counted from 1: that of the recipe, times `decay` for each epoch before."""
    for group in optimiser.param_groups:
        group["lr"] = recipe.optimiser["lr"] * recipe.decay ** (epoch - 1)


def predict(network: nn.Module, images: torch.Tensor, batch_size: int = 1000) -> torch.Tensor:
    """Log-probabilities (N, classes) of images (N, C, H, W), in `eval()` mode and without gradients."""
    network.eval()
    with torch.inference_mode():
        return torch.cat([network(batch) for batch in images.split(batch_size)])


def evaluate(network: nn.Module, test_set: Examples, batch_size: int = 1000) -> tuple[float, float]:
    """Mean negative log-likelihood in nats and share of right answers in [0, 1] over a set."""
    images, labels = test_set
    return scores(predict(network, images, batch_size), labels)


def scores(log_probabilities: torch.Tensor, labels: torch.Tensor) -> tuple[float, float]:
    """Mean negative log-likelihood in nats and share of right answers in [0, 1] of answers (N, classes)."""
    right = (log_probabilities.argmax(dim=1) == labels).float().mean()
    return F.nll_loss(log_probabilities, labels).item(), right.item()


def examples(images: np.ndarray, labels: np.ndarray, mean: float, std: float, device: str = "cpu") -> Examples:
    """Grey pixels and labels as a network wants them.

    Args:
        images: (N, H, W) uint8 in [0, 255].
        labels: (N,) whole numbers.
        mean, std: subtracted from the pixels scaled to [0, 1], and divided by; 0 and 1 leave them as they are.

    Returns:
        images (N, 1, H, W) float32 and labels (N,) int64 on the device.
    """
    pixels = torch.from_numpy(images).to(device).unsqueeze(1).float().div_(255)
    return pixels.sub_(mean).div_(std), torch.from_numpy(labels).long().to(device)
