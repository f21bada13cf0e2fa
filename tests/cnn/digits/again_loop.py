"""The values of the claims on the training loop, from tables and weights."""

from itertools import pairwise

import numpy as np
import pandas as pd
import torch

from cnn.networks import digits as networks


def lost(build) -> float:
    """The same masks, drawn from the same seeds; everything around them is NumPy."""
    found, images = [], build.images[::5] / 255
    labels = build.labels[::5]
    for seed, training in enumerate(build.trainings["a"]):
        network = networks.network_a().to(memory_format=torch.channels_last)
        network.load_state_dict({key: torch.from_numpy(value) for key, value in training.weights.items()})
        x = torch.from_numpy((images - training.recipe["mean"]) / training.recipe["std"]).float()[:, None]
        with torch.no_grad():
            careful = (network.eval()(x).argmax(dim=1).numpy() == labels).mean()
            torch.manual_seed(seed)
            network.train()
            careless = np.mean([(network(x).argmax(dim=1).numpy() == labels).mean() for _ in range(20)])
        found.append(careful - careless)
    return np.mean(found)


def differing(build, change: str) -> float:
    weights = np.load(build.root / "results/determinism.npz")
    if weights["first"].tobytes() == weights[change].tobytes():
        return 0.0
    return np.abs(weights["first"].astype(float) - weights[change]).max()


def grid(build) -> pd.DataFrame:
    files = sorted((build.root / "results/experiments/learning_rate_grid").glob("*.csv"))
    rows = pd.concat([pd.read_csv(file).assign(seed=int(file.stem)) for file in files])
    rows = rows[rows.seed.isin(sorted(rows.seed.unique())[: int(build.numbers["learning_rate_grid.seeds"])])]
    return rows.set_index(["seed", "rate", "batch_size"]).accuracy


def best_rates(build) -> pd.Series:
    """By batch size; a rate with which some training failed is none."""
    return (
        grid(build).groupby(["batch_size", "rate"]).agg(lambda cell: cell.mean(skipna=False)).unstack().idxmax(axis=1)
    )


def ratio(build) -> float:
    """Column over line, by walking from cell to cell."""
    accuracy, found = grid(build), []
    rates, sizes = (sorted(accuracy.index.unique(level)) for level in ("rate", "batch_size"))
    rates = rates[: max(rates.index(best_rates(build).max()), 1) + 1]
    for seed in accuracy.index.unique("seed"):
        line, column = [], []
        for rate, faster in pairwise(rates):
            for size, larger in pairwise(sizes):
                here = accuracy[seed, rate, size]
                line.append(abs(accuracy[seed, faster, larger] - here))
                column.append(abs(accuracy[seed, rate, larger] - here))
        found.append(np.nanmean(column) / np.nanmean(line))
    return np.mean(found)


def growth(build) -> float:
    rates = best_rates(build)
    return rates.loc[rates.index.max()] / rates.loc[rates.index.min()]


def cautious(build) -> float:
    cells = grid(build).groupby(["batch_size", "rate"]).agg(lambda cell: cell.mean(skipna=False))[64]
    return cells.max() - cells[0.01]


def of_a(build, size: int, steps: int) -> float:
    """The mean accuracy of network A in the experiment against perceptrons, by the place of size and steps."""
    files = sorted((build.root / "results/experiments/mlp_against_cnn").glob("*.csv"))
    rows = pd.concat([pd.read_csv(file) for file in files[: int(build.numbers["mlp_against_cnn.seeds"])]])
    rows = rows[(rows.network == "a") & (rows.pixels == "whole")]
    sizes, counts = sorted(rows["size"].unique()), sorted(rows.steps.unique())
    return rows[(rows["size"] == sizes[size]) & (rows.steps == counts[steps])].test_accuracy.mean()


def growth_of_one_bit(build) -> float:
    distances = np.load(build.root / "results/one_bit.npz")["distances"]
    return min(line[-1] / line[0] for line in distances)


RECOMPUTED = {
    "one_bit_grows": growth_of_one_bit,
    "dropout_left_on": lost,
    "same_bits": lambda b: differing(b, "again"),
    "order_changes_weights": lambda b: differing(b, "order"),
    "linear_scaling": ratio,
    "best_rate_grows": growth,
    "cautious_recipe": cautious,
    "more_examples_help": lambda b: of_a(b, -1, -1) - of_a(b, -2, -1),
    "more_steps_help": lambda b: of_a(b, -1, -1) - of_a(b, -1, 0),
    "few_examples_limit": lambda b: of_a(b, 0, -1) - of_a(b, 0, 0),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "cautious_recipe": {"learning_rate_grid.recipe.best": 0.75, "learning_rate_grid.recipe.accuracy": 0.5},
}
