"""Does weight sharing pay? Network A and a perceptron with as many parameters, on training sets of growing size."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from cnn.data.mnist import Digits, subset
from cnn.learning.learning_curve import by_seed, learning_curve
from cnn.learning.training import Recipe, examples
from cnn.networks.architecture import parameters
from cnn.networks.digits import network_a, network_mlp
from lecture.studies.measured import Measured
from lecture.studies.statistics import over_seeds

# The perceptron stands twice: network A has dropout, and without it here the comparison would not be fair.
NETWORKS = {"a": network_a, "mlp": network_mlp, "mlp_dropout": partial(network_mlp, dropout=0.5)}
WATCHED = 500  # test examples that the loop evaluates on its way
FEWER = 8  # times: the convolution gets a training set smaller by at least this factor and is still compared

READS = {"digits": "data"}


def run(
    digits: Digits,
    seed: int,
    device: str,
    *,
    sizes: Sequence[int],
    examples_seen: int,
    batch_size: int,
    learning_rate: float,
) -> pd.DataFrame:
    """Train every network on every size with the same number of steps of Adam, on the same examples in the same order.

    Args:
        sizes: of the training sets, increasing; the smaller are the beginnings of the larger, chosen by the seed.
        examples_seen: how many examples a training shows; a smaller set is shown again.

    Returns:
        Rows with the columns network, parameters, size, examples_seen, steps (of the optimiser) and test_accuracy (on
        all test examples, at the end).

    Raises:
        ValueError: a size is larger than `examples_seen` or than the training set.
    """
    if max(sizes) > examples_seen:
        raise ValueError(f"sizes: {max(sizes)} examples can't be shown in {examples_seen}")
    chosen, labels = subset(digits.train_images, digits.train_labels, max(sizes), seed)
    recipe = Recipe(1, batch_size, {"name": "Adam", "lr": learning_rate}, seed)
    rows = []
    for size in sizes:
        pixels = chosen[:size] / 255
        scale = float(pixels.mean()), float(pixels.std())  # of this size alone: a smaller set knows nothing of a larger
        shown = np.arange(examples_seen) % size
        training_set = examples(chosen[shown], labels[shown], *scale, device)
        test = examples(digits.test_images, digits.test_labels, *scale, device)
        for name, build in NETWORKS.items():
            accuracy = learning_curve(build, training_set, test, WATCHED, recipe).accuracy.iloc[-1]
            found = {"network": name, "parameters": parameters(build()), "size": size}
            shown_in = {"examples_seen": examples_seen, "steps": -(-examples_seen // batch_size)}
            rows.append(found | shown_in | {"test_accuracy": accuracy})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """Accuracy by network and size, and how far network A is ahead of the better perceptron.

    Returns:
        Numbers: `parameters`, `sizes`, `examples_seen`, `steps`; `accuracy` by network, a list of statistics. The
        perceptron is the better one of both: `lead` is A minus the perceptron (means) by size, `least_lead` with
        `least_lead_size`, `last_lead`; `lead_with_fewer` is A after `few` examples (`with_few`) minus the perceptron
        after `many` (`with_many`).

    Raises:
        ValueError: no size is smaller than the largest by the factor `FEWER`.
    """
    tables = by_seed(rows, "network", "size", "test_accuracy")
    means = pd.DataFrame({name: table.mean(axis=1) for name, table in tables.items()})
    perceptron = means[["mlp", "mlp_dropout"]].max(axis=1)
    lead = means["a"] - perceptron
    sizes = [int(size) for size in means.index]
    fewer = [size for size in sizes if size * FEWER <= sizes[-1]]
    if not fewer:
        raise ValueError(f"sizes: none of {sizes} is at most {sizes[-1]}/{FEWER}")
    few, many = fewer[-1], sizes[-1]
    numbers = {
        "parameters": {name: int(rows[rows.network == name].parameters.iloc[0]) for name in NETWORKS},
        "sizes": sizes,
        "examples_seen": int(rows.examples_seen.iloc[0]),
        "steps": int(rows.steps.iloc[0]),
        "accuracy": {name: [over_seeds(row) for _, row in table.iterrows()] for name, table in tables.items()},
        "lead": lead.tolist(),
        "least_lead": float(lead.min()),
        "least_lead_size": int(lead.idxmin()),
        "last_lead": float(lead.iloc[-1]),
        "few": few,
        "many": many,
        "with_few": float(means["a"][few]),
        "with_many": float(perceptron[many]),
        "lead_with_fewer": float(means["a"][few] - perceptron[many]),
    }
    return Measured(numbers, {"sizes": np.array(sizes), **{name: table.to_numpy() for name, table in tables.items()}})
