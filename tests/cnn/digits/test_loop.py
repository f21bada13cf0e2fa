"""What is measured about the loop: modes and bits."""

import numpy as np
import pytest
import torch

from cnn.data.mnist import Digits
from cnn.digits import determinism, one_bit, train_mode
from cnn.learning.training import initialise
from cnn.networks.digits import network_a, network_logistic

RANDOM = np.random.default_rng(0)
LABELS = (np.arange(1000) % 10).astype(np.uint8)
IMAGES = (RANDOM.integers(0, 100, (1000, 28, 28)) + 15 * LABELS[:, None, None]).astype(np.uint8)
DIGITS = Digits(IMAGES, LABELS, IMAGES, LABELS)
MNIST = {"mean": 0.1, "std": 0.3}


def weights(network) -> dict[str, np.ndarray]:
    return {key: tensor.numpy() for key, tensor in network.state_dict().items()}


def test_without_dropout_the_modes_agree():
    numbers = train_mode.measure(
        DIGITS, MNIST, [weights(network_logistic())], "cnn.networks.digits:network_logistic"
    ).numbers
    assert numbers["changed"]["mean"] == 0
    assert numbers["lost"]["mean"] == pytest.approx(0, abs=1e-6)  # a mean of equal float32 numbers
    assert numbers["spread"]["mean"] == pytest.approx(0, abs=1e-6)
    assert numbers["averaged"] == numbers["eval"]
    assert numbers["images"] == 200


def test_with_dropout_the_answers_change():
    torch.manual_seed(0)
    trainings = [weights(network_a()), weights(network_a())]
    numbers = train_mode.measure(DIGITS, MNIST, trainings, "cnn.networks.digits:network_a").numbers
    assert numbers["changed"]["mean"] > 0.3  # an untrained network answers by its masks
    assert numbers["seeds"] == 2 and numbers["eval"]["std"] is not None


@pytest.fixture(scope="module")
def measured():
    """One new process is enough here."""
    threads = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(determinism, "ENVIRONMENTS", {"again": {}})
        patch.setattr(determinism, "EXAMPLES", 128)
        found = determinism.measure(DIGITS)
    assert torch.get_num_threads() == threads
    return found


def test_only_what_changes_nothing_gives_the_same_bits(measured):
    assert measured.numbers["again"]["largest"] == 0
    assert measured.arrays["again"].tobytes() == measured.arrays["first"].tobytes()
    assert measured.numbers["order"]["largest"] > 1e-3
    assert len(measured.arrays["first"]) == 21_840


def test_rows_tell_what_was_changed(measured):
    rows = measured.numbers["rows"]
    assert {row["change"] for row in rows} == set(measured.arrays) - {"first"}
    assert all(row["same"] == (row["largest"] == 0) for row in rows)
    assert measured.numbers["steps"] == 8


def test_a_failing_process_is_reported(monkeypatch):
    monkeypatch.setattr(determinism, "PROGRAM", "raise SystemExit('no {module}.{function}')")
    with pytest.raises(RuntimeError, match="no cnn"):
        determinism._in_new_processes((IMAGES[:10], LABELS[:10]), (IMAGES[:10], LABELS[:10]), [{}])


@pytest.mark.skipif(torch.backends.cpu.get_cpu_capability() == "DEFAULT", reason="there are no newer instructions")
def test_new_processes_calculate_under_their_variables():
    some, tests = (IMAGES[:128], LABELS[:128]), (IMAGES[:10], LABELS[:10])
    as_here, without = determinism._in_new_processes(some, tests, [{}, {"ATEN_CPU_CAPABILITY": "default"}])
    assert as_here.shape == without.shape and 0 < np.abs(as_here - without).max() < 1e-3


def one_bit_of(trainings):
    recipe = {"build": "cnn.networks.digits:network_a", "batch_size": 50, "optimiser": {"name": "SGD", "lr": 0.01}}
    return one_bit.measure(DIGITS, MNIST, **recipe, trainings=trainings, training_examples=200, test_examples=100)


def test_one_bit_is_the_smallest_change():
    networks = [initialise(network_a, 1) for _ in range(2)]
    one_bit.turn_last_bit(networks[1])
    plain, turned = (network.conv1.weight.detach() for network in networks)
    assert (plain != turned).sum() == 1
    assert 0 < (turned - plain).abs().max() < 1e-7
    one_bit.turn_last_bit(networks[1])
    assert (plain == networks[1].conv1.weight).all()


def test_one_bit_changes_the_training():
    found = one_bit_of(2)
    assert found.arrays["distances"].shape == (2, 4) and found.arrays["steps"].tolist() == [1, 2, 3, 4]
    assert (found.arrays["distances"] > 0).all()
    assert found.numbers["steps"] == 4 and found.numbers["tested"] == 100
    assert found.numbers["growth"]["min"] > 1


def test_without_the_bit_the_trainings_are_equal(monkeypatch):
    monkeypatch.setattr(one_bit, "turn_last_bit", lambda network: None)
    with np.errstate(invalid="ignore"):  # nothing grows to nothing
        found = one_bit_of(1)
    assert not found.arrays["distances"].any() and found.numbers["answers"]["max"] == 0
