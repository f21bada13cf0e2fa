"""Made-up data for the figures on digits, with PyTorch and with Keras, and on the building of the lecture."""

import numpy as np
import pandas as pd


def history(seed: int, epochs: int, batches: int = 40) -> pd.DataFrame:
    """A training that never happened: (epochs × batches + epochs + 1) rows in the columns of a real one."""
    noise = np.random.default_rng(seed)
    rows = [(0, 0, 0, "test", 2.31, 0.098)]
    for epoch in range(1, epochs + 1):
        for batch in range(1, batches + 1):
            seen = ((epoch - 1) * batches + batch) * 1500
            rows.append((epoch, batch, seen, "train", np.exp(-seen / 30000 + noise.normal() / 4) + 0.2, None))
        rows.append((epoch, 0, epoch * batches * 1500, "test", 0.3 / epoch, 1 - 0.06 / epoch - noise.uniform(0, 0.01)))
    return pd.DataFrame(rows, columns=["epoch", "batch", "examples_seen", "split", "loss", "accuracy"])


def overfitted() -> pd.DataFrame:
    """A training whose test loss has its least value in the middle."""
    table = history(4, epochs=6)
    tests = table["split"] == "test"
    return table.assign(loss=table["loss"].where(~tests, 0.5 + 0.1 * (table["epoch"] - 3).abs()))


def log_probabilities(count: int, sharpness: float) -> np.ndarray:
    scores = sharpness * np.random.default_rng(1).normal(size=(count, 10))
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(0)
    images = np.zeros((40, 28, 28), dtype=np.uint8)
    images[:, 6:22, 8:20] = random.integers(0, 256, (40, 16, 12))
    labels = np.arange(40) % 10
    trainings = [history(seed, epochs=3) for seed in (1, 2)]
    losses = np.linspace(2.3, 0.5, 20) + random.normal(scale=0.1, size=(2, 20))
    return {
        "splits": {"counts": np.array([5500, 500, 1000])},
        "workflow_graph": {
            "rules": np.array(["mnist_files", "train", "experiment_summary"]),
            "edges": np.array([(0, 1), (1, 2)]),
        },
        "training_speed": {
            "networks": np.array(["a", "b"]),
            "peers": np.array(["учебный цикл", "Keras на TensorFlow"]),
            "ratios": np.array([[3.9, 3.8, 4.1], [1.2, 1.1, 1.3]]),
        },
        "number_biography": {"data": np.array("MNIST"), "a": np.array([1, 2, 3]), "b": np.array([1])},
        "parity": {
            "exact_torch": losses,
            "exact_keras": losses + 1e-5,
            "epsilon_torch": losses,
            "epsilon_keras": losses + 1e-2,
        },
        "mnist_samples": {"images": images, "labels": labels},
        "loss_a": {"history": trainings},
        "accuracy": {"a": trainings, "b": [history(3, epochs=10)]},
        "overfitting_b": {"history": overfitted()},
        "predictions_a": {
            "images": images[:30],
            "labels": labels[:30],
            "log_probabilities": log_probabilities(30, sharpness=6),
        },
        "drawn_digit": {
            "layers": np.array(['{"kind": "flatten", "name": "flatten"}']),
            "weights": np.arange(6, dtype=np.float32),
            "scale": np.array([0.13, 0.31]),
            "images": images[:12],
            "labels": labels[:12],
            "log_probabilities": log_probabilities(12, sharpness=3),
        },
        "one_bit": {
            "steps": np.array([1, 3, 10, 30, 100, 300, 938]),
            "distances": np.geomspace(1e-8, [1e-2, 3e-2], 7).T,
        },
        "filters_a": {"kernels": random.normal(size=(10, 1, 5, 5)).astype(np.float32)},
        "activations_b": {
            "image": images[0],
            "first": random.random((32, 28, 28), dtype=np.float32),
            "second": random.random((64, 14, 14), dtype=np.float32),
        },
        "untrained_a": {"log_probabilities": log_probabilities(40, sharpness=0.1), "labels": labels},
        "digit_numbers": {"images": images, "labels": labels},
        "confusion_a": {"matrix": np.diag(random.integers(900, 1100, 10)) + random.integers(0, 9, (10, 10))},
    }
