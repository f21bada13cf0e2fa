"""Made-up arguments of the figures on quality."""

import numpy as np


def arguments() -> dict[str, dict]:
    random = np.random.default_rng(4)
    images = np.zeros((24, 28, 28), dtype=np.uint8)
    images[:, 6:22, 8:20] = random.integers(0, 256, (24, 16, 12))
    labels = np.arange(24) % 10
    mistakes = {"images": images, "labels": labels, "answers": (labels + 3) % 10}
    value = random.uniform(0.94, 0.99, 10)
    shares = np.stack([value, value - 0.03, np.minimum(value + 0.02, 1)], axis=1)
    bins = np.stack([np.linspace(0.25, 0.97, 10), np.linspace(0.35, 0.99, 10), np.arange(10) * 100], axis=1)
    bins[0] = [np.nan, np.nan, 0]
    refused = np.linspace(0, 0.2, 81)
    falling = 0.03 * np.exp(-20 * refused)
    strengths = np.array(
        [np.arange(6) / 10, np.arange(6) / 2, np.array([0, 0.5, 0.6, 0.7, 0.8, 0.9]), np.arange(6), np.arange(6) * 10]
    )
    return {
        "learning_rate_grid": {
            "rates": np.array([0.0025, 0.01, 0.04, 0.16, 0.64]),
            "batch_sizes": np.array([16, 64, 256, 1024]),
            "accuracy": np.where(np.arange(20) == 16, np.nan, np.linspace(0.1, 0.99, 20)).reshape(5, 4),
        },
        "seed_accuracy": {
            "networks": np.array(["a", "a", "a", "b", "mlp", "mlp", "other"]),
            "accuracies": np.array([0.969, 0.971, 0.967, 0.993, 0.94, 0.938, 0.9]),
            "low": np.array([0.966, 0.968, 0.964, 0.9915, 0.936, 0.934, 0.894]),
            "high": np.array([0.972, 0.974, 0.97, 0.9945, 0.944, 0.942, 0.906]),
        },
        "network_sizes": {
            "networks": np.array(["a", "b", "logistic", "mlp", "b_plain", "modern", "other"]),
            "parameters": np.array([21840, 3274634, 7850, 21851, 3274634, 51514, 300]),
            "errors": np.array([0.03, 0.008, 0.08, 0.06, 0.02, 0.011, 0.4]),
            "published": np.array(["LeNet-5", "линейная сеть"]),
            "published_parameters": np.array([60000, 7850]),
            "published_errors": np.array([0.0095, 0.12]),
        },
        "per_class": {f"{indicator}_{n}": shares for indicator in ("recall", "precision") for n in ("a", "b")},
        "confident_mistakes": mistakes | {"probabilities": np.tile([0.99, 0.0001], (24, 1))},
        "calibration": {f"{when}_{n}": bins for when in ("before", "after") for n in ("a", "b")},
        "rejection": {"refused": refused, "a": np.stack([falling, 1.2 * falling]), "b": 0.3 * falling[None]},
        "label_errors": {key: values[:12] for key, values in mistakes.items()}
        | {"sureness": np.full(12, 0.9999), "numbers": np.arange(9988, 10000)},
        "robustness": {
            "networks": np.array(["a", "b"]),
            "corruptions": np.array(["noise", "blur", "contrast", "shift", "rotation"]),
            "strengths": strengths,
            "accuracy": np.stack(
                [0.98 - 0.1 * np.tile(np.arange(6), (5, 1)), 0.99 - 0.07 * np.tile(np.arange(6), (5, 1))]
            ),
            "examples": images[:5],
        },
    }
