"""How fast does a network learn with and without standardised inputs, with and without batch normalisation?"""

from collections import OrderedDict
from functools import partial

import pandas as pd
from torch import nn

from cnn.data.mnist import Digits, describe, subset
from cnn.learning.learning_curve import END, by_seed, learning_curve
from cnn.learning.training import Recipe, examples
from lecture.studies.measured import Measured, over_seeds

VARIANTS = {  # name: (batch normalisation, standardised inputs)
    "plain_unit": (False, False),
    "plain_standardised": (False, True),
    "batch_unit": (True, False),
    "batch_standardised": (True, True),
}


def network(batch_normalisation: bool) -> nn.Sequential:
    """Network A without dropout, so that nothing but the normalisation tells the variants apart."""

    def normalise(channels: int) -> nn.Module:
        return nn.BatchNorm2d(channels) if batch_normalisation else nn.Identity()

    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 10, kernel_size=5),
            norm1=normalise(10),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(10, 20, kernel_size=5),
            norm2=normalise(20),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            fc1=nn.Linear(320, 50),
            relu3=nn.ReLU(),
            fc2=nn.Linear(50, 10),
            log_softmax=nn.LogSoftmax(dim=1),
        )
    )


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
    momentum: float,
) -> pd.DataFrame:
    """Train the four networks on one subset with the optimiser of network A.

    Args:
        training_examples: a subset of the training set, chosen by the seed.
        watched_examples: the first of the test set, for the curves.
        test_examples: the first of the test set, for the final accuracy.

    Returns:
        Rows with the columns variant, epoch, examples_seen, loss and accuracy on the watched examples; behind the
        last epoch a row with epoch −1: loss and accuracy on the test examples.
    """
    chosen = subset(digits.train_images, digits.train_labels, training_examples, seed)
    tests = digits.test_images[:test_examples], digits.test_labels[:test_examples]
    numbers = describe(digits)
    scales = {False: (0.0, 1.0), True: (numbers["mean"], numbers["std"])}
    recipe = Recipe(epochs, batch_size, {"name": "SGD", "lr": learning_rate, "momentum": momentum}, seed)
    tables = []
    for variant, (batch_normalisation, standardised) in VARIANTS.items():
        training_set = examples(*chosen, *scales[standardised], device)
        test = examples(*tests, *scales[standardised], device)
        table = learning_curve(partial(network, batch_normalisation), training_set, test, watched_examples, recipe)
        tables.append(table.assign(variant=variant))
    return pd.concat(tables, ignore_index=True)


def summarise(rows: pd.DataFrame) -> Measured:
    """The curves, accuracy after the first epoch and at the end, and the paired differences that the claims are about.

    `gain` compares at one moment: `"batch"` with and without batch normalisation (inputs standardised), `"inputs"`
    with and without standardised inputs (no batch normalisation), `"inputs_under_batch"` the same under it.
    """
    curves = by_seed(rows[rows.epoch != END], "variant", "examples_seen")
    ends = {variant: table.loc[END] for variant, table in by_seed(rows, "variant", "epoch").items()}
    moments = {"first": {variant: table.iloc[1] for variant, table in curves.items()}, "last": ends}
    pairs = {
        "batch": ("batch_standardised", "plain_standardised"),
        "inputs": ("plain_standardised", "plain_unit"),
        "inputs_under_batch": ("batch_standardised", "batch_unit"),
    }
    numbers: dict = {
        "epochs": int(rows.epoch.max()),
        "first_examples": int(curves["plain_unit"].index[1]),
        **{
            variant: {moment: over_seeds(values[variant]) for moment, values in moments.items()} for variant in VARIANTS
        },
        "gain": {
            name: {moment: over_seeds(values[one] - values[other]) for moment, values in moments.items()}
            for name, (one, other) in pairs.items()
        },
    }
    arrays = {variant: table.to_numpy() for variant, table in curves.items()}
    return Measured(numbers, {"examples_seen": curves["plain_unit"].index.to_numpy(), **arrays})
