"""A made-up data set in MNIST's format: ten noisy shapes, which stand for whatever images are no digits."""

from pathlib import Path

import numpy as np

from tests.cnn.idx_files import write_idx

SIDE, CLASSES = 28, 10
STROKE, STRENGTH, NOISE = 4, 180, 60  # pixels, and brightness of 255: so noisy that a network errs


def write_shapes(folder: Path, train: int = 600, test: int = 200) -> None:
    """Write the four files into `folder`, which is made: so many images to train and to test, all classes alike."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(0)
    for part, count in (("train", train), ("t10k", test)):
        labels = random.permutation(np.arange(count) % CLASSES).astype(np.uint8)
        images = np.stack([shape(label, random) for label in labels])
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels)


def shape(label: int, random: np.random.Generator) -> np.ndarray:
    """A bar of the class's own slope, at a place and under a noise of its own, (28, 28) uint8."""
    rows, columns = np.indices((SIDE, SIDE)) - SIDE / 2
    angle, place = np.pi * label / CLASSES, random.integers(-4, 5)
    across = rows * np.cos(angle) - columns * np.sin(angle) - place
    bar = (np.abs(across) < STROKE / 2) & (np.hypot(rows, columns) < SIDE / 2 - 2)
    return np.clip(STRENGTH * bar + random.normal(0, NOISE, bar.shape), 0, 255).astype(np.uint8)
