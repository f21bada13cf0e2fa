from types import SimpleNamespace

import pytest
import torch

from cnn.learning import speed
from cnn.learning.training import Recipe
from cnn.networks.digits import network_a

RECIPE = Recipe(epochs=7, batch_size=4, optimiser={"name": "SGD", "lr": 0.01}, seed=0)


@pytest.fixture(autouse=True)
def threads():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def test_a_batch_of_four_in_half_a_second_makes_eight_a_second(monkeypatch):
    ticks = iter(range(10_000))
    monkeypatch.setattr(speed, "time", SimpleNamespace(perf_counter=lambda: next(ticks) / 2))
    assert speed.examples_per_second(network_a, RECIPE, threads=1) == pytest.approx(8)


def test_what_is_slow_at_the_start_does_not_count(monkeypatch):
    calls = iter(range(10_000))
    # a thousand seconds for each of the first batches
    monkeypatch.setattr(
        speed, "time", SimpleNamespace(perf_counter=lambda: min(n := next(calls), speed.WARM_UP - 1) * 1000 + n)
    )
    assert speed.examples_per_second(network_a, RECIPE, threads=1) == pytest.approx(4)


def test_threads():
    found = speed.examples_per_second(network_a, RECIPE, threads=1)
    assert torch.get_num_threads() == 1
    assert 10 < found < 1e7
