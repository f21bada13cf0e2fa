"""One training as an experiment sees it: its curve on a few examples, its end on all."""

from collections.abc import Callable

import pandas as pd
from torch import nn

from cnn.learning.environment import AT_ONCE
from cnn.learning.training import Examples, Recipe, evaluate, initialise, train

END = -1  # the epoch of the last row


def by_seed(rows: pd.DataFrame, groups: str, index: str, values: str = "accuracy") -> dict[str, pd.DataFrame]:
    """For each value of the column `groups`, in the order of the rows, a table: a row an `index`, a column a seed."""
    return {
        name: table.pivot(index=index, columns="seed", values=values)
        for name, table in rows.groupby(groups, sort=False)
    }


def learning_curve(
    build: Callable[[], nn.Module], training_set: Examples, test_set: Examples, watched_examples: int, recipe: Recipe
) -> pd.DataFrame:
    """Train a new network where the examples are; watch it on the first test examples, evaluate it on all at the end.

    Returns:
        Rows with the columns epoch, examples_seen, loss and accuracy on the watched examples, the first before the
        training; behind the last epoch a row with epoch −1: loss and accuracy on all test examples.

    Raises:
        TrainingError: the loss became infinite or NaN, or doesn't fall.
    """
    network = initialise(build, recipe.seed).to(training_set[0].device)
    watched = tuple(part[:watched_examples] for part in test_set)
    history = pd.DataFrame(train(network, training_set, watched, recipe).rows).query("split == 'test'")
    loss, accuracy = evaluate(network, test_set, AT_ONCE)
    end = {"epoch": END, "examples_seen": history.examples_seen.iloc[-1], "loss": loss, "accuracy": accuracy}
    return pd.concat([history[list(end)], pd.DataFrame([end])], ignore_index=True)
