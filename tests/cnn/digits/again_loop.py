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
    return rows.fillna({"accuracy": 0.1}).set_index(["seed", "rate", "batch_size"]).accuracy


def ratio(build) -> float:
    """Column over line, by walking from cell to cell."""
    accuracy, found = grid(build), []
    rates, sizes = (sorted(accuracy.index.unique(level)) for level in ("rate", "batch_size"))
    for seed in accuracy.index.unique("seed"):
        line, column = [], []
        for rate, faster in pairwise(rates):
            for size, larger in pairwise(sizes):
                here = accuracy[seed, rate, size]
                line.append(abs(accuracy[seed, faster, larger] - here))
                column.append(abs(accuracy[seed, rate, larger] - here))
        found.append(np.mean(column) / np.mean(line))
    return np.mean(found)


def exponent(build) -> float:
    """The slope of the regression: covariance over variance."""
    mean = grid(build).groupby(["batch_size", "rate"]).mean().unstack()
    x, y = np.log(mean.index.to_numpy(float)), np.log(mean.idxmax(axis=1).to_numpy(float))
    return np.cov(x, y, bias=True)[0, 1] / x.var()


RECOMPUTED = {
    "dropout_left_on": lost,
    "same_bits": lambda b: differing(b, "again"),
    "order_changes_weights": lambda b: differing(b, "order"),
    "linear_scaling": ratio,
    "best_rate_grows": exponent,
}
