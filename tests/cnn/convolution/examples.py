"""Made-up data for the figures of the chapter on images and convolution."""

import numpy as np

GEOMETRY = {"size": 5, "kernel": 3, "padding": 0, "stride": 1, "dilation": 1}


def geometry(**changes: int) -> dict[str, np.ndarray]:
    """The arguments as they come out of a file: arrays of no dimension."""
    return {name: np.array(value) for name, value in (GEOMETRY | changes).items()}


def arguments() -> dict[str, dict]:
    random = np.random.default_rng(2)
    x = np.linspace(-4, 4, 33)
    image, kernel = random.integers(0, 4, (5, 5)), random.integers(-2, 3, (3, 3))
    output = np.array([[(image[i : i + 3, j : j + 3] * kernel).sum() for j in range(3)] for i in range(3)])
    smooth = np.linspace(0, 255, 48).astype(np.uint8)
    photo = np.broadcast_to(smooth[:, None], (48, 48)).copy()
    kernels = np.stack([np.full((3, 3), 1 / 9), *random.integers(-2, 9, (5, 3, 3)) - 0.0])
    sizes = np.array([100, 300, 1000, 3000])
    accuracies = np.linspace(0.7, 0.95, 4)[:, None] + np.array([0, 0.01, 0.02])
    digit = np.zeros((28, 28))
    digit[5:22, 9:20] = 1
    moved = np.roll(digit, 4, axis=1)
    return {
        "border_effect": geometry(),
        "padding": geometry(padding=1),
        "stride": geometry(stride=2),
        "dilation": geometry(size=7, dilation=2),
        "nonlinearities": {"x": x, "relu": np.maximum(x, 0), "sigmoid": 1 / (1 + np.exp(-x)), "tanh": np.tanh(x)},
        "worked_convolution": {
            "image": image,
            "kernel": kernel,
            "output": output,
            "places": np.array([(0, 0), (1, 2)]),
        },
        "multichannel": {
            "inputs": np.array([3, 28, 28]),
            "weights": np.array([32, 3, 3, 3]),
            "outputs": np.array([32, 26, 26]),
        },
        "convolution_speed": {
            "sides": np.array([8, 16, 32]),
            "seconds": np.array([[4e-3, 3e-2, 2e-1], [4e-5, 5e-5, 6e-5], [2e-5, 3e-5, 6e-5]]),
        },
        "photo_transforms": {
            "pictures": np.broadcast_to(photo[..., None], (8, 48, 48, 3)),
            "distances": np.linspace(0.1, 0.4, 7),
        },
        "photo_channels": {"photo": np.broadcast_to(photo[..., None], (48, 48, 3))},
        "neighbour_correlation": {
            "photo": np.exp(-np.arange(65) / 30),
            "digits": np.exp(-np.arange(21) / 2),
            "shuffled": np.eye(1, 65)[0],
        },
        "classic_filters": {
            "photo": photo,
            "kernels": kernels,
            "filtered": np.broadcast_to(photo / 255.0, (7, 48, 48)),
        },
        "equivariance": {
            "images": np.stack([digit, moved]),
            "maps": np.stack([digit, moved]) + 0.1 * np.eye(28),
            "shift": np.array(4),
        },
        "equivariance_end": {
            "shifts": np.arange(5),
            "conv1": np.zeros(5),
            "stride2": np.array([0, 0.7, 0, 0.7, 0]),
            "pool2": np.array([0, 0.5, 0.9, 0.5, 0]),
            "fc1": np.linspace(0, 1.5, 5),
        },
        "mlp_against_cnn": {
            "sizes": sizes,
            "a": accuracies,
            "mlp": accuracies - 0.12,
            "wide": accuracies - 0.04,
            "a_shuffled": accuracies - 0.3,
            "wide_shuffled": accuracies - 0.045,
        },
        "learnt_kernel": {
            "steps": np.array([0, 10, 300]),
            "kernels": np.array(
                [[[0.1, -0.2, 0.1]] * 3, [[-0.6, 0.1, 0.7]] * 3, [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1.0]]]
            ),
        },
    }
