"""Drift is told by its kind: trainings with other seeds, with another learning rate, and a mirror that is dead."""

import os
import subprocess
import sys

import pytest
import torch
from torch import nn

from cnn.learning.training import Recipe, examples, initialise, train
from lecture.checking import drift
from lecture.checking.drift import CONTENT, INFRASTRUCTURE, NUMERICS, judge
from lecture.studies.measured import over_seeds
from lecture.studies.numbers import flat
from tests.cnn.tiny_digits import easy
from tests.conftest import ROOT


def small() -> nn.Sequential:
    return nn.Sequential(nn.MaxPool2d(4), nn.Flatten(), nn.Linear(49, 10), nn.LogSoftmax(dim=1))


def record(seeds: range, rate: float) -> dict:
    """The record of an edition that consists of one network, trained with these seeds."""
    training, test = (examples(*easy(count, seed), mean=0.1, std=0.3) for count, seed in ((500, 0), (500, 1)))
    losses = []
    for seed in seeds:
        recipe = Recipe(epochs=2, batch_size=50, optimiser={"name": "SGD", "lr": rate, "momentum": 0.5}, seed=seed)
        losses.append(train(initialise(small, seed), training, test, recipe).rows[-1]["loss"])
    numbers = flat({"network": {"seeds": len(seeds), "test_loss": over_seeds(losses)}})
    return {"edition": "lecture", "chance": ["network"], "numbers": numbers, "claims": {}, "figures": {}, "files": {}}


@pytest.fixture(scope="module")
def baseline() -> dict:
    torch.set_num_threads(1)
    return record(range(1, 11), rate=0.01)


def test_other_seeds_are_numerics(baseline):
    judgement = judge(baseline, record(range(11, 21), rate=0.01))
    assert judgement.kind == NUMERICS and "network.test_loss.mean" in {f.name for f in judgement.findings}


def test_another_learning_rate_is_content(baseline):
    judgement = judge(baseline, record(range(1, 11), rate=0.02))
    assert [(f.kind, f.name) for f in judgement.findings] == [(CONTENT, "network.test_loss.mean")]


@pytest.mark.long
def test_a_dead_mirror_is_infrastructure(baseline, tmp_path):
    dead = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    dead |= {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_fetch_retries": "0"}
    command = [ROOT / ".ci/attempt", tmp_path / "build.log", sys.executable, "-m", "cnn.data.mnist", tmp_path / "data"]
    subprocess.run(command, env=os.environ | dead | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, check=True)
    judgement = judge(baseline, None, drift.failed_log(tmp_path / "build.log"))
    assert [(f.kind, f.name) for f in judgement.findings] == [(INFRASTRUCTURE, "a download failed")]
    assert judgement.code == 2
