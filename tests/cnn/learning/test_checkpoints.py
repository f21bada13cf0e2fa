"""A training that was interrupted ends with the same bits as one that was not."""

from itertools import pairwise

import pytest
import torch
from torch import nn

from cnn.learning.checkpoints import Checkpoint
from cnn.learning.training import Recipe, initialise, train

ADAM = {"name": "Adam", "lr": 0.01}
SGD = {"name": "SGD", "lr": 0.05, "momentum": 0.5}


def small() -> nn.Sequential:
    return nn.Sequential(
        nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2), nn.LogSoftmax(dim=1)
    )


@pytest.fixture(scope="module")
def examples():
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(40, 1, 4, 4, generator=generator)
    return images, (images.mean(dim=(1, 2, 3)) > 0.5).long()


class Killed(Exception):
    """Stands for SIGKILL: the training ends in the middle of an epoch."""


def run(examples, optimiser=SGD, checkpoint=None, kill_at=None, epochs=4):
    network = initialise(small, seed=7)

    def watch(history):
        if len(history.rows) == kill_at:
            raise Killed

    history = train(network, examples, examples, Recipe(epochs, 8, optimiser, seed=7, decay=0.9), watch, checkpoint)
    return network.state_dict(), history


def equal(one, other):
    return all(torch.equal(one[key], other[key]) for key in one)


@pytest.fixture
def lines():
    return []


@pytest.fixture
def checkpoint(tmp_path, lines):
    return Checkpoint(tmp_path / "a-7.pt", {"recipe": "the same", "threads": 1}, lines.append, seconds=0)


@pytest.mark.parametrize("optimiser", [SGD, ADAM], ids=["SGD", "Adam"])
@pytest.mark.parametrize(
    ("kill_at", "place"),
    [
        (3, "epoch 0 and 1 batches"),
        (7, "epoch 0 and 5 batches"),  # the evaluation after the first epoch is lost
        (9, "epoch 1 and 1 batches"),
        (10, "epoch 1 and 2 batches"),
        (18, "epoch 2 and 4 batches"),
    ],
)
def test_an_interrupted_training_ends_with_the_same_bits(examples, checkpoint, lines, optimiser, kill_at, place):
    whole, history = run(examples, optimiser)
    with pytest.raises(Killed):
        run(examples, optimiser, checkpoint, kill_at)
    torch.rand(5)  # whatever else draws from the global generator
    resumed, resumed_history = run(examples, optimiser, checkpoint)
    assert equal(whole, resumed)
    assert resumed_history == history
    assert f"going on after {place}" in lines[0]


def test_a_checkpoint_is_written_when_it_is_due(examples, checkpoint, monkeypatch):
    now, saved = [100.0], []
    monkeypatch.setattr("cnn.learning.checkpoints.time.monotonic", lambda: now[0])
    monkeypatch.setattr("cnn.learning.checkpoints.write_bytes", lambda path, content: saved.append(now[0]))

    def watch(history):
        now[0] += 1

    patient = Checkpoint(checkpoint.path, {}, seconds=4)
    train(initialise(small, 7), examples, examples, Recipe(4, 8, SGD, 7), watch, patient)
    assert saved[0] == 104
    assert all(4 <= later - earlier <= 5 for earlier, later in pairwise(saved))  # an evaluation may come between
    assert len(saved) == 5


def test_checkpoints_change_nothing(examples, checkpoint):
    assert equal(run(examples)[0], run(examples, checkpoint=checkpoint)[0])


def test_a_finished_training_is_not_repeated(examples, checkpoint):
    weights, history = run(examples, checkpoint=checkpoint)
    again, again_history = run(examples, checkpoint=checkpoint)
    assert equal(weights, again)
    assert again_history == history


def killed_in_the_third_epoch(examples, checkpoint):
    with pytest.raises(Killed):
        run(examples, checkpoint=checkpoint, kill_at=15)


def test_a_truncated_checkpoint_is_refused_by_name(examples, checkpoint, lines):
    killed_in_the_third_epoch(examples, checkpoint)
    checkpoint.path.write_bytes(checkpoint.path.read_bytes()[:-100])
    assert equal(run(examples)[0], run(examples, checkpoint=checkpoint)[0])
    assert "a-7.pt: not a whole checkpoint" in lines[0] and "starts anew" in lines[0]


def test_a_foreign_checkpoint_is_refused_by_what_differs(examples, checkpoint, lines):
    killed_in_the_third_epoch(examples, checkpoint)
    other = Checkpoint(checkpoint.path, {"recipe": "another", "threads": 1}, lines.append)
    assert equal(run(examples)[0], run(examples, checkpoint=other)[0])
    assert "of another training (recipe changed)" in lines[0]


def test_a_checkpoint_cannot_run_code(examples, checkpoint, lines):
    class Malice:
        def __reduce__(self):
            return (print, ("owned",))

    checkpoint.path.write_bytes(b"")
    torch.save({"identity": {}, "rows": Malice()}, checkpoint.path)
    run(examples, checkpoint=checkpoint)
    assert "not a whole checkpoint (UnpicklingError)" in lines[0]


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(examples, checkpoint, monkeypatch):
    killed_in_the_third_epoch(examples, checkpoint)
    before = checkpoint.path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space left"):
        run(examples, checkpoint=checkpoint)
    assert checkpoint.path.read_bytes() == before
    assert list(checkpoint.path.parent.iterdir()) == [checkpoint.path]
