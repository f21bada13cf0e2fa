"""Which changes leave the bits of a training alone, and which don't: network A, a few steps, done again and again."""

import multiprocessing
import os
import pickle
import subprocess
import sys

import numpy as np
import torch

from cnn.data.mnist import Digits
from cnn.learning.devices import make_deterministic
from cnn.learning.training import Recipe, examples, initialise, train
from cnn.networks.digits import network_a
from lecture.studies.measured import Measured

EXAMPLES, TESTS = 640, 200
RECIPE = {"epochs": 4, "batch_size": 64, "optimiser": {"name": "SGD", "lr": 0.05, "momentum": 0.5}, "seed": 1}
PROGRAM = "from {module} import {function} as again; again()"
# Variables of a new process.
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "again": {},
    "pytorch_instructions": {"ATEN_CPU_CAPABILITY": "default"},
    "onednn_instructions": {"ONEDNN_MAX_CPU_ISA": "SSE41"},
}

ORDER = ["again", "threads", "memory", "pytorch_instructions", "onednn_instructions", "order"]  # of the rows

READS = {"digits": "data"}
NEEDS = {"train": 640, "test": 200}


def measure(digits: Digits) -> Measured:
    """Train under one change at a time and compare the weights with those of the first training.

    Returns:
        Numbers: `rows` of `change`, `same` (bit for bit) and `largest`, the largest difference of a weight; the same
        `largest` under the name of each change; `steps`, `examples`, `scale` (the largest absolute weight).
        Arrays: the weights under each change, `first` among them, (parameters,) float32.
    """
    some = digits.train_images[:EXAMPLES], digits.train_labels[:EXAMPLES]
    tests = digits.test_images[:TESTS], digits.test_labels[:TESTS]
    threads = torch.get_num_threads()
    try:
        weights = {"first": weights_after(some, tests)}
        weights["threads"] = weights_after(some, tests, threads=2)
        weights["memory"] = weights_after(some, tests, memory_format=torch.contiguous_format)
        turned = tuple(part[::-1].copy() for part in some)
        weights["order"] = weights_after(turned, tests)
    finally:
        torch.set_num_threads(threads)
    found = _in_new_processes(some, tests, list(ENVIRONMENTS.values()))
    weights |= dict(zip(ENVIRONMENTS, found, strict=True))
    first = weights["first"]
    largest = {name: float(np.abs(w - first).max()) for name, w in weights.items() if name != "first"}
    made = [name for name in ORDER if name in largest]
    rows = [{"change": name, "same": largest[name] == 0, "largest": largest[name]} for name in made]
    steps = RECIPE["epochs"] * EXAMPLES // RECIPE["batch_size"]
    numbers = {"rows": rows, "steps": steps, "examples": EXAMPLES, "scale": float(np.abs(first).max())}
    return Measured(numbers | {name: {"largest": value} for name, value in largest.items()}, weights)


def weights_after(some, tests, threads: int = 1, memory_format=torch.channels_last) -> np.ndarray:
    """All weights of network A after a short training, one after another.

    Args:
        some, tests: images (N, 28, 28) uint8 and labels (N,), to train and to test on.
        threads: of PyTorch.
        memory_format: in which order the axes of a tensor lie in memory.
    """
    torch.set_num_threads(threads)
    make_deterministic()
    network = initialise(network_a, RECIPE["seed"]).to(memory_format=memory_format)
    train(network, examples(*some, 0.13, 0.31), examples(*tests, 0.13, 0.31), Recipe(**RECIPE))
    return torch.cat([parameter.detach().flatten() for parameter in network.parameters()]).numpy()


def train_in_new_processes() -> None:
    """Read examples and variables from the standard input, train in a process each, write the weights to the output.

    PyTorch and oneDNN read variables when they calculate for the first time; this process never does. So its forks are
    as good as processes that import all anew, and don't take three seconds each.
    """
    torch.optim.SGD([torch.empty(0)], lr=1)  # the first optimiser imports for a second what the forks then have
    some, tests, environments = pickle.load(sys.stdin.buffer)
    tasks = [(some, tests, variables) for variables in environments]
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as forks:
        pickle.dump(forks.starmap(_under, tasks, chunksize=1), sys.stdout.buffer)


def _under(some, tests, variables: dict[str, str]) -> np.ndarray:
    """In a process that has not calculated: the weights after the training under these variables."""
    os.environ.update(variables)
    return weights_after(some, tests)


def _in_new_processes(some, tests, environments: list[dict[str, str]]) -> list[np.ndarray]:
    """The weights after the same training in new processes, each under its variables."""
    program = PROGRAM.format(module=train_in_new_processes.__module__, function=train_in_new_processes.__name__)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input=pickle.dumps((some, tests, environments)), capture_output=True)
    if done.returncode:
        raise RuntimeError(f"a training in a new process failed:\n{done.stderr.decode(errors='replace')}")
    return pickle.loads(done.stdout)
