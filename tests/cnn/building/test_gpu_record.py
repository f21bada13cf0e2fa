"""The script for a machine with a GPU, tried on the CPU, and its record on the page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnn.building.training_speed import measure
from tests.cnn.idx_files import write_idx
from tests.cnn.tiny_digits import DIGITS

ROOT = Path(__file__).parents[3]
RECORD = json.loads((ROOT / "workflow/bench/record.json").read_text(encoding="utf-8"))


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, ROOT / "workflow/bench/gpu.py", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "CUDA_VISIBLE_DEVICES": ""}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    for part, images, labels in (
        ("train", DIGITS.train_images, DIGITS.train_labels),
        ("t10k", DIGITS.test_images, DIGITS.test_labels),
    ):
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels)
    return folder


@pytest.mark.long
def test_both_networks_are_trained_twice_and_compared(digits, tmp_path):
    done = run(str(digits), str(tmp_path / "gpu.json"), "--device", "cpu", "--epochs", "1", "--cpu-batches", "3")
    record = json.loads((tmp_path / "gpu.json").read_text(encoding="utf-8"))
    assert [network["recipe"]["network"] for network in record["networks"]] == ["a", "b"]
    for network in record["networks"]:
        assert network["equal_bits"] and network["runs"][0]["bits"] == network["runs"][1]["bits"]
        assert network["recipe"]["examples"] == 200 and network["examples_per_second"]["cpu"] > 0
    # One epoch of 200 examples can't reach what the lecture claims, and the script says so.
    assert done.returncode == 1 and "network a: accuracy" in done.stderr and "the lecture claims" in done.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["gpu.json"]


@pytest.mark.long
def test_without_a_gpu_nothing_is_measured(digits, tmp_path):
    done = run(str(digits), str(tmp_path / "gpu.json"))
    assert done.returncode == 1 and done.stderr == "PyTorch finds no GPU here; nothing was measured\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_missing_files_are_named(tmp_path):
    done = run(str(tmp_path), str(tmp_path / "gpu.json"), "--device", "cpu")
    assert done.returncode == 1 and "train-images-idx3-ubyte" in done.stderr and "Traceback" not in done.stderr


def test_the_page_gets_a_row_for_each_network():
    network = {
        "recipe": {"network": "a"},
        "runs": [{"seconds": 12.0, "test_accuracy": 0.97}, {"seconds": 11.0, "test_accuracy": 0.97}],
        "equal_bits": True,
        "examples_per_second": {"cuda": 3000.0, "cpu": 1500.0},
    }
    found = measure(RECORD, {"machine": {"device": "G"}, "networks": [network]}).numbers["gpu"]
    assert found == {
        "machine": {"device": "G"},
        "networks": [{"network": "a", "times_faster": 2.0, "seconds": 12.0, "accuracy": 0.97, "equal_bits": True}],
    }
