"""How the kernels of network A's first layer grow in the first epoch, out of random numbers."""

from collections.abc import Mapping
from pkgutil import resolve_name

import numpy as np
import torch

from cnn.data.mnist import Digits
from cnn.inside.filters import similarity
from cnn.learning.history import History
from cnn.learning.training import Examples, Recipe, evaluate, examples, initialise, predict, train
from cnn.networks.exported import for_page
from lecture.studies.measured import Measured

READS = {
    "digits": "data a",
    "mnist": "described a",
    "build": "config networks.a.build",
    "batch_size": "config networks.a.batch_size",
    "optimiser": "config networks.a.optimiser",
    "seed": "config networks.a.seeds.0",
}


def measure(
    digits: Digits,
    mnist: Mapping,
    *,
    build: str,
    batch_size: int,
    optimiser: dict,
    seed: int,
    training_examples: int,
    test_examples: int,
) -> Measured:
    """Train for one epoch, keep the kernels after every step, and test at the steps 0, 1, 2, 4, 8, … and the last.

    Returns:
        Numbers: `seeds` 1; `steps` of the epoch; `rows`, for each tested step its `step`, the test `loss` in nats, the
        `accuracy` and the `cosine`; `half`, the share of the epoch after which the kernels are half as far from their
        start as at its end; `moved`, the distance of the end in units of the start's norm; `start_cosine`, of the first
        and the last kernels, mean over kernels, and `start_cosine_least`.
        Arrays of both figures: `steps` (S,), `losses` (S,), `accuracies` (S,). Of `filter_growth`: `kernels`
        (S, 10, 5, 5), `cosines` (S, 10) with the last kernels. `trace.kernels` (steps + 1, 10, 5, 5) float32. Of
        `growing_maps`: `images` (D, 28, 28) uint8, the first test digit of each class, with `labels` (D,); `maps`
        (S, 10, H, W), what the first stage makes of the first of them; `probabilities` (S, D, 10); `scale`, mean and
        standard deviation of the pixels; `layers` of the first stage as JSON and its `weights` (S, N) float32.
    """
    network = initialise(resolve_name(build), seed)
    mean, std = mnist["mean"], mnist["std"]
    chosen, tested = slice(training_examples), slice(test_examples)
    training_set = examples(digits.train_images[chosen], digits.train_labels[chosen], mean, std)
    test_set = examples(digits.test_images[tested], digits.test_labels[tested], mean, std)
    shown = logarithmic(-(-len(training_set[0]) // batch_size))
    places = np.unique(digits.test_labels[:test_examples], return_index=True)[1]
    samples = digits.test_images[:test_examples][places], digits.test_labels[:test_examples][places]
    trace, tests = [first_kernels(network)], [evaluate(network, test_set)]
    seen = [first_stage(network, examples(*samples, mean, std))]

    def watch(history: History) -> None:
        step = len(trace)
        if history.rows[-1]["split"] == "test":  # the evaluation at the end of the epoch is no step
            return
        trace.append(first_kernels(network))
        if step in shown:
            tests.append(evaluate(network, test_set))
            seen.append(first_stage(network, examples(*samples, mean, std)))
            network.train()  # the evaluation had turned the dropout off

    with torch.random.fork_rng():
        train(network, training_set, test_set, Recipe(1, batch_size, optimiser, seed), watch)
    kernels = np.stack(trace)
    losses, accuracies = (np.array(values) for values in zip(*tests, strict=True))
    cosines = np.array([similarity(kernels[step], kernels[-1]) for step in shown])
    distances = np.sqrt(((kernels - kernels[0]) ** 2).sum(axis=(1, 2, 3)))
    numbers = {
        "seeds": 1,
        "steps": len(kernels) - 1,
        "examples": len(training_set[0]),
        "tested": len(test_set[0]),
        "rows": [
            {"step": step, "loss": float(loss), "accuracy": float(accuracy), "cosine": float(cosine)}
            for step, loss, accuracy, cosine in zip(shown, losses, accuracies, cosines.mean(axis=1), strict=True)
        ],
        "half": float(np.argmax(distances >= distances[-1] / 2) / (len(kernels) - 1)),
        "moved": float(distances[-1] / np.sqrt((kernels[0] ** 2).sum())),
        "start_cosine": float(cosines[0].mean()),
        "start_cosine_least": float(cosines[0].min()),
    }
    growing = {name: np.stack([found[name] for found in seen]) for name in ("weights", "maps", "probabilities")}
    growing |= {"images": samples[0], "labels": samples[1], "layers": seen[0]["layers"], "scale": np.array([mean, std])}
    arrays = {"steps": np.array(shown), "losses": losses, "accuracies": accuracies}
    arrays |= {"filter_growth.kernels": kernels[shown], "filter_growth.cosines": cosines, "trace.kernels": kernels}
    return Measured(numbers, arrays | {f"growing_maps.{name}": values for name, values in growing.items()})


def first_stage(network: torch.nn.Sequential, samples: Examples) -> dict[str, np.ndarray]:
    """What the layers up to the first ReLU are, what they make of the first sample, and what the network answers.

    Returns:
        `layers` and `weights`, as `for_page` gives them, `maps` (10, H, W) and `probabilities` (samples, 10).
    """
    images, _ = samples
    names = [name for name, _ in network.named_children()]
    stage = network[: names.index("relu1") + 1]
    return {
        **for_page(stage, "growing_maps"),
        "maps": predict(stage, images[:1])[0].numpy(),
        "probabilities": predict(network, images).exp().numpy(),
    }


def logarithmic(last: int) -> list[int]:
    """0, 1, 2, 4, 8, … and the last step; a power of two too near to it (more than two thirds of it) is left out."""
    powers = [2**i for i in range(last.bit_length())]
    return [0, *(step for step in powers if 3 * step <= 2 * last), last]


def first_kernels(network: torch.nn.Module) -> np.ndarray:
    """A copy of the first convolution's kernels, (10, 5, 5) float32."""
    return network.conv1.weight.detach()[:, 0].numpy().copy()
