"""Training and evaluating a classifier over tensors held in memory."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn_lecture.checkpoints import Checkpoint

# (images (N, C, H, W) float32, labels (N,) int64), on one device.
Examples = tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True)
class Recipe:
    """What a training depends on, besides the network and the examples.

    Attributes:
        epochs: passes over the training set.
        batch_size: examples a step.
        optimiser: keyword arguments of the optimiser in PyTorch's words, and its `name`, `"SGD"` or `"Adam"`.
        seed: seeds the initialisation, the shuffling and the dropout, each with a generator of its own.
    """

    epochs: int
    batch_size: int
    optimiser: dict
    seed: int


class TrainingError(RuntimeError):
    """A training that can't come to anything; the message names the epoch and the batch."""


@dataclass
class History:
    """What was observed: a row for every training batch and for every evaluation on the test set.

    `batch` is the number of the batch within its epoch, from 1, and 0 where the row is an evaluation;
    `loss` is the mean negative log-likelihood in nats; `accuracy` is in [0, 1], None for training batches.
    """

    rows: list[dict] = field(default_factory=list)
    examples_seen: int = 0

    @property
    def epochs(self) -> int:
        """The number of whole epochs, each with its evaluation."""
        return max((row["epoch"] for row in self.rows if row["split"] == "test"), default=0)

    def trained(self, epoch: int, batch: int, size: int, loss: float) -> None:
        """Record a batch of `size` examples.

        Raises:
            TrainingError: the loss is not a finite number.
        """
        self.examples_seen += size
        self._add(epoch, batch, "train", loss, None)
        if not math.isfinite(loss):
            raise TrainingError(f"epoch {epoch}, batch {batch}: the loss is {loss}; a smaller learning rate may help")

    def tested(self, epoch: int, loss: float, accuracy: float) -> None:
        """Record an evaluation.

        Raises:
            TrainingError: the test loss is not below that of the untrained network.
        """
        self._add(epoch, 0, "test", loss, accuracy)
        first = self.rows[0]["loss"]
        if epoch and not loss < first:
            raise TrainingError(f"epoch {epoch}: the test loss does not fall: {loss:.4f}, before training {first:.4f}")

    def _add(self, epoch: int, batch: int, split: str, loss: float, accuracy: float | None) -> None:
        seen = {"epoch": epoch, "batch": batch, "examples_seen": self.examples_seen}
        self.rows.append(seen | {"split": split, "loss": loss, "accuracy": accuracy})


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
) -> History:
    """Train a network in place; evaluate it before the first epoch and after each one.

    The network maps images to log-probabilities; the loss is the mean negative log-likelihood.

    Args:
        watch: called after every batch and every epoch's evaluation.
        checkpoint: written after every epoch; if it is there already, the training goes on behind it.

    Returns:
        The history: `recipe.epochs` × number of batches training rows, `recipe.epochs` + 1 test rows.

    Raises:
        TrainingError: the loss became infinite or NaN, or doesn't fall.
        OSError: the checkpoint can't be written.
    """
    images, labels = training_set
    optimiser = make_optimiser(network, recipe)
    shuffling = torch.Generator().manual_seed(recipe.seed)
    torch.manual_seed(recipe.seed)  # dropout draws from the global generator, and nothing else does
    history = History()
    if not (checkpoint and checkpoint.restore(network, optimiser, shuffling, history)):
        history.tested(0, *evaluate(network, test_set))
    for epoch in range(history.epochs + 1, recipe.epochs + 1):
        network.train()
        order = torch.randperm(len(images), generator=shuffling).to(images.device)
        for batch, chosen in enumerate(order.split(recipe.batch_size), start=1):
            optimiser.zero_grad()
            loss = F.nll_loss(network(images[chosen]), labels[chosen])
            loss.backward()
            optimiser.step()
            history.trained(epoch, batch, len(chosen), loss.item())
            watch(history)
        history.tested(epoch, *evaluate(network, test_set))
        watch(history)
        if checkpoint:
            checkpoint.save(network, optimiser, shuffling, history)
    return history


def make_optimiser(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """The optimiser that the recipe names, over all weights of the network.

    Raises:
        AttributeError: `torch.optim` has no optimiser of this name.
        TypeError: the optimiser doesn't take one of the settings.
    """
    settings = dict(recipe.optimiser)
    return getattr(torch.optim, settings.pop("name"))(network.parameters(), **settings)


def predict(network: nn.Module, images: torch.Tensor, batch_size: int = 1000) -> torch.Tensor:
    """Log-probabilities (N, classes) of images (N, C, H, W), in `eval()` mode and without gradients."""
    network.eval()
    with torch.inference_mode():
        return torch.cat([network(batch) for batch in images.split(batch_size)])


def evaluate(network: nn.Module, test_set: Examples, batch_size: int = 1000) -> tuple[float, float]:
    """Mean negative log-likelihood in nats and share of right answers in [0, 1] over a set."""
    images, labels = test_set
    log_probabilities = predict(network, images, batch_size)
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
