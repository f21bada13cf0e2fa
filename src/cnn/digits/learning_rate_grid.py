"""Learning rate and batch size together: network A on a grid of both. Does the rate grow with the batch?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cnn.data.mnist import Digits, subset
from cnn.learning.history import TrainingError
from cnn.learning.learning_curve import learning_curve
from cnn.learning.training import Recipe, examples
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured, over_seeds

MOMENTUM = 0.5  # as in the recipe of network A
MEAN, STD = 0.1307, 0.3081  # of MNIST's training pixels, rounded: the scale of the input is all that matters here
WATCHED = 500  # validation examples that the loop evaluates on its way
RATE, BATCH = 0.01, 64  # of the recipe of network A
RESOLVED = 1e-6  # a smaller change of an accuracy is none

READS = {"digits": "data"}
NEEDS = {"train": "training_examples + validation_examples"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    rates: Sequence[float],
    batch_sizes: Sequence[int],
    training_examples: int,
    validation_examples: int,
) -> pd.DataFrame:
    """Train network A for one epoch in each cell of the grid: all cells see the same examples.

    The accuracy is measured on other training images, held out: choosing is no business of the test set.

    Returns:
        Rows `rate`, `batch_size`, `accuracy` in [0, 1]; NaN where the loss became infinite or didn't fall.
    """
    images, labels = subset(digits.train_images, digits.train_labels, training_examples + validation_examples, seed)
    training_set = examples(images[:training_examples], labels[:training_examples], MEAN, STD, device)
    held_out = examples(images[training_examples:], labels[training_examples:], MEAN, STD, device)
    rows = []
    for batch_size in batch_sizes:
        for rate in rates:
            recipe = Recipe(1, batch_size, {"name": "SGD", "lr": rate, "momentum": MOMENTUM}, seed)
            try:
                accuracy = learning_curve(network_a, training_set, held_out, WATCHED, recipe).accuracy.iloc[-1]
            except TrainingError:  # too large a rate is a result here
                accuracy = np.nan
            rows.append({"rate": rate, "batch_size": batch_size, "accuracy": accuracy})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """Find the best rate for each batch size, and hold the advice «rate proportional to batch size» against the data.

    The advice is for small steps: it is looked at up to the largest rate that is the best one of some batch size.

    Args:
        rows: what `run` returned, of all seeds.

    Returns:
        Numbers: `best` rows of `batch_size`, `rate`, `accuracy` (mean over seeds); `largest`, the largest rate that the
        advice is looked at with; over seeds `line`, how far the accuracy changes on average where batch and rate grow
        together, `column`, where the batch grows alone, both from cells whose rates are at most that, and `ratio`,
        column over line; `growth`, the best rate of the largest batch over that of the smallest; `recipe`, the rate
        nearest to 0.01 with a batch of 64 or the nearest: `rate`, `batch_size`, `accuracy` and `best`, the best
        accuracy with this batch; `diverged`, how many trainings failed of `trainings`.
        Arrays: `rates`, `batch_sizes`, and `accuracy` (rates, batch sizes), NaN where a training of any seed failed.
    """
    cells = [table.pivot(index="rate", columns="batch_size", values="accuracy") for _, table in rows.groupby("seed")]
    grids = np.stack([table.to_numpy() for table in cells])
    rates, batch_sizes = (np.asarray(axis, float) for axis in (cells[0].index, cells[0].columns))
    mean = grids.mean(axis=0)
    best = np.nan_to_num(mean, nan=-1).argmax(axis=0)
    top = max(best.max(), 1) + 1  # two rows are the least
    lines = [float(np.nanmean(np.abs(grid[1:top, 1:] - grid[: top - 1, :-1]))) for grid in grids]
    columns = [float(np.nanmean(np.abs(grid[: top - 1, 1:] - grid[: top - 1, :-1]))) for grid in grids]
    row, column = (int(np.abs(np.log(axis / value)).argmin()) for axis, value in ((rates, RATE), (batch_sizes, BATCH)))
    numbers = {
        "best": [
            {"batch_size": int(size), "rate": float(rates[i]), "accuracy": float(mean[i, j])}
            for j, (size, i) in enumerate(zip(batch_sizes, best, strict=True))
        ],
        "largest": float(rates[top - 1]),
        "line": over_seeds(lines),
        "column": over_seeds(columns),
        "ratio": over_seeds([c / max(line, RESOLVED) for c, line in zip(columns, lines, strict=True)]),
        "growth": float(rates[best[-1]] / rates[best[0]]),
        "recipe": {
            "rate": float(rates[row]),
            "batch_size": int(batch_sizes[column]),
            "accuracy": float(mean[row, column]),
            "best": float(mean[best[column], column]),
        },
        "diverged": int(np.isnan(grids).sum()),
        "trainings": int(grids.size),
    }
    return Measured(numbers, {"rates": rates, "batch_sizes": batch_sizes.astype(int), "accuracy": mean})
