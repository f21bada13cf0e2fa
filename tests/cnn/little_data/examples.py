"""Made-up arguments for the figures of the chapter on learning from few examples."""

import numpy as np


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(6)
    ramp = np.linspace(0.7, 0.97, 4)

    def curve(gain: float) -> np.ndarray:
        return ramp + gain * (1 - ramp) + random.uniform(-0.01, 0.01, (3, 4))

    smooth = np.linspace(0, 255, 60).astype(np.uint8)
    pictures = np.broadcast_to(smooth[:, None, None], (12, 60, 90, 3)).copy()
    titles = ["исходная", "height_shift_range", *(f"всё вместе, {i}" for i in range(10))]
    return {
        "augmented_cat": {"pictures": pictures, "titles": np.array(titles)},
        "augmentation": {
            "examples": np.array([100, 1000, 3000, 6000]),
            "none": curve(0),
            "moved": curve(0.4),
            "flip_none": np.full((3, 10), 0.95),
            "flip_flipped": 0.95 - random.uniform(0, 0.05, (3, 10)),
        },
        "pretrained": {
            "photos": pictures[:4, :, :60],
            "names": np.array([["Egyptian cat", "espresso", "missile", "bow tie", "military uniform"]] * 4),
            "probabilities": np.array([[0.5, 0.3, 0.1, 0.01, 0.0001]] * 3 + [[1.0, 0, 0, 0, 0]]),
        },
        "mirrored_digits": {
            "images": random.integers(0, 256, (3, 3, 28, 28)).astype(np.uint8),
            "pairs": np.array([(5, 2), (3, 5), (3, 8)]),
        },
        "replaced_classifier": {},
        "fine_tuning": {},
        "overfitting": {
            "steps": np.arange(0, 401, 40),
            "none_training": np.linspace(1.5, 0, 11) ** 2 + random.uniform(0, 0.05, (3, 11)),
            "none_validation": 0.4 + np.linspace(1.4, -0.4, 11) ** 2 + random.uniform(0, 0.05, (3, 11)),
            "moved_training": 0.2 + np.linspace(1.4, 0, 11) ** 2 + random.uniform(0, 0.05, (3, 11)),
            "moved_validation": 0.3 + np.linspace(1.4, 0, 11) ** 2 + random.uniform(0, 0.05, (3, 11)),
        },
        "surface_samples": {
            "names": np.array(["кирпич", "трава", "скафандр", "лепестки", "звёзды"] * 2),
            "known": random.integers(0, 256, (10, 3, 32, 32)).astype(np.uint8),
            "asked": random.integers(0, 256, (10, 3, 32, 32)).astype(np.uint8),
        },
        "surface_ladder": {
            "examples": np.array([2, 5, 10, 30]),
            "scratch": curve(-0.9),
            "scratch_moved": curve(-0.8),
            "frozen": curve(0.2),
            "frozen_moved": curve(0.4),
            "fine_tuned": curve(0.45),
        },
    }
