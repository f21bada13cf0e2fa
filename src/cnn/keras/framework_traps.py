"""How much the traps between PyTorch and Keras cost: each is measured on the smallest example that shows it."""

import keras
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from cnn.learning.training import initialise
from cnn.networks.digits import network_b
from cnn.networks.keras import network_b as keras_network_b
from lecture.studies.measured import Measured

GRADIENT = 1e-6  # a small one: there ε counts
MOMENTUM = 0.9
RESOLVED = 3  # decimals of a ratio of float32 numbers
MEAN = 3.0  # of a batch that batch normalisation sees


def measure() -> Measured:
    """Compare the libraries' defaults and conventions.

    Returns:
        Numbers: `initial`: the largest initial weight of conv1 of network B in `torch` and `keras`, their `ratio`,
        `seeds` 1; `adam`: the length of the first step at a gradient of 1e-6 with the default ε, in learning rates, and
        the `ratio`; `batch_norm`: the running mean after one batch of mean 3 where both are given the momentum 0.9, and
        the `ratio`; `softmax`: the least loss that `CrossEntropyLoss` can give to probabilities of ten classes, in
        nats; `same`: the number of zeros that "same" padding puts on the left and on the right of 28 pixels, for a
        kernel of 5 and a stride of 2 in Keras.
    """
    keras.utils.set_random_seed(1)
    kernel = keras.ops.convert_to_numpy(keras_network_b().get_layer("conv1").kernel)
    ours = initialise(network_b, 1).conv1.weight.detach().numpy()
    numbers = {
        "initial": _both(float(np.abs(ours).max()), float(np.abs(kernel).max())) | {"seeds": 1},
        "adam": _both(step_of_torch(), step_of_keras()),
        "batch_norm": _both(*running_means()),
        "softmax": F.cross_entropy(torch.eye(10)[:1], torch.tensor([0])).item(),
        "same": same_padding(),
    }
    return Measured(numbers)


def _both(ours: float, theirs: float) -> dict[str, float]:
    return {"torch": ours, "keras": theirs, "ratio": round(ours / theirs, RESOLVED)}


def step_of_torch() -> float:
    """The first step of Adam at a small gradient, in learning rates."""
    variable = torch.zeros(1, requires_grad=True)
    variable.grad = torch.full((1,), GRADIENT)
    torch.optim.Adam([variable], lr=0.001).step()
    return -variable.item() / 0.001


def step_of_keras() -> float:
    """The same in Keras."""
    variable = keras.Variable(np.zeros(1, np.float32))
    keras.optimizers.Adam(0.001).apply([keras.ops.full((1,), GRADIENT)], [variable])
    return -float(keras.ops.convert_to_numpy(variable)[0]) / 0.001


def running_means() -> tuple[float, float]:
    """The running mean of both libraries after one batch, from 0, with the same number for the momentum."""
    batch = np.full((10, 1), MEAN, np.float32)
    ours = nn.BatchNorm1d(1, momentum=MOMENTUM).train()
    ours(torch.from_numpy(batch))
    theirs = keras.layers.BatchNormalization(momentum=MOMENTUM)
    theirs(batch, training=True)
    return ours.running_mean.item(), float(keras.ops.convert_to_numpy(theirs.moving_mean)[0])


def same_padding() -> dict[str, int]:
    """Zeros on both sides: where a convolution with ones sees fewer than five ones."""
    layer = keras.layers.Conv2D(1, 5, strides=2, padding="same", kernel_initializer="ones", use_bias=False)
    seen = keras.ops.convert_to_numpy(layer(np.ones((1, 28, 28, 1), np.float32)))[0, 7, :, 0] / 5
    return {"left": round(5 - float(seen[0])), "right": round(5 - float(seen[-1]))}
