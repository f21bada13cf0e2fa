"""Made-up data for the figures of the chapter on pooling and architecture."""

import numpy as np

LAYERS = [
    *[("layer", "U32"), ("type", "U32")],
    *((name, int) for name in ("kernel", "channels", "height", "width", "parameters")),
]


def network(channels: int) -> np.ndarray:
    rows = [
        ("input", "Input", 0, 1, 28, 28, 0),
        ("conv1", "Conv2d", 5, channels, 28, 28, 26 * channels),
        ("norm1", "BatchNorm2d", 0, channels, 28, 28, 2 * channels),
        ("relu1", "ReLU", 0, channels, 28, 28, 0),
        ("pool1", "MaxPool2d", 2, channels, 14, 14, 0),
        ("flatten", "Flatten", 0, 196 * channels, 1, 1, 0),
        ("fc1", "Linear", 0, 10, 1, 1, 1960 * channels + 10),
        ("log_softmax", "LogSoftmax", 0, 10, 1, 1, 0),
    ]
    return np.array(rows, dtype=LAYERS)


def seeds(first: float, last: float, count: int, trainings: int = 2) -> np.ndarray:
    """Accuracies (count, trainings) that go from one value to another, a hundredth apart."""
    return np.linspace(first, last, count)[:, None] + 0.01 * np.arange(trainings)


def influence(first: int, last: int) -> np.ndarray:
    values = np.zeros((28, 28))
    values[first : last + 1, first : last + 1] = np.random.default_rng(0).random((last - first + 1,) * 2)
    return values


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(0)
    convolved = random.normal(size=(28, 28))
    rectified = convolved.clip(min=0)
    layers = np.array(["conv1", "pool1", "conv2"])
    squares = np.array([(12, 16), (12, 17), (8, 21)])
    kernel, gradient = np.array([[1, 2, 0], [0, -1, 1], [2, 0, 1]]), np.diag([2, 0, -1])
    places = np.hypot(*np.mgrid[-6:7, -6:7])
    nearness = 1 / (1 + np.exp(places - np.linspace(2, 5, 20).reshape(2, 10, 1, 1)))
    return {
        "shifted_digit": {
            "images": (np.random.default_rng(1).random((10, 28, 28)) * 255).astype(np.uint8),
            "labels": np.arange(10),
            "answers": np.where(nearness > 0.5, np.arange(10)[:, None, None], 8),
            "probabilities": nearness,
            **{
                f"{name}_{variant}": value
                for variant in ("with", "without")
                for name, value in {
                    "layers": np.array(['{"kind": "flatten", "name": "flatten"}']),
                    "weights": np.arange(6, dtype=np.float16),
                    "channel": np.array(3),
                    "greatest": np.array(1.5),
                }.items()
            },
        },
        "max_pooling": {
            "example": np.array([[0, 1, 2, 1], [4, 1, 0, 1], [2, 0, 1, 1], [1, 2, 3, 1]]),
            "stride_1": np.array([[4, 2, 2], [4, 1, 1], [2, 3, 3]]),
            "stride_2": np.array([[4, 2], [2, 3]]),
        },
        "backward": {
            "kernel": kernel,
            "kernel_gradient": gradient,
            "kernel_result": np.pad(2 * kernel, (0, 2)) - np.pad(kernel, (2, 0)),
            "maps": np.array([[0, 1, 2, 1], [4, 1, 0, 1], [2, 0, 1, 1], [1, 2, 3, 1]]),
            "pooling_gradient": np.array([[1, -2], [3, 4]]),
            "pooling_result": np.array([[0, 0, -2, 0], [1, 0, 0, 0], [3, 0, 0, 0], [0, 0, 4, 0]]),
        },
        "standard_layer": {
            "image": random.integers(0, 256, (28, 28), dtype=np.uint8),
            "convolved": convolved,
            "rectified": rectified,
            "pooled": rectified.reshape(14, 2, 14, 2).max(axis=(1, 3)),
        },
        "receptive_field": {
            "image": random.integers(0, 256, (28, 28), dtype=np.uint8),
            **{f"{name}_layers": layers for name in "ab"},
            **{f"{name}_squares": squares for name in "ab"},
            **{f"{name}_influence": influence(8, 21) for name in "ab"},
        },
        "hierarchy": {
            layer: random.integers(0, 256, (5, 5, side, side), dtype=np.uint8)
            for layer, side in {"relu1": 5, "relu2": 14, "relu3": 28}.items()
        },
        "architecture": {"a": network(10), "b": network(64)},
        "pooling_robustness": {
            "shift_amounts": np.arange(7),
            "shift_with": seeds(0.95, 0.2, 7),
            "shift_without": seeds(0.9, 0.1, 7),
            "shift_blur": seeds(0.96, 0.3, 7),
            "rotation_amounts": np.arange(0, 46, 5),
            "rotation_with": seeds(0.95, 0.4, 10),
            "rotation_without": seeds(0.9, 0.3, 10),
            "rotation_blur": seeds(0.96, 0.42, 10),
        },
        "small_kernels": {"small": seeds(0.1, 0.97, 4), "large": seeds(0.1, 0.96, 4)},
        "normalisation": {
            "examples_seen": np.arange(6) * 5000,
            "plain_unit": seeds(0.1, 0.7, 6),
            "plain_standardised": seeds(0.1, 0.9, 6),
            "batch_unit": seeds(0.1, 0.95, 6),
            "batch_standardised": seeds(0.1, 0.95, 6),
        },
    }
