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
    transfer = {"scratch": curve(0), "frozen": curve(0.5), "fine_tuned": curve(0.4)}
    return {
        "augmented_cat": {"pictures": pictures, "titles": np.array(titles)},
        "augmentation": {
            "examples": np.array([100, 300, 1000, 6000]),
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
        "face_transfer": {"examples": np.array([10, 20, 40, 100])} | transfer,
        "digit_transfer": {"examples": np.array([5, 20, 100, 500])} | transfer,
    }
