"""Made-up data for the figures of the chapter on convolution in one dimension."""

import numpy as np


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(5)
    heights = np.array([0.32, 0.6, 0.95, 0.88, 0.97, 0.56])[:, None, None]
    rising = np.clip(heights * (1 - np.exp(-np.arange(13) / 3)) + random.normal(scale=0.01, size=(6, 3, 13)), 0, 1)
    shifts = np.arange(-14, 15)
    peak = np.exp(-(shifts**2) / 6)
    shifted = np.array([peak, peak, 0.5 + 0.5 * (shifts % 4 == 0), np.full(29, 0.99)])
    return {
        "causal_convolution": {},
        "convolution_1d": {
            "signal": np.array([0, 0, 1, 3, 4, 4, 2]),
            "kernel": np.array([-1, 0, 1]),
            "result": np.array([1, 3, 3, 1, -2]),
            "window": np.array(2),
        },
        "mnist1d_samples": {
            "templates": np.sin(np.linspace(0, 6, 12)) * np.linspace(-1, 1, 10)[:, None],
            "train_sequences": random.normal(size=(30, 40)).cumsum(axis=1) / 3,
            "train_labels": np.arange(10).repeat(3),
        },
        "sequences": {
            "networks": np.array(["logistic", "mlp", "cnn_1d", "cnn_1d_with_places", "gru", "cnn_1d_mixed"]),
            "accuracies": rising,
            "published": np.where(np.arange(6) == 3, np.nan, heights[:, 0, 0]),
        },
        "shifted_patterns": {
            "networks": np.array(["mlp", "cnn_1d_with_places", "cnn_1d", "cnn_1d_without_pooling"]),
            "shifts": shifts,
            "accuracies": np.stack([shifted, 0.97 * shifted], axis=1),
        },
        "filters_1d": {"kernels": random.normal(size=(6, 5)), "windows": random.normal(size=(6, 12, 14))},
        "spikes": {
            "times": np.arange(300) / 100,
            "potential": np.where(np.arange(300) % 60 == 30, 0.0, -45.0),
            "noisy": np.where(np.arange(300) % 60 == 30, 0.0, -45.0) + random.normal(scale=8, size=300),
            "kernel": np.sin(np.arange(20) / 3),
            "answers": np.where(np.arange(300) % 60 == 30, 0.9, 0.0) + random.normal(scale=0.1, size=300),
            "found": np.arange(0.3, 3, 0.6),
            "level": np.array(0.5),
        },
        "languages": {
            "widths": np.array([1, 2, 3, 5]),
            "windows": np.array([[0.67, 0.77, 0.80, 0.81], [0.68, 0.78, 0.81, 0.82]]),
            "letters": np.array([0.67, 0.68]),
            "trigrams": np.array([0.83, 0.84]),
        },
    }
