"""What the filters of a one-dimensional network look for in MNIST-1D."""

import numpy as np
import torch

from cnn.learning.training import Recipe, initialise, train
from cnn.sequences.networks import cnn_1d
from cnn.sequences.sequences import BATCH_SIZE, OPTIMISER, signals
from lecture.studies.measured import Arrays, Measured

SHOWN = 6  # filters of a layer
BEST = 12  # windows for each of them
BEFORE, AFTER = 6, 7  # steps that place j of the second convolution sees before and behind step 2 · j

READS = {
    "sequences": "arrays mnist1d",
    "seed": "config experiments.sequences.seeds.0",
    "epochs": "config experiments.sequences.epochs",
}


def measure(sequences: Arrays, seed: int, epochs: int) -> Measured:
    """Train the network as the experiment does, and find what excites its filters.

    Returns:
        Numbers: `shown`, `best`, `width` of the kernels and `field`, the window of the second convolution, in steps.
        Arrays: `kernels` (6, 5), those of the first layer with the largest norms, and `windows` (6, 12, 14): for the
        filters of the second layer that answer most, the windows of test sequences that excite them most.
    """
    training_set, test_set = (
        signals(sequences[f"{part}_sequences"], sequences[f"{part}_labels"], "cpu") for part in ("train", "test")
    )
    network = initialise(cnn_1d, seed)
    train(network, training_set, test_set, Recipe(epochs, BATCH_SIZE, OPTIMISER, seed))
    kernels = network.conv1.weight.detach()[:, 0]
    strongest = kernels.norm(dim=1).argsort(descending=True, stable=True)[:SHOWN]
    with torch.inference_mode():
        maps = network[:5](test_set[0])  # to the ReLU behind the second convolution
    inside = slice(BEFORE // 2, (test_set[0].shape[2] - AFTER - 1) // 2 + 1)
    strength, places = maps[:, :, inside].max(dim=2)  # (N, channels)
    channels = strength.mean(dim=0).argsort(descending=True, stable=True)[:SHOWN]
    field = BEFORE + 1 + AFTER
    windows = np.empty((SHOWN, BEST, field), dtype=np.float32)
    for row, channel in enumerate(channels.tolist()):
        for column, n in enumerate(strength[:, channel].argsort(descending=True, stable=True)[:BEST].tolist()):
            first = 2 * (int(places[n, channel]) + inside.start) - BEFORE
            windows[row, column] = test_set[0][n, 0, first : first + field].numpy()
    numbers = {"shown": SHOWN, "best": BEST, "width": kernels.shape[1], "field": field}
    return Measured(numbers, {"kernels": kernels[strongest].numpy(), "windows": windows})
