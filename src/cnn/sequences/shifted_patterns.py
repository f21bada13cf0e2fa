"""A pattern is learnt in one place: is it recognised in another?"""

import numpy as np
import pandas as pd
import torch

from cnn.learning.learning_curve import by_seed
from cnn.learning.training import Recipe, evaluate, initialise, train
from cnn.sequences.networks import cnn_1d, cnn_1d_with_places, cnn_1d_without_pooling, mlp
from cnn.sequences.sequences import BATCH_SIZE, OPTIMISER, signals
from lecture.studies.measured import Measured, over_seeds

NETWORKS = {
    "mlp": mlp,
    "cnn_1d_with_places": cnn_1d_with_places,
    "cnn_1d": cnn_1d,
    "cnn_1d_without_pooling": cnn_1d_without_pooling,
}
STRIDE = 4  # steps: two poolings by 2 make one step of the last maps out of so many of the signal
FARTHEST = 14  # steps: the pattern comes near both ends of the sequence and isn't cut
FAR = 8  # steps: the pattern hardly overlaps with the place where it was learnt

READS = {"sequences": "arrays mnist1d"}


def run(sequences: dict, seed: int, device: str, epochs: int) -> pd.DataFrame:
    """Train on sequences whose pattern stands in the middle; test on shifted ones.

    Args:
        sequences: the arrays of MNIST-1D, those that start with `middle_` among them.

    Returns:
        Rows `network`, `shift` in steps, to the right if positive, and `accuracy` in [0, 1].
    """
    training_set, test_set = (
        signals(sequences[f"middle_{part}_sequences"], sequences[f"middle_{part}_labels"], device)
        for part in ("train", "test")
    )
    rows = []
    for name, build in NETWORKS.items():
        network = initialise(build, seed).to(device)
        train(network, training_set, test_set, Recipe(epochs, BATCH_SIZE, OPTIMISER, seed))
        for shift in range(-FARTHEST, FARTHEST + 1):
            moved = torch.roll(test_set[0], shift, dims=2), test_set[1]
            rows.append({"network": name, "shift": shift, "accuracy": evaluate(network, moved)[1]})
    return pd.DataFrame(rows)


def summarise(rows: pd.DataFrame) -> Measured:
    """How much is lost by shifting.

    Returns:
        Numbers: `far`, `farthest`, `stride` in steps; by network, over seeds, the accuracy `in_place` (shift 0),
        `away` (mean over shifts of at least `far` steps) and the `loss` between them; `on_stride` and `off_stride`,
        the same mean over the shifts that are whole strides and over the others.
        Arrays: `networks`, `shifts` and `accuracies` (networks, seeds, shifts).
    """
    accuracies = {network: table.T for network, table in by_seed(rows, "network", "shift").items()}
    numbers: dict = {"far": FAR, "farthest": FARTHEST, "stride": STRIDE}
    shifts = accuracies["mlp"].columns.to_numpy()
    far, whole = np.abs(shifts) >= FAR, shifts % STRIDE == 0
    for network, table in accuracies.items():
        away = table.loc[:, far].mean(axis=1)
        numbers[network] = {
            "in_place": over_seeds(table[0]),
            "away": over_seeds(away),
            "on_stride": over_seeds(table.loc[:, far & whole].mean(axis=1)),
            "off_stride": over_seeds(table.loc[:, far & ~whole].mean(axis=1)),
            "loss": over_seeds(table[0] - away),
        }
    arrays = {
        "networks": np.array(list(NETWORKS)),
        "shifts": shifts,
        "accuracies": np.array([table.to_numpy() for table in accuracies.values()]),
    }
    return Measured(numbers, arrays)
