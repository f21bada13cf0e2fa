"""MNIST-1D: who learns it, in what time, and does the order of the steps matter?"""

import time

import numpy as np
import pandas as pd
import torch

from cnn.learning.learning_curve import by_seed
from cnn.learning.training import Examples, Recipe, initialise, train
from cnn.networks.architecture import parameters
from cnn.sequences.networks import cnn_1d, cnn_1d_with_places, gru, logistic, mlp
from lecture.studies.measured import Measured, over_seeds

BATCH_SIZE = 100  # as in the authors' recipe, Adam and its learning rate, too
OPTIMISER = {"name": "Adam", "lr": 0.01}
# In the order of the table: the network, and whether its sequences keep their order.
CONDITIONS = {
    "logistic": (logistic, True),
    "mlp": (mlp, True),
    "cnn_1d": (cnn_1d, True),
    "cnn_1d_with_places": (cnn_1d_with_places, True),
    "gru": (gru, True),
    "cnn_1d_mixed": (cnn_1d, False),
}
# Test accuracies in the table of S. Greydanus, D. Kobak, «Scaling Down Deep Learning with MNIST-1D», 2011.14439.
PUBLISHED = {"logistic": 0.32, "mlp": 0.68, "cnn_1d": 0.94, "gru": 0.91, "cnn_1d_mixed": 0.56}
EXPERT = 0.96  # of a human who knows the set, in the same table


def signals(sequences: np.ndarray, labels: np.ndarray, device: str) -> Examples:
    """Sequences (N, L) as a network wants them: (N, 1, L) float32, and labels (N,) int64."""
    return torch.from_numpy(sequences).unsqueeze(1).to(device), torch.from_numpy(labels).to(device)


READS = {"sequences": "arrays mnist1d"}


def run(sequences: dict, seed: int, device: str, epochs: int) -> pd.DataFrame:
    """Train each network by one recipe.

    Returns:
        Rows `network`, `epoch` (0 is before training), `accuracy` on the test set in [0, 1], `parameters` and
        `seconds` of the processor, not of the clock: what the whole training with its evaluations took, whatever else
        the machine did meanwhile.
    """
    order = np.random.default_rng(seed).permutation(sequences["train_sequences"].shape[1])
    tables = []
    for name, (build, natural) in CONDITIONS.items():
        steps = slice(None) if natural else order
        training_set, test_set = (
            signals(sequences[f"{part}_sequences"][:, steps], sequences[f"{part}_labels"], device)
            for part in ("train", "test")
        )
        network = initialise(build, seed).to(device)
        start = time.process_time()
        history = train(network, training_set, test_set, Recipe(epochs, BATCH_SIZE, OPTIMISER, seed))
        seconds = time.process_time() - start
        tests = pd.DataFrame([row for row in history.rows if row["split"] == "test"])[["epoch", "accuracy"]]
        tables.append(tests.assign(network=name, parameters=parameters(network), seconds=seconds))
    return pd.concat(tables)[["network", "epoch", "accuracy", "parameters", "seconds"]]


def summarise(rows: pd.DataFrame) -> Measured:
    """Compare the networks.

    Returns:
        Numbers: `epochs`; the published accuracy of an `expert`; by network `parameters`, `published`, None where the
        authors have no such network, and over seeds the last `accuracy`, `seconds`; the paired differences of accuracy
        over seeds `cnn_1d_over_mlp`, `places_over_mlp` (of the CNN with weights for each place), `cnn_1d_over_gru`,
        `order` (natural less mixed); and the paired ratio of times `gru_to_cnn_1d`.
        Arrays: `networks`, `accuracies` (networks, seeds, epochs + 1) and `published` (networks,), NaN for none.
    """
    epochs = int(rows["epoch"].max())
    last = rows.query("epoch == @epochs").pivot(index="seed", columns="network")
    accuracy, seconds = last["accuracy"], last["seconds"]
    settings = {"epochs": epochs, "batch_size": BATCH_SIZE, "learning_rate": OPTIMISER["lr"]}
    numbers: dict = settings | {"expert": EXPERT}
    for network in CONDITIONS:
        numbers[network] = {
            "parameters": int(last["parameters"][network].iloc[0]),
            "published": PUBLISHED.get(network),
            "accuracy": over_seeds(accuracy[network]),
            "seconds": over_seeds(seconds[network]),
        }
    numbers |= {
        "cnn_1d_over_mlp": over_seeds(accuracy["cnn_1d"] - accuracy["mlp"]),
        "places_over_mlp": over_seeds(accuracy["cnn_1d_with_places"] - accuracy["mlp"]),
        "cnn_1d_over_gru": over_seeds(accuracy["cnn_1d"] - accuracy["gru"]),
        "order": over_seeds(accuracy["cnn_1d"] - accuracy["cnn_1d_mixed"]),
        "gru_to_cnn_1d": over_seeds(seconds["gru"] / seconds["cnn_1d"]),
    }
    arrays = {
        "networks": np.array(list(CONDITIONS)),
        "accuracies": np.array([table.T for table in by_seed(rows, "network", "epoch").values()]),
        "published": np.array([PUBLISHED.get(network, np.nan) for network in CONDITIONS]),
    }
    return Measured(numbers, arrays)
