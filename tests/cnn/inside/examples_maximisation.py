"""Made-up arguments for the figures on inputs that excite or deceive a network."""

import numpy as np


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(7)

    def stripes(count: int, side: int) -> np.ndarray:
        """Waves of another direction in each picture, (count, side, side) in [0, 255]."""
        angles = np.linspace(0, np.pi, count, endpoint=False)[:, None, None]
        y, x = np.mgrid[:side, :side]
        return (127.5 + 127.5 * np.sin(0.4 * (x * np.cos(angles) + y * np.sin(angles)))).astype(np.uint8)

    def coloured(count: int, side: int) -> np.ndarray:
        return np.stack([stripes(count, side), *random.integers(0, 256, (2, count, side, side), np.uint8)], axis=3)

    digit = np.zeros((28, 28))
    digit[5:23, 12:16] = 1
    strengths, signs = np.array([0, 0.05, 0.1, 0.2]), random.integers(-1, 2, (2, 28, 28)).astype(np.int8)
    pictures = 255 * np.clip(digit + strengths[:, None, None] * signs[:, None], 0, 1)
    return {
        "readable_features": {
            "ingredients": np.array(["naive", "moved", "penalised", "waves", "colours"]),
            "pictures": coloured(5, 24),
        },
        "excited_channels": {f"block_{block}": coloured(3, 8 * block) for block in (1, 2, 3)},
        "channel_examples": {
            "blocks": np.array([3, 5]),
            "pictures": coloured(2, 24),
            "examples": np.stack([coloured(3, 24), coloured(3, 24)[::-1]]),
            "name": np.array("daisy"),
            "class_picture": coloured(1, 24)[0],
            "class_examples": coloured(3, 24),
        },
        "excited_neurons": {
            f"{network}_{layer}": stripes(10, side) for network in "ab" for layer, side in (("conv1", 5), ("conv2", 14))
        },
        "excited_classes": {
            f"{network}_{way}": stripes(10, 28) for network in "ab" for way in ("naive", "moved", "sparing")
        },
        "adversarial_digits": {
            "strengths": strengths,
            "pictures": pictures.round().astype(np.uint8),
            "signs": signs,
            "labels": np.array([1, 1]),
            "answers": np.array([[1, 1, 7, 7], [1, 1, 1, 8]]),
            "probabilities": np.array([[0.9999, 0.9, 0.5, 0.8], [0.99, 0.9, 0.8, 0.4]]),
            "layers": np.array(['{"kind": "flatten", "name": "flatten"}']),
            "weights": np.arange(6, dtype=np.float32),
            "scale": np.array([0.13, 0.31]),
        },
        "adversarial_accuracy": {
            "networks": np.array(["a", "b", "mlp"]),
            "strengths": np.linspace(0, 0.25, 6),
            "attacked": np.linspace((0.97, 0.99, 0.93), (0.2, 0.3, 0), 6).T,
            "noisy": np.linspace((0.97, 0.99, 0.93), (0.96, 0.98, 0.9), 6).T,
        },
    }
