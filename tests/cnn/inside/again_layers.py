"""The values of the claims on what the layers hold and keep, computed by another way."""

import numpy as np
import torch
from torch.nn import functional as F


def plane(kernels: np.ndarray) -> float:
    """The share of variance that least squares explain, kernel by kernel, on average."""
    rows, columns = np.indices(kernels.shape[-2:]).reshape(2, -1)
    design = np.column_stack([np.ones(len(rows)), rows, columns])
    shares = []
    for weights in kernels.reshape(-1, len(rows)).astype(float):
        fitted = design @ np.linalg.lstsq(design, weights, rcond=None)[0]
        shares.append(np.var(fitted) / np.var(weights))
    return float(np.mean(shares))


def kernels(training, layer: str = "conv1") -> np.ndarray:
    return training.weights[f"{layer}.weight"]


def start(training) -> np.ndarray:
    """The first layer draws its weights first."""
    with torch.random.fork_rng():
        torch.manual_seed(training.recipe["seed"])
        return torch.nn.Conv2d(1, 10, 5).weight.detach().numpy()


def over_a(build, value) -> float:
    return float(np.mean([value(training) for training in build.trainings["a"]]))


def cosine(training) -> float:
    pairs = zip(start(training).reshape(10, -1), kernels(training).reshape(10, -1), strict=True)
    return float(np.mean([np.corrcoef(one, other)[0, 1] for one, other in pairs]))


def half(build) -> float:
    trace = np.load(build.root / "results/filter_growth.npz")["trace.kernels"].reshape(-1, 250)
    way = np.linalg.norm(trace - trace[0], axis=1)
    return next(step for step, distance in enumerate(way) if 2 * distance >= way[-1]) / (len(way) - 1)


def zeros_a(build, training) -> float:
    """Written out with functions, without modules: the last ReLU's share minus the first one's."""
    recipe = training.recipe
    some = build.images[: build.numbers["layer_information.counted"], None].astype(np.float32) / 255
    w = {name: torch.from_numpy(values) for name, values in training.weights.items()}
    x = torch.from_numpy((some - np.float32(recipe["mean"])) / np.float32(recipe["std"]))
    with torch.inference_mode():
        first = F.relu(F.max_pool2d(F.conv2d(x, w["conv1.weight"], w["conv1.bias"]), 2))
        second = F.relu(F.max_pool2d(F.conv2d(first, w["conv2.weight"], w["conv2.bias"]), 2))
        hidden = F.relu(F.linear(second.flatten(1), w["fc1.weight"], w["fc1.bias"]))
    return float((hidden == 0).double().mean() - (first == 0).double().mean())


def arrays(build):
    return np.load(build.root / "results/layer_information.npz")


def zeros_b(build) -> float:
    return float(arrays(build)["zeros.b_relu2"].mean() - arrays(build)["zeros.b_relu3"].mean())


STAGES = ("pixels", "relu1", "relu2", "relu3", "fc2")


def accuracy(build, kind: str, stage: str) -> float:
    """From what was right and wrong, image by image."""
    return float(arrays(build)[f"raw.right_{kind}"][:, STAGES.index(stage)].mean())


def explained(build, kind: str, stage: str) -> float:
    """From the squared errors, image by image."""
    errors = arrays(build)[f"raw.errors_{kind}"][:, STAGES.index(stage)]
    return float(1 - errors.mean() / arrays(build)["raw.spread"].mean())


RECOMPUTED = {
    "kernels_slope": lambda b: over_a(b, lambda training: plane(kernels(training)) * 24 / 2),
    "second_layer_less_slope": lambda b: over_a(b, lambda t: plane(kernels(t)) - plane(kernels(t, "conv2"))),
    "start_remembered": lambda b: over_a(b, cosine),
    "change_is_slope": lambda b: over_a(b, lambda training: plane(kernels(training) - start(training))),
    "kernels_early": half,
    "zeros_grow_a": lambda b: over_a(b, lambda training: zeros_a(b, training)),
    "zeros_peak_b": zeros_b,
    "class_emerges": lambda b: accuracy(b, "trained", "relu2") - accuracy(b, "trained", "pixels"),
    "class_needs_training": lambda b: accuracy(b, "trained", "relu3") - accuracy(b, "random", "relu3"),
    "image_kept_first": lambda b: explained(b, "trained", "relu1"),
    "image_fades": lambda b: explained(b, "trained", "relu1") - explained(b, "trained", "relu3"),
    "image_as_untrained": lambda b: abs(explained(b, "trained", "relu3") - explained(b, "random", "relu3")),
}
