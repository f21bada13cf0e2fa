"""One training of the lecture, from a data set and a recipe to all that is kept of it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from pkgutil import resolve_name

import numpy as np
import pandas as pd
import torch
from safetensors.torch import save
from torch import nn

from cnn.data.mnist import Digits
from cnn.learning import devices
from cnn.learning.checkpoints import Checkpoint
from cnn.learning.progress import Progress
from cnn.learning.training import Examples, Recipe, examples, initialise, predict, scores, train

RECIPE = ("epochs", "batch_size", "optimiser", "decay")  # the settings of a network that its loop gets


@dataclass(frozen=True)
class Trained:
    """What a training leaves behind: files and tables, not written yet.

    Attributes:
        weights: safetensors, bytes; names in the order of the layers.
        history: the table of `cnn.learning.history.History`.
        answers: log-probabilities of the test set, `untrained` and `trained`, (N, 10) float32.
        recipe: what the bits of the result depend on, and `examples_per_second`.
    """

    weights: bytes
    history: pd.DataFrame
    answers: Mapping[str, np.ndarray]
    recipe: Mapping


class Answers:
    """Tests a network as `cnn.learning.training.evaluate` does, and keeps what it answered.

    Attributes:
        given: log-probabilities of the test set (N, 10), of each test in turn.
    """

    def __init__(self):
        self.given: list[torch.Tensor] = []

    def __call__(self, network: nn.Module, test_set: Examples) -> tuple[float, float]:
        images, labels = test_set
        self.given.append(predict(network, images))
        return scores(self.given[-1], labels)


def scale(images: str, described: Mapping[str, float]) -> tuple[float, float]:
    """What is subtracted from pixels in [0, 1] and what they are divided by.

    Args:
        images: "standardised" or "unit", the network's setting.
        described: `mean` and `std` of the training set's pixels.
    """
    return (described["mean"], described["std"]) if images == "standardised" else (0.0, 1.0)


def check(digits: Digits, name: str) -> None:
    """Refuse a data set that the networks can't take.

    Raises:
        ValueError: its images are not 28×28, or there are more than ten classes.
    """
    if digits.train_images.shape[1:] != (28, 28) or max(digits.train_labels.max(), digits.test_labels.max()) > 9:
        found = f"{digits.train_images.shape[1:]}, labels up to {digits.train_labels.max()}"
        raise ValueError(f"{name}: the networks take images of 28×28 and labels up to 9; here are {found}")


def train_and_answer(
    digits: Digits,
    described: Mapping[str, float],
    settings: Mapping,
    *,
    network: str,
    seed: int,
    training_examples: int,
    device: str,
    threads: int,
    origin: Mapping,
    checkpoint: Path,
    checkpoint_seconds: float,
    say: Callable[[str], None],
) -> Trained:
    """Train a network from one seed; on the CPU where `device` is "auto" and the GPU's memory is too small.

    Args:
        digits: the data set.
        described: its `mean` and `std`.
        settings: of the network, as they stand in the configuration.
        network: its name.
        training_examples: how many of the training set are used, the first ones, if there are so many.
        device: "cpu", "cuda" or "auto".
        origin: what else the bits depend on, for the recipe: the code's digest, versions, digests of the inputs.
        checkpoint: the file to go on from, if there is one; deleted when the training is done.
        checkpoint_seconds: how often it is written.
        say: called with lines for whoever waits.

    Raises:
        ValueError: the data don't fit, or there is no such device.
        RuntimeError: the wanted GPU doesn't work; TrainingError: the training can't come to anything.
    """
    check(digits, settings["data"])
    torch.set_num_threads(threads)
    devices.make_deterministic()
    recipe = Recipe(**{key: settings[key] for key in RECIPE if key in settings}, seed=seed)
    mean, std = scale(settings["images"], described)
    many = min(training_examples, len(digits.train_images))

    def run(chosen: str) -> Trained:
        identity = (
            dict(settings)
            | {"network": network, "seed": seed, "training_examples": many, "mean": mean, "std": std}
            | {"device": chosen, "threads": threads}
            | devices.machine()
            | dict(origin)
        )
        kept = Checkpoint(checkpoint, identity, say, checkpoint_seconds)
        training_set = examples(digits.train_images[:many], digits.train_labels[:many], mean, std, chosen)
        test_set = examples(digits.test_images, digits.test_labels, mean, std, chosen)
        new = partial(initialise, resolve_name(settings["build"]), seed)
        built, answers = new().to(chosen), Answers()
        progress, start = Progress(f"network {network}, seed {seed}", recipe, many), time.perf_counter()
        history = train(built, training_set, test_set, recipe, progress, kept, answers)
        speed = progress.examples_now(history) / (time.perf_counter() - start)
        whole = len(answers.given) > recipe.epochs  # or the training went on from a checkpoint
        untrained = answers.given[0] if whole else predict(new().to(chosen), test_set[0])
        trained = answers.given[-1]
        return Trained(
            save({key: tensor.contiguous().cpu() for key, tensor in built.state_dict().items()}),
            pd.DataFrame(history.rows),
            {"untrained": untrained.cpu().numpy(), "trained": trained.cpu().numpy()},
            identity | {"examples_per_second": speed},
        )

    chosen = devices.choose(device, say)
    try:
        return run(chosen)
    except torch.OutOfMemoryError as error:
        if device != "auto":
            raise RuntimeError(f"device {chosen}: {str(error).splitlines()[0]}") from None
        say("the GPU's memory is too small: training on the CPU")
        return run("cpu")
