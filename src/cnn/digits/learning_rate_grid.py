"""Learning rate and batch size together: network A on a grid of both. Does the rate grow with the batch?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cnn.data.mnist import Digits, subset
from cnn.learning.history import TrainingError
from cnn.learning.learning_curve import learning_curve
from cnn.learning.training import Recipe, examples
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured
from lecture.studies.statistics import over_seeds

MOMENTUM = 0.5  # as in the recipe of network A
MEAN, STD = 0.1307, 0.3081  # of MNIST's training pixels, rounded: the scale of the input is all that matters here
WATCHED = 500  # test examples that the loop evaluates on its way
RESOLVED = 1e-6  # a smaller change of an accuracy is none
GUESSING = 0.1  # the accuracy that a diverged training is counted with

READS = {"digits": "data"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    rates: Sequence[float],
    batch_sizes: Sequence[int],
    training_examples: int,
    test_examples: int,
) -> pd.DataFrame:
    """Train network A for one epoch in each cell of the grid: all cells see the same examples.

    Returns:
        Rows `rate`, `batch_size`, `accuracy` in [0, 1]; NaN where the loss became infinite or didn't fall.
    """
    chosen = subset(digits.train_images, digits.train_labels, training_examples, seed)
    training_set = examples(*chosen, MEAN, STD, device)
    test_set = examples(digits.test_images[:test_examples], digits.test_labels[:test_examples], MEAN, STD, device)
    rows = []
    for batch_size in batch_sizes:
        for rate in rates:
            recipe = Recipe(1, batch_size, {"name": "SGD", "lr": rate, "momentum": MOMENTUM}, seed)
            try:
                accuracy = learning_curve(network_a, training_set, test_set, WATCHED, recipe).accuracy.iloc[-1]
            except TrainingError:  # too large a rate is a result here
                accuracy = np.nan
            rows.append({"rate": rate, "batch_size": batch_size, "accuracy": accuracy})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """Find the best rate for each batch size, and hold the advice «rate proportional to batch size» against the data.

    Args:
        rows: what `run` returned, of all seeds.

    Returns:
        Numbers: `best` rows of `batch_size`, `rate`, `accuracy` (mean over seeds); over seeds `line`, how far the
        accuracy changes on average where batch and rate grow together, `column`, where the batch grows alone, and
        `ratio`, column over line; `exponent`, the slope of the best rate against the batch size, both logarithmic (1:
        proportional), and `diverged`, how many trainings failed of `trainings`.
        Arrays: `rates`, `batch_sizes`, and `accuracy` (rates, batch sizes), NaN where a training of any seed failed.
    """
    cells = [table.pivot(index="rate", columns="batch_size", values="accuracy") for _, table in rows.groupby("seed")]
    grids = np.stack([table.to_numpy() for table in cells])
    rates, batch_sizes = (np.asarray(axis, float) for axis in (cells[0].index, cells[0].columns))
    counted = np.nan_to_num(grids, nan=GUESSING)
    lines = [np.abs(grid[1:, 1:] - grid[:-1, :-1]).mean() for grid in counted]
    columns = [np.abs(grid[:-1, 1:] - grid[:-1, :-1]).mean() for grid in counted]
    mean = counted.mean(axis=0)
    best = mean.argmax(axis=0)
    slope = np.polyfit(np.log(batch_sizes), np.log(rates[best]), 1)[0]
    numbers = {
        "best": [
            {"batch_size": int(size), "rate": float(rates[row]), "accuracy": float(mean[row, column])}
            for column, (size, row) in enumerate(zip(batch_sizes, best, strict=True))
        ],
        "line": over_seeds(lines),
        "column": over_seeds(columns),
        "ratio": over_seeds(c / max(line, RESOLVED) for c, line in zip(columns, lines, strict=True)),
        "exponent": float(slope),
        "diverged": int(np.isnan(grids).sum()),
        "trainings": int(grids.size),
    }
    return Measured(numbers, {"rates": rates, "batch_sizes": batch_sizes.astype(int), "accuracy": grids.mean(axis=0)})
