"""Two convolutions 3×3 against one 5×5: weights, receptive field, non-linearities, accuracy."""

from functools import partial

import pandas as pd
import torch
from torch import nn

from cnn.data.mnist import Digits, subset
from cnn.learning.learning_curve import END, by_seed, learning_curve
from cnn.learning.training import Recipe, examples
from cnn.networks.architecture import leaves, multiply_adds, parameters
from cnn.networks.receptive_field import receptive_fields
from lecture.studies.measured import Measured, over_seeds

VARIANTS = ("small", "large")  # two 3×3, one 5×5
CHANNELS = 12


def layer(c_in: int, kernel: int) -> nn.Sequential:
    """A convolution that keeps the size of the maps, batch normalisation (which takes the bias's place) and ReLU."""
    return nn.Sequential(
        nn.Conv2d(c_in, CHANNELS, kernel, padding="same", bias=False),
        nn.BatchNorm2d(CHANNELS),
        nn.ReLU(),
    )


def block(variant: str) -> nn.Sequential:
    """Maps (N, 12, H, W) to maps of the same shape, each place from 5×5 places: by two kernels 3×3 or by one 5×5."""
    kernels = {"small": (3, 3), "large": (5,)}[variant]
    return nn.Sequential(*(layer(CHANNELS, kernel) for kernel in kernels))


def network(variant: str) -> nn.Sequential:
    """A first convolution, two blocks of the variant, max-pooling behind each, one dense layer.

    The blocks have batch normalisation so that the deeper of the two starts as well as the other: PyTorch's initial
    weights make the signal smaller with each layer.
    """
    return nn.Sequential(
        nn.Conv2d(1, CHANNELS, kernel_size=3, padding="same"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        block(variant),
        nn.MaxPool2d(2),
        block(variant),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(CHANNELS * 3 * 3, 10),
        nn.LogSoftmax(dim=1),
    )


def describe(variant: str) -> dict[str, int]:
    """Of one block: weights of the convolutions, receptive field (a side), non-linearities, multiply-adds a place."""
    layers = [module for _, module in leaves(block(variant))]
    convolutions = [module for module in layers if isinstance(module, nn.Conv2d)]
    return {
        "weights": sum(module.weight.numel() for module in convolutions),
        "field": list(receptive_fields(block(variant)).values())[-1].size,
        "nonlinearities": sum(isinstance(module, nn.ReLU) for module in layers),
        "multiply_adds": sum(multiply_adds(module, torch.zeros(1, CHANNELS, 1, 1)) for module in convolutions),
    }


READS = {"digits": "data"}
NEEDS = {"train": "training_examples"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    *,
    training_examples: int,
    watched_examples: int,
    test_examples: int,
    epochs: int,
    batch_size: int,
    learning_rate: float,
) -> pd.DataFrame:
    """Train both networks on one subset.

    Args:
        training_examples: a subset of the training set, chosen by the seed.
        watched_examples: the first of the test set, for the curves.
        test_examples: the first of the test set, for the final accuracy.

    Returns:
        Rows with the columns variant, epoch and accuracy on the watched examples; behind the last epoch a row with
        epoch −1: accuracy on the test examples.
    """
    training_set = examples(*subset(digits.train_images, digits.train_labels, training_examples, seed), 0, 1, device)
    test_set = examples(digits.test_images[:test_examples], digits.test_labels[:test_examples], 0, 1, device)
    recipe = Recipe(epochs, batch_size, {"name": "Adam", "lr": learning_rate, "fused": True}, seed)
    curves = {
        variant: learning_curve(partial(network, variant), training_set, test_set, watched_examples, recipe)
        for variant in VARIANTS
    }
    rows = pd.concat([curve.assign(variant=variant) for variant, curve in curves.items()], ignore_index=True)
    return rows[["variant", "epoch", "accuracy"]]


def summarise(rows: pd.DataFrame) -> Measured:
    """What each variant costs and reaches; `first`, `last`: paired differences of accuracies, small minus large.

    `first` is taken on the watched examples after the first epoch, `last` on the test examples at the end.
    """
    tables = by_seed(rows, "variant", "epoch")
    numbers = {
        variant: describe(variant)
        | {"parameters": parameters(network(variant)), "accuracy": over_seeds(table.loc[END])}
        for variant, table in tables.items()
    }
    for moment, epoch in {"first": 1, "last": END}.items():
        numbers[moment] = over_seeds(tables["small"].loc[epoch] - tables["large"].loc[epoch])
    numbers["epochs"] = int(rows.epoch.max())
    return Measured(numbers, {variant: table.drop(index=END).to_numpy() for variant, table in tables.items()})
