"""Training for a number of steps, choosing examples."""

from itertools import islice

import numpy as np
import pytest
import torch
from torch import nn

from cnn.learning.history import TrainingError
from cnn.little_data.transfer import batches, some_of_each, train_steps

LABELS = np.arange(40) % 4


@pytest.mark.parametrize(("count", "steps"), [(10, 7), (10, 8), (3, 5)])
def test_as_many_steps_for_every_size(count, steps):
    network = nn.Sequential(nn.Linear(12, 4), nn.LogSoftmax(dim=1))
    sizes = []
    network.register_forward_hook(lambda layer, inputs, _: sizes.append(len(inputs[0])))
    train_steps(network, (torch.eye(count, 12), torch.arange(count) % 4), steps, 3, 0.01, seed=1)
    epoch = [3, 3, 3, 1] if count == 10 else [3]
    assert sizes == (epoch * steps)[:steps]


def test_an_epoch_shows_every_example_once():
    shown = list(islice(batches(10, 4, seed=2), 6))
    one, other = torch.cat(shown[:3]), torch.cat(shown[3:])
    assert sorted(one.tolist()) == sorted(other.tolist()) == list(range(10))
    assert not torch.equal(one, other)


def test_steps_lower_the_loss_of_the_batch():
    images, labels = torch.eye(4), torch.arange(4)
    network = nn.Sequential(nn.Linear(4, 4), nn.LogSoftmax(dim=1))
    before = -network(images).diag().mean()
    train_steps(network, (images, labels), 20, 4, 0.1, seed=1)
    assert -network(images).diag().mean() < before / 2


def test_a_loss_that_is_no_number():
    network = nn.Sequential(nn.Linear(2, 2), nn.LogSoftmax(dim=1))
    with pytest.raises(TrainingError, match="step 1: the loss is nan"):
        train_steps(network, (torch.full((3, 2), torch.nan), torch.tensor([0, 1, 0])), 2, 3, 0.1, seed=1)


def test_some_of_each_class():
    few, more = (some_of_each(LABELS, [1, 3], count, seed=4) for count in (2, 5))
    assert LABELS[few].tolist() == [1, 1, 3, 3]
    assert set(few) < set(more)
    assert len(set(more)) == 10
    assert set(few) != set(some_of_each(LABELS, [1, 3], 2, seed=5))


def test_more_than_there_are():
    with pytest.raises(ValueError, match="class 3 has 10 examples, 11 are wanted"):
        some_of_each(LABELS, [3], 11, seed=1)
