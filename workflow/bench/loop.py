"""Contender: the lecture's own loop, `cnn.learning.training.train`, on network a or b.

Reads one line for each round: the number of batches. Answers with the seconds they took, evaluations not counted.
"""

import sys
import time
from contextlib import suppress

import torch

from cnn.data.mnist import load
from cnn.learning.training import Recipe, examples, initialise, train
from cnn.networks.digits import network_a, network_b

data, threads, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(threads)
torch.use_deterministic_algorithms(True)
digits = load(f"{data}/MNIST/raw")
build, mean, std, optimiser = {
    "a": (network_a, 0.1307, 0.3081, {"name": "SGD", "lr": 0.01, "momentum": 0.5}),
    "b": (network_b, 0.0, 1.0, {"name": "Adam", "lr": 0.001, "eps": 1e-7, "fused": True}),
}[name]
training_set = examples(digits.train_images, digits.train_labels, mean, std)
few = training_set[0][:1], training_set[1][:1]
network = initialise(build, 1)


class Enough(Exception):
    """Ends a round."""


for line in sys.stdin:
    many, times = int(line), []

    def watch(history, many=many, times=times):
        times.append(time.perf_counter())
        if len(times) > many:
            raise Enough

    with suppress(Enough):
        train(network, training_set, few, Recipe(1, 64, optimiser, 1), watch)
    print(times[many] - times[0], flush=True)
