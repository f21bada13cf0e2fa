"""Which changes leave the bits of a training alone, and which don't: network A, a few steps, done again and again."""

import io
import os
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
    weights |= {name: _in_a_new_process(some, tests, variables) for name, variables in ENVIRONMENTS.items()}
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


def train_in_a_new_process() -> None:
    """Read the examples from the standard input, train, write the weights to the standard output."""
    given = np.load(io.BytesIO(sys.stdin.buffer.read()))
    weights = weights_after((given["images"], given["labels"]), (given["test_images"], given["test_labels"]))
    written = io.BytesIO()  # NumPy writes into a buffered file only where it can seek, and not into a pipe
    np.save(written, weights)
    sys.stdout.buffer.write(written.getvalue())


def _in_a_new_process(some, tests, variables: dict[str, str]) -> np.ndarray:
    """The weights after the same training there; oneDNN and PyTorch read the variables when it starts."""
    program = PROGRAM.format(module=train_in_a_new_process.__module__, function=train_in_a_new_process.__name__)
    buffer = io.BytesIO()
    np.savez(buffer, images=some[0], labels=some[1], test_images=tests[0], test_labels=tests[1])
    command, environment = [sys.executable, "-c", program], os.environ | variables
    done = subprocess.run(command, input=buffer.getvalue(), env=environment, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"a training in a new process failed:\n{done.stderr.decode(errors='replace')}")
    return np.load(io.BytesIO(done.stdout))
