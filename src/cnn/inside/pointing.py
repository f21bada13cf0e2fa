"""Does a map of a class point at the object? Digits on a canvas, one or two, and networks that have learned or not."""

import numpy as np
import torch
from torch import nn

from cnn.data.mnist import Digits
from cnn.inside.attribution import class_activation_map, enlarge
from cnn.learning.training import examples, initialise
from cnn.networks.digits import network_modern
from cnn.networks.weights import trained
from lecture.studies.measured import Arrays, Measured, wilson

SIDE = 84  # pixels of the canvas: three digits
RANDOM_SEEDS = (1, 2, 3)  # of the networks that have learned nothing
SHOWN = 3  # canvases in the figure
BATCH = 100


def boxes(digits: np.ndarray) -> np.ndarray:
    """The rectangle of the ink of each image (N, H, W): (N, 4) as top, left, height, width."""
    rows, columns = (digits > 0).any(axis=2), (digits > 0).any(axis=1)
    top, left = rows.argmax(axis=1), columns.argmax(axis=1)
    height = rows.shape[1] - rows[:, ::-1].argmax(axis=1) - top
    width = columns.shape[1] - columns[:, ::-1].argmax(axis=1) - left
    return np.stack([top, left, height, width], axis=1)


def scatter(digits: np.ndarray, seed: int, side: int = SIDE) -> tuple[np.ndarray, np.ndarray]:
    """Paste the digits of each canvas at random places where their images don't overlap.

    Args:
        digits: (N, K, h, w) uint8.

    Returns:
        Canvases (N, side, side) uint8, and the rectangles of the ink (N, K, 4) as top, left, height, width.
    """
    random = np.random.default_rng(seed)
    count, several, height, width = digits.shape
    canvases = np.zeros((count, side, side), np.uint8)
    ink = boxes(digits.reshape(-1, height, width)).reshape(count, several, 4)
    for canvas, images, rectangles in zip(canvases, digits, ink, strict=True):
        while True:
            corners = random.integers(0, [side - height + 1, side - width + 1], size=(several, 2))
            apart = (np.abs(corners[:, None] - corners[None]) >= (height, width)).any(axis=2)
            if (apart | np.eye(several, dtype=bool)).all():
                break
        for image, (top, left) in zip(images, corners, strict=True):
            canvas[top : top + height, left : left + width] = image
        rectangles[:, :2] += corners
    return canvases, ink


def peaks(network: nn.Sequential, canvases: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the map of each canvas's class is largest, (N, 2) as row and column, and the maps (N, side, side)."""
    images, wanted = examples(canvases, classes, mean=0, std=1)
    maps = torch.cat(
        [
            class_activation_map(network, network.relu5, network.fc, some, asked)
            for some, asked in zip(images.split(BATCH), wanted.split(BATCH), strict=True)
        ]
    )
    large = enlarge(maps, canvases.shape[1:])
    highest = large.flatten(1).argmax(dim=1)
    return np.stack(np.divmod(highest.numpy(), canvases.shape[2]), axis=1), large.numpy()


def inside(points: np.ndarray, rectangles: np.ndarray) -> np.ndarray:
    """Whether points (N, 2) lie in rectangles (N, 4): (N,) bool."""
    offset = points - rectangles[:, :2]
    return ((offset >= 0) & (offset < rectangles[:, 2:])).all(axis=1)


def told(on_asked: np.ndarray, on_any: np.ndarray) -> dict[str, float]:
    """The numbers of some networks, of their hits (networks, N) on the digit that was asked for, and on either."""
    shares, (low, high) = on_asked.mean(axis=1), wilson(int(on_asked.sum()), on_asked.size)
    return {
        "share": float(on_asked.mean()),
        "low": low,
        "high": high,
        "any": float(on_any.mean()),
        "which": float(on_asked.sum() / max(on_any.sum(), 1)),
        "least": float(shares.min()),
        "most": float(shares.max()),
    }


READS = {"digits": "data modern", "modern": "first modern weights.safetensors"}


def measure(digits: Digits, modern: Arrays, count: int) -> Measured:
    """Play the pointing game (J. Zhang et al., 2018): is the largest value of a map on the digit that was asked for?

    The canvases are alone or in pairs; the first digit of each is asked for, the other is of another class.

    Args:
        count: how many canvases of each kind.

    Returns:
        Numbers: `canvases`, `side`, `seeds` 1; for `one` and `two` digits the `chance`, the share of the canvas inside
        the rectangle, and by network, `trained` and `random`, the `share` of hits with its interval `low`, `high`;
        for two also `any`, the share of hits on either digit, and `which`, that of the asked one among them; for the
        random networks of the shares `least` and `most`.
        Arrays: for the figure pointing `canvases` (3, side, side) uint8 with two digits, `maps` (3, 2, side, side) of
        the trained and of a random network, `boxes` (3, 2, 4), `peaks` (3, 2, 2), and `classes` (3,); for
        pointing_shares `hits` (2, 1 + 3), one row a kind, first the trained network; `intervals` (2, 2, 2) and
        `chance` (2,).
    """
    labels = digits.test_labels[:count].astype(np.int64)
    # the nearest later image of another class
    partner = np.array(
        [next(j for j in range(i + 1, i + 1000) if digits.test_labels[j] != label) for i, label in enumerate(labels)]
    )
    pairs = np.stack([digits.test_images[:count], digits.test_images[partner]], axis=1)
    networks = [trained(network_modern, modern), *(initialise(network_modern, seed) for seed in RANDOM_SEEDS)]
    numbers: dict = {"canvases": count, "side": SIDE, "seeds": 1, "random_networks": len(RANDOM_SEEDS)}
    hits, intervals = [], []
    for seed, (name, several) in enumerate({"one": 1, "two": 2}.items()):
        canvases, rectangles = scatter(pairs[:, :several], seed)
        found = [peaks(network, canvases, labels) for network in networks]
        on_asked = np.array([inside(points, rectangles[:, 0]) for points, _ in found])
        on_any = np.array([[inside(p, rectangles[:, k]) for k in range(several)] for p, _ in found]).any(axis=1)
        numbers[name] = {
            "chance": float(rectangles[:, 0, 2:].prod(axis=1).mean() / SIDE**2),
            "trained": told(on_asked[:1], on_any[:1]),
            "random": told(on_asked[1:], on_any[1:]),
        }
        hits.append(on_asked.mean(axis=1))
        intervals.append([[numbers[name][who][end] for end in ("low", "high")] for who in ("trained", "random")])
    shown = slice(SHOWN)
    drawn = {
        "canvases": canvases[shown],
        "maps": np.stack([maps[shown] for _, maps in found[:2]], axis=1),
        "boxes": rectangles[shown],
        "peaks": np.stack([points[shown] for points, _ in found[:2]], axis=1),
        "classes": labels[shown],
    }
    shares = {
        "hits": np.array(hits),
        "intervals": np.array(intervals),
        "chance": np.array([numbers[name]["chance"] for name in ("one", "two")]),
    }
    return Measured(
        numbers,
        {f"pointing.{name}": values for name, values in drawn.items()}
        | {f"pointing_shares.{name}": values for name, values in shares.items()},
    )
