"""Made-up arguments for the figures on where a network looks, and how it arranges digits."""

import numpy as np


def bump(shape: tuple[int, int], row: float, column: float, width: float) -> np.ndarray:
    """A hill of height 1 on a plain of 0."""
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / width**2)


def arguments() -> dict[str, dict]:
    """The name of each figure and what to call its `draw` with."""
    random = np.random.default_rng(7)
    images = np.zeros((2, 28, 28), np.uint8)
    images[:, 6:22, 12:16] = 255
    signs = np.array([1, -1, 1, -1, 1, 1])[:, None, None]
    maps = np.stack([signs * bump((28, 28), 8 + 8 * i, 14, 6) for i in range(2)])
    photos = np.repeat((255 * bump((56, 80), 28, 20, 30)).astype(np.uint8)[None, :, :, None], 3, axis=3)
    canvases = np.zeros((2, 84, 84), np.uint8)
    canvases[:, 20:40, 10:20] = canvases[:, 50:70, 60:70] = 255
    hill = bump((84, 84), 30, 15, 12)
    centres = 4 * np.stack([np.cos(np.arange(10) * 0.63), np.sin(np.arange(10) * 0.63)], axis=1)
    labels = np.arange(120) % 10
    answers = np.where(np.arange(120) % 17 == 3, (labels + 1) % 10, labels)
    pictures = np.zeros((120, 28, 28), np.uint8)
    pictures[np.arange(120), labels, labels] = 255
    return {
        "class_activation": {
            "images": images,
            "labels": np.array([1, 1]),
            "rivals": np.array([7, 2]),
            "probabilities": np.array([[0.999, 0.0001], [0.2, 0.75]]),
            "maps": maps,
        },
        "broken_explanation": {
            "image": images[0],
            "maps": np.stack(
                [[(-1) ** j * bump((28, 28), 8 + 4 * i, 10 + 2 * j, 6) for j in range(4)] for i in range(3)]
            ),
            "stages": np.array([0, 1, 3, 6]),
            "similarity": np.linspace([1, 1, 1], [0.1, 0.7, 0], 7).T,
            "accuracy": np.linspace(0.99, 0.1, 7),
        },
        "photo_activation": {
            "photos": photos,
            "names": np.array([["Egyptian cat", "espresso"]]),
            "probabilities": np.array([[0.05, 0.14]]),
            "gradient": np.stack([bump((7, 10), 3, 2, 2), bump((7, 10), 3, 7, 2)])[None],
            "hidden": np.stack([bump((14, 20), 6, 4, 3), bump((14, 20), 6, 14, 3)])[None],
        },
        "pointing": {
            "canvases": canvases,
            "maps": np.stack([np.stack([hill - 0.1, -hill])] * 2),
            "boxes": np.array([[[20, 10, 20, 10], [50, 60, 20, 10]]] * 2),
            "peaks": np.array([[[30, 15], [80, 80]]] * 2),
            "classes": np.array([1, 1]),
        },
        "pointing_shares": {
            "hits": np.array([[0.88, 0.4, 0.6, 0.55], [0.87, 0.25, 0.36, 0.3]]),
            "intervals": np.array([[[0.84, 0.9], [0.49, 0.55]], [[0.84, 0.9], [0.28, 0.33]]]),
            "chance": np.array([0.04, 0.04]),
        },
        "embeddings": {
            "pca": random.normal(size=(120, 2)) + 0.4 * centres[labels],
            "tsne": random.normal(size=(120, 2)) * 0.6 + 2 * centres[labels],
            "labels": labels,
            "answers": answers,
            "images": pictures,
        },
    }
