"""A training leaves what its network answered before and after it, also one that was interrupted."""

import numpy as np
import pytest
import torch

from cnn.data.mnist import Digits
from cnn.learning import trainings
from cnn.learning.training import predict

EPOCHS, BATCHES = 3, 4
SETTINGS = {
    "build": "cnn.networks.digits:network_logistic",
    "data": "made up",
    "images": "unit",
    "epochs": EPOCHS,
    "batch_size": 32,
    "optimiser": {"name": "SGD", "lr": 0.1},
}


@pytest.fixture
def digits() -> Digits:
    chance, parts = np.random.default_rng(0), []
    for count in (32 * BATCHES, 40):
        labels = np.arange(count, dtype=np.uint8) % 10
        images = chance.integers(0, 60, (count, 28, 28), dtype=np.uint8)
        images[np.arange(count), 2 * labels + 4] = 200  # a row for each class
        parts += [images, labels]
    return Digits(*parts)


def trained(digits: Digits, folder, said: list[str]) -> trainings.Trained:
    return trainings.train_and_answer(
        digits,
        {},
        SETTINGS,
        network="logistic",
        seed=1,
        training_examples=32 * BATCHES,
        device="cpu",
        threads=1,
        origin={},
        checkpoint=folder / "checkpoint.pt",
        checkpoint_seconds=0,
        say=said.append,
    )


class Interrupted(Exception):
    pass


@pytest.mark.parametrize("step", [1, BATCHES - 1, BATCHES, BATCHES + 1, (EPOCHS - 1) * BATCHES + 2])
def test_answers_before_and_after_are_those_of_a_training_that_nobody_interrupted(tmp_path, digits, monkeypatch, step):
    whole = trained(digits, tmp_path / "whole", [])
    assert whole.answers["untrained"].shape == whole.answers["trained"].shape == (40, 10)
    assert not np.array_equal(whole.answers["untrained"], whole.answers["trained"])

    class Progress(trainings.Progress):
        steps = 0

        def __call__(self, history) -> None:
            Progress.steps += history.rows[-1]["split"] == "train"
            if Progress.steps > step:
                raise Interrupted

    with monkeypatch.context() as patched, pytest.raises(Interrupted):
        patched.setattr(trainings, "Progress", Progress)
        trained(digits, tmp_path, [])
    said: list[str] = []
    again = trained(digits, tmp_path, said)
    assert any("going on" in line for line in said)
    assert again.weights == whole.weights
    for when in ("untrained", "trained"):
        assert np.array_equal(again.answers[when], whole.answers[when])


def test_answers_are_what_predict_gives_and_history_what_they_score(tmp_path, digits):
    made = trained(digits, tmp_path, [])
    network = trainings.initialise(trainings.resolve_name(SETTINGS["build"]), 1)
    images = trainings.examples(digits.test_images, digits.test_labels, 0, 1)[0]
    assert torch.equal(predict(network, images), torch.from_numpy(made.answers["untrained"]))
    tests = made.history[made.history.split == "test"]
    right = [(made.answers[when].argmax(axis=1) == digits.test_labels).mean() for when in ("untrained", "trained")]
    assert tests.accuracy.iloc[[0, -1]].tolist() == pytest.approx(right)
