"""Whether a data set of one's own is large enough, and its images differ, before anything is learnt from it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnn.data.idx import read_idx, shape_of
from cnn.data.mnist import TEST_IMAGES, TEST_LABELS, TRAIN_IMAGES, TRAIN_LABELS

# The words of NEEDS: images of a part, and images of each class in it.
WORDS = {
    "train": (TRAIN_LABELS, "training images"),
    "test": (TEST_LABELS, "test images"),
    "train_each": (TRAIN_LABELS, "training images of each class"),
    "test_each": (TEST_LABELS, "test images of each class"),
}


@dataclass(frozen=True)
class Need:
    """How many images a study takes.

    Attributes:
        study: "the experiment parity".
        word: one of WORDS.
        amount: the number of images.
        settings: the keys in the configuration that ask for so many; none if the study has a number of its own.
    """

    study: str
    word: str
    amount: int
    settings: Sequence[str]


def alike(folder: Path | str) -> list[str]:
    """A line for each file whose images are all the same, of a set without mistakes; two that differ are enough."""
    found = []
    for name in (TRAIN_IMAGES, TEST_IMAGES):
        path = Path(folder, name)
        count, *size = shape_of(path)
        # not read as a whole: the second image tells, as a rule
        images = np.memmap(path, np.uint8, "r", offset=path.stat().st_size - count * size[0] * size[1])
        images = images.reshape(count, -1)
        if count > 1 and all(np.array_equal(images[0], image) for image in images[1:]):
            found.append(f"{path}: its {count} images are all the same; there is nothing to tell apart by")
    return found


def counts(folder: Path | str) -> dict[str, int]:
    """How many images a set has, by the WORDS; of the classes from 0 to 9 the smallest counts."""
    found = {}
    for part, name in (("train", TRAIN_LABELS), ("test", TEST_LABELS)):
        labels = read_idx(Path(folder, name))
        found |= {part: len(labels), f"{part}_each": int(np.bincount(labels, minlength=10).min())}
    return found


def lacking(folder: Path | str, needs: Iterable[Need], place: Callable[[str], str]) -> Iterator[str]:
    """A line for each need that a set doesn't meet, the largest first.

    Args:
        place: tells `file:line` of a key.
    """
    there = counts(folder)
    unmet = (need for need in needs if need.amount > there[need.word])
    for need in sorted(unmet, key=lambda need: (need.word, -need.amount, need.study)):
        file, what = WORDS[need.word]
        lower = f", or lower {' or '.join(need.settings)} ({place(need.settings[0])})" if need.settings else ""
        there_are = f"{what}: {there[need.word]}, but {need.study} takes {need.amount}"
        yield f"{Path(folder, file)}: {there_are}; put more there{lower}"
