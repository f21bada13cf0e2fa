"""The values of the claims on the traps, by formula or from the weights."""

import math

import numpy as np

from tests.cnn import by_hand


def flatten_agreement(build) -> float:
    """Network B in NumPy, the maps vectorised in Keras's order for a matrix in PyTorch's, as a wrong transfer does."""
    training = build.trainings["b"][0]
    weights = dict(training.weights)
    rows = weights["fc1.weight"]
    # What Keras computes with unordered rows: number n of its vector meets row n of PyTorch's order.
    maps = np.arange(rows.shape[1]).reshape(7, 7, 64).transpose(2, 0, 1).ravel()
    weights["fc1.weight"] = rows[:, maps]
    agreed, some = 0, int(build.numbers["keras.unordered_images"])
    for start in range(0, some, 500):
        answers = by_hand.network_b(build.images[start : start + 500, None] / 255, weights)
        agreed += (answers.argmax(axis=1) == training.answers["trained"][start : start + 500].argmax(axis=1)).sum()
    return agreed / some


def initial_ratio(build) -> float:
    """Both layers built afresh, from the seeds of the measurement."""
    import keras
    import torch
    from torch import nn

    keras.utils.set_random_seed(1)
    layer = keras.layers.Conv2D(32, 5, padding="same")
    layer.build((None, 28, 28, 1))
    torch.manual_seed(1)
    ours = nn.Conv2d(1, 32, kernel_size=5).weight.abs().max().item()
    return round(ours / float(np.abs(keras.ops.convert_to_numpy(layer.kernel)).max()), 3)


RECOMPUTED = {
    "trap_initial": initial_ratio,
    "trap_flatten": flatten_agreement,
    "trap_adam": lambda b: round((1e-6 + 1e-7 / math.sqrt(1 - 0.999)) / (1e-6 + 1e-8), 3),
    "trap_batch_norm": lambda b: round(0.9 / (1 - 0.9), 3),
    # 28 pixels, kernel 5, stride 2: fourteen windows reach over 13 · 2 + 5 = 31 pixels, the odd zero is on the right
    "trap_same": lambda b: (13 * 2 + 5 - 28) % 2,
    "trap_softmax": lambda b: -math.log(math.e / (math.e + 9)),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "trap_same": {"framework_traps.same.right": 1.25, "framework_traps.same.left": 1},
}
