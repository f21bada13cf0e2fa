"""Where Keras and PyTorch differ under the same names: what a translation of a network must not forget."""

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnn.networks.keras import keras

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
RANDOM = np.random.default_rng(0)


def weights(layer) -> list[np.ndarray]:
    return [keras.ops.convert_to_numpy(weight) for weight in layer.weights]


def test_initialisers():
    """Keras: Glorot's uniform and zero biases; PyTorch: a uniform as wide as 1 / √fan_in for both."""
    keras.utils.set_random_seed(0)
    theirs = keras.layers.Dense(100)
    theirs.build((None, 300))
    kernel, bias = weights(theirs)
    assert np.abs(kernel).max() == pytest.approx(math.sqrt(6 / (300 + 100)), rel=0.01)
    assert not bias.any()
    torch.manual_seed(0)
    ours = nn.Linear(300, 100)
    for tensor in (ours.weight, ours.bias):
        assert tensor.abs().max().item() == pytest.approx(1 / math.sqrt(300), rel=0.05)


def step_of_keras(gradient: float, **settings) -> float:
    variable = keras.Variable(np.zeros(1, np.float32))
    optimiser = keras.optimizers.Adam(0.001, **settings)
    optimiser.apply([keras.ops.full((1,), gradient)], [variable])
    return variable.numpy()[0]


def step_of_torch(gradient: float, **settings) -> float:
    variable = torch.zeros(1, requires_grad=True)
    variable.grad = torch.full((1,), gradient)
    torch.optim.Adam([variable], 0.001, **settings).step()
    return variable.item()


def test_the_epsilon_of_adam():
    """Keras's default is ten times PyTorch's, and it is added before the correction of the bias."""
    small, epsilon = 1e-6, 1e-7
    assert step_of_keras(small) == step_of_keras(small, epsilon=1e-7)
    assert step_of_torch(small) == step_of_torch(small, eps=1e-8)
    assert step_of_torch(small, eps=epsilon) == pytest.approx(-0.001 * small / (small + epsilon), rel=1e-4)
    enlarged = epsilon / math.sqrt(1 - 0.999)
    assert step_of_keras(small, epsilon=epsilon) == pytest.approx(-0.001 * small / (small + enlarged), rel=1e-4)
    assert step_of_keras(small, epsilon=epsilon) == pytest.approx(step_of_torch(small, eps=enlarged), rel=1e-4)


def test_the_momentum_of_batch_normalisation():
    """Keras gives the share that is kept, PyTorch the share that is taken; the variances differ by N / (N − 1)."""
    batch = RANDOM.normal(3, 2, (10, 1)).astype(np.float32)
    theirs = keras.layers.BatchNormalization(momentum=0.9)
    theirs(batch, training=True)
    _, _, mean, variance = weights(theirs)
    ours = nn.BatchNorm1d(1, momentum=0.1)
    ours.train()(torch.from_numpy(batch))
    assert mean == pytest.approx(0.1 * batch.mean(), rel=1e-5)
    assert ours.running_mean.item() == pytest.approx(0.1 * batch.mean(), rel=1e-5)
    assert variance == pytest.approx(0.9 + 0.1 * batch.var(), rel=1e-5)
    assert ours.running_var.item() == pytest.approx(0.9 + 0.1 * batch.var(ddof=1), rel=1e-5)
    assert keras.layers.BatchNormalization().momentum == 0.99 and nn.BatchNorm1d(1).momentum == 0.1
    assert keras.layers.BatchNormalization().epsilon == 1e-3 and nn.BatchNorm1d(1).eps == 1e-5


def test_softmax_and_logarithm():
    """Keras's loss takes probabilities, PyTorch's logits, and says nothing when given probabilities."""
    logits = torch.from_numpy(RANDOM.normal(size=(4, 10)).astype(np.float32))
    labels = torch.tensor([3, 1, 4, 1])
    loss = F.nll_loss(logits.log_softmax(dim=1), labels).item()
    assert F.cross_entropy(logits, labels).item() == pytest.approx(loss, rel=1e-6)
    theirs = keras.losses.SparseCategoricalCrossentropy()
    assert float(theirs(labels, logits.softmax(dim=1))) == pytest.approx(loss, rel=1e-5)
    assert abs(F.cross_entropy(logits.softmax(dim=1), labels).item() - loss) > 0.01


def test_the_order_of_flattening():
    """Channel, row, column in PyTorch; row, column, channel in Keras."""
    maps = np.arange(2 * 3 * 4, dtype=np.float32).reshape(1, 2, 3, 4)  # (N, C, H, W)
    ours = nn.Flatten()(torch.from_numpy(maps))[0].numpy()
    theirs = keras.ops.convert_to_numpy(keras.layers.Flatten()(maps.transpose(0, 2, 3, 1)))[0]
    assert sorted(ours) == sorted(theirs) and not np.array_equal(ours, theirs)
    channel, row, column = 1, 2, 3
    assert ours[(channel * 3 + row) * 4 + column] == theirs[(row * 4 + column) * 2 + channel] == maps[0, 1, 2, 3]
