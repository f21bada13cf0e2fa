"""Does max-pooling make a network robust to small shifts and rotations of the digit?"""

from collections import OrderedDict

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.nn import functional as F

from cnn.data.mnist import Digits, subset
from cnn.learning.environment import AT_ONCE
from cnn.learning.learning_curve import by_seed
from cnn.learning.training import Recipe, evaluate, examples, initialise, train
from cnn.networks.architecture import parameters
from lecture.studies.measured import Measured, over_seeds

VARIANTS = ("with", "without", "blur")
SHIFTS = tuple(range(7))  # pixels
ANGLES = tuple(range(0, 46, 5))  # degrees
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))  # right, left, down, up


class BlurPool(nn.Module):
    """The greatest of each window 2×2, a blur with the weights 1, 2, 1 in both directions, then every second value.

    The blur keeps what changes too fast for the coarser map from turning up in it as something else (Zhang 2019).
    Maps (N, C, H, W) become (N, C, ⌈(H − 1) / 2⌉, ⌈(W − 1) / 2⌉).
    """

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """The maps, halved."""
        greatest = F.max_pool2d(maps, kernel_size=2, stride=1)
        row = torch.tensor([0.25, 0.5, 0.25], device=maps.device)
        kernel = torch.outer(row, row).expand(maps.shape[1], 1, 3, 3)
        return F.conv2d(greatest, kernel, stride=2, padding=1, groups=maps.shape[1])


def network(variant: str) -> nn.Sequential:
    """Two convolutions 5×5 and one dense layer; maps are halved by max-pooling, by the convolutions' stride, or by
    max-pooling with a blur.

    All have maps of the same sizes and the same 5 994 parameters.

    Args:
        variant: one of `VARIANTS`.
    """
    stride = 2 if variant == "without" else 1
    halve = {"with": lambda: nn.MaxPool2d(2), "without": nn.Identity, "blur": BlurPool}[variant]
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 8, kernel_size=5, stride=stride),
            relu1=nn.ReLU(),
            pool1=halve(),
            conv2=nn.Conv2d(8, 16, kernel_size=5, stride=stride),
            relu2=nn.ReLU(),
            pool2=halve(),
            flatten=nn.Flatten(),
            fc=nn.Linear(16 * 4 * 4, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


def shifted(images: torch.Tensor, right: int, down: int) -> torch.Tensor:
    """Images (N, C, H, W) moved by whole pixels; what leaves is lost, zeros come in."""
    return F.pad(images, (right, -right, down, -down))


def rotated(images: torch.Tensor, degrees: float) -> torch.Tensor:
    """Images (N, C, H, W) turned counterclockwise around their middle, bilinear, with zeros behind the edges."""
    angle = torch.tensor(degrees, device=images.device).deg2rad()
    cos, sin = angle.cos(), angle.sin()
    # from a place in the new image to a place in the old one; the vertical axis points down
    back = torch.stack([torch.stack([cos, -sin, cos * 0]), torch.stack([sin, cos, cos * 0])])
    places = F.affine_grid(back.expand(len(images), 2, 3), list(images.shape), align_corners=False)
    return F.grid_sample(images, places, align_corners=False)


READS = {"digits": "data"}
NEEDS = {"train": "training_examples"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    *,
    training_examples: int,
    test_examples: int,
    epochs: int,
    batch_size: int,
    learning_rate: float,
) -> pd.DataFrame:
    """Train the networks on upright digits and test them on shifted and on rotated ones.

    Args:
        training_examples: a subset of the training set, chosen by the seed.
        test_examples: the first of the test set.

    Returns:
        Rows with the columns variant, parameters, motion ("shift" or "rotation"), amount (pixels or degrees) and
        accuracy, averaged over four directions or over both senses of rotation.
    """
    training_set = examples(*subset(digits.train_images, digits.train_labels, training_examples, seed), 0, 1, device)
    images, labels = examples(digits.test_images[:test_examples], digits.test_labels[:test_examples], 0, 1, device)
    recipe = Recipe(epochs, batch_size, {"name": "Adam", "lr": learning_rate}, seed)
    moved = {
        "shift": {n: [shifted(images, n * x, n * y) for x, y in DIRECTIONS if n or x > 0] for n in SHIFTS},
        "rotation": {n: [rotated(images, float(n * sign)) for sign in (1, -1) if n or sign > 0] for n in ANGLES},
    }
    rows = []
    for variant in VARIANTS:
        trained = initialise(lambda variant=variant: network(variant), seed).to(device)
        train(trained, training_set, (images, labels), recipe)
        for motion, sets in moved.items():
            for amount, versions in sets.items():
                accuracy = np.mean([evaluate(trained, (version, labels), AT_ONCE)[1] for version in versions])
                rows.append((variant, parameters(trained), motion, amount, accuracy))
    return pd.DataFrame(rows, columns=["variant", "parameters", "motion", "amount", "accuracy"])


def summarise(rows: pd.DataFrame) -> Measured:
    """For each motion: accuracy by amount, the loss against the untouched images, what pooling saves of it (`saved`),
    and what the blur saves besides (`saved_by_blur`).

    The loss of a network is measured from its own accuracy on untouched images, so that a network isn't called robust
    for being better everywhere.
    """
    numbers: dict = {"parameters": {v: int(rows[rows.variant == v].parameters.iloc[0]) for v in VARIANTS}}
    arrays = {}
    for motion in ("shift", "rotation"):
        tables = by_seed(rows[rows.motion == motion], "variant", "amount")
        losses = {variant: table.iloc[0] - table.iloc[1:].mean() for variant, table in tables.items()}
        numbers[motion] = {
            variant: {
                "upright": over_seeds(table.iloc[0]),
                "loss": over_seeds(losses[variant]),
                "by_amount": [
                    {"amount": int(amount), "accuracy": float(mean)} for amount, mean in table.mean(axis=1).items()
                ],
            }
            for variant, table in tables.items()
        } | {
            "saved": over_seeds(losses["without"] - losses["with"]),
            "saved_by_blur": over_seeds(losses["with"] - losses["blur"]),
        }
        arrays[f"{motion}_amounts"] = tables["with"].index.to_numpy()
        arrays |= {f"{motion}_{variant}": table.to_numpy() for variant, table in tables.items()}
    return Measured(numbers, arrays)
