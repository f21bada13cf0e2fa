"""Made-up arguments for the figures on what the layers hold and keep."""

import numpy as np


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(7)
    ramp = np.linspace(-1, 1, 5)
    slopes = np.stack([np.cos(a) * ramp[:, None] + np.sin(a) * ramp for a in np.linspace(0, 6, 10)])
    start = random.normal(size=(10, 5, 5))
    growth = np.array([0, 0.01, 0.1, 0.6, 1])
    small = random.normal(size=(32, 3, 3, 3))
    small[3] = 1e-9
    digits = np.zeros((10, 28, 28), np.uint8)
    digits[:, 5:23, 8:20] = np.linspace(60, 255, 10, dtype=np.uint8)[:, None, None]

    def maps(count: int, side: int) -> np.ndarray:
        return random.normal(size=(count, side, side)).astype(np.float32)

    falling = np.linspace(0.99, 0.3, 5)
    noise = random.uniform(0, 0.02, (3, 5))
    return {
        "filters_first": {"b": random.normal(size=(32, 5, 5)), "stem": small},
        "filters_second": {"kernels": random.normal(size=(20, 10, 5, 5))},
        "filter_growth": {
            "steps": np.array([0, 1, 8, 64, 938]),
            "kernels": start + growth[:, None, None, None] * slopes,
            "losses": np.array([2.33, 2.3, 2.1, 0.9, 0.3]),
            "accuracies": np.array([0.1, 0.11, 0.3, 0.8, 0.9]),
            "cosines": np.clip(0.85 + 0.15 * growth[:, None] + random.uniform(-0.03, 0, (5, 10)), -1, 1),
        },
        "growing_maps": {
            "steps": np.array([0, 1, 8, 64, 256, 512, 938]),
            "losses": np.linspace(2.3, 0.3, 7),
            "accuracies": np.linspace(0.1, 0.9, 7),
            "maps": np.linspace(0.2, 1, 7)[:, None, None, None] * maps(10, 12).clip(0),
            "probabilities": 0.1 + np.linspace(0, 0.8, 7)[:, None, None] * (np.eye(10) - 0.1),
            "images": digits,
            "labels": np.arange(10),
            "layers": np.array(['{"kind": "relu", "name": "relu1"}']),
            "weights": np.zeros((7, 260), np.float32),
            "scale": np.array([0.13, 0.31]),
        },
        "activations_a": {
            "image": digits[0],
            "conv1": maps(10, 24),
            "pool1": maps(10, 12),
            "relu1": maps(10, 12).clip(0),
            "conv2": maps(20, 8),
            "relu2": maps(20, 4).clip(0),
            "relu3": random.normal(size=50).clip(0),
            "fc2": random.normal(size=10),
        },
        "zeros": {
            "a_relu1": random.uniform(0.1, 0.6, (3, 10)),
            "a_relu2": random.uniform(0.2, 0.7, (3, 20)),
            "a_relu3": random.uniform(0.3, 0.9, (3, 50)),
            "b_relu1": random.uniform(0, 1, (1, 32)),
            "b_relu2": random.uniform(0.3, 1, (1, 64)),
            "b_relu3": random.uniform(0.5, 1, (1, 1024)),
        },
        "layer_information": {
            "sizes": np.array([784, 1440, 320, 50, 10]),
            "accuracy_trained": 0.8 + 3 * noise,
            "accuracy_random": falling - noise,
            "explained_trained": falling + noise / 2,
            "explained_random": falling - noise,
        },
        "reconstruction": {
            "images": digits,
            "decoded": np.clip(digits / 255 * np.linspace(1, 0.4, 4)[:, None, None, None] + 0.05, 0, 1),
            "explained": np.array([0.95, 0.8, 0.4, 0.25]),
        },
    }
