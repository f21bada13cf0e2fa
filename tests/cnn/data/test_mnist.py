import ast
import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from cnn.data import mnist
from cnn.data.download import Mirror
from tests.cnn.idx_files import write_idx


@pytest.fixture
def folder(tmp_path) -> Path:
    """Five images of 2 × 3 to train, two to test, three classes."""
    images = np.zeros((5, 2, 3), np.uint8)
    images[0] = 255
    write_idx(tmp_path / mnist.TRAIN_IMAGES, images)
    write_idx(tmp_path / mnist.TRAIN_LABELS, np.array([0, 1, 2, 1, 1], np.uint8))
    write_idx(tmp_path / mnist.TEST_IMAGES, images[:2])
    write_idx(tmp_path / mnist.TEST_LABELS, np.array([0, 2], np.uint8))
    return tmp_path


def test_description(folder):
    description = mnist.describe(mnist.load(folder))
    assert description.pop("mean") == pytest.approx(0.2)
    assert description.pop("std") == pytest.approx(0.4)
    assert description == {
        "train_images": 5,
        "test_images": 2,
        "total": 7,
        "height": 2,
        "width": 3,
        "pixels": 6,
        "classes": 3,
        "minimum": 0,
        "maximum": 255,
        "train_counts": [1, 3, 1],
        "test_counts": [1, 0, 1],
        "smallest_class": 1,
        "largest_class": 3,
    }


def test_description_is_plain_json_and_agrees_with_numpy():
    rng = np.random.default_rng(0)
    images = rng.integers(3, 250, (12_003, 4, 4), np.uint8)
    labels = rng.integers(0, 10, 12_003).astype(np.uint8)
    description = mnist.describe(mnist.Digits(images, labels, images[:9], labels[:9]))
    assert json.loads(json.dumps(description)) == description
    assert description["mean"] == pytest.approx((images / 255).mean(), rel=1e-12)
    assert description["std"] == pytest.approx((images / 255).std(), rel=1e-12)
    assert (description["minimum"], description["maximum"]) == (3, 249)
    assert sum(description["train_counts"]) == 12_003


@pytest.mark.parametrize(
    ("file", "array"),
    [
        (mnist.TRAIN_IMAGES, np.zeros((5, 6), np.uint8)),
        (mnist.TRAIN_IMAGES, np.zeros((5, 2, 3), np.float32)),
        (mnist.TRAIN_LABELS, np.zeros(4, np.uint8)),
        (mnist.TEST_LABELS, np.zeros((2, 1), np.uint8)),
        (mnist.TEST_IMAGES, np.zeros((0, 2, 3), np.uint8)),
    ],
)
def test_the_file_that_does_not_fit_is_named(folder, file, array):
    write_idx(folder / file, array)
    with pytest.raises(ValueError, match=file):
        mnist.load(folder)


def test_images_of_two_sizes(folder):
    write_idx(folder / mnist.TEST_IMAGES, np.zeros((2, 3, 3), np.uint8))
    with pytest.raises(ValueError, match=r"\(2, 3\) to train, of \(3, 3\) to test"):
        mnist.load(folder)


def test_subset_is_a_fixed_choice():
    images, labels = np.arange(1000).reshape(100, 10), np.arange(100)
    small = mnist.subset(images, labels, 10, seed=4)
    large = mnist.subset(images, labels, 60, seed=4)
    np.testing.assert_array_equal(small[0], large[0][:10])
    np.testing.assert_array_equal(small[1], large[1][:10])
    np.testing.assert_array_equal(large[0][:, 0], large[1] * 10)
    assert len(set(large[1].tolist())) == 60
    assert (mnist.subset(images, labels, 60, seed=5)[1] != large[1]).any()
    # A change of the generator would silently change every result of a small build.
    assert small[1].tolist() == [70, 50, 30, 93, 12, 90, 49, 26, 56, 3]


@pytest.mark.parametrize("size", [0, -1, 101])
def test_subset_of_an_impossible_size(size):
    with pytest.raises(ValueError, match=f"a subset of {size} from 100 images"):
        mnist.subset(np.zeros((100, 2)), np.zeros(100), size, seed=0)


@pytest.mark.parametrize("name", mnist.FETCHED)
def test_the_mirrors_and_their_digests_are_those_of_torchvision(name):
    """Read from torchvision's source: importing it takes seconds."""
    source = Path(importlib.util.find_spec("torchvision").origin).parent / "datasets" / "mnist.py"
    tree = ast.parse(source.read_text())
    [body] = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in body
        if isinstance(node, ast.Assign) and node.targets[0].id in {"mirrors", "resources"}
    }
    dataset = mnist.FETCHED[name]
    mirrors = [source for source in dataset.sources if isinstance(source, Mirror)]
    assert [mirror.address for mirror in mirrors] == values["mirrors"]
    for mirror in mirrors:
        assert mirror.packed.keys() == dataset.files.keys()
        assert {f"{file}.gz": md5 for file, md5 in mirror.packed.items()} == dict(values["resources"])


def own_set(folder: Path, **wrong: np.ndarray | bytes) -> Path:
    """A small set in MNIST's format, in which files named by `wrong` hold something else."""
    parts = {
        "train_images": (mnist.TRAIN_IMAGES, np.zeros((20, 28, 28), np.uint8)),
        "train_labels": (mnist.TRAIN_LABELS, np.arange(20, dtype=np.uint8) % 10),
        "test_images": (mnist.TEST_IMAGES, np.zeros((10, 28, 28), np.uint8)),
        "test_labels": (mnist.TEST_LABELS, np.arange(10, dtype=np.uint8)),
    }
    folder.mkdir()
    for part, (name, right) in parts.items():
        content = wrong.get(part, right)
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        else:
            write_idx(folder / name, content)
    return folder


HTML = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
FAULTS = {
    "truncated": (
        {"train_images": bytes.fromhex("00000803000000140000001c0000001c") + b"\0" * 100},
        "train-images-idx3-ubyte: cut off: 116 bytes instead of 15696 for the shape (20, 28, 28)",
    ),
    "HTML": ({"test_labels": HTML}, "t10k-labels-idx1-ubyte: not an IDX file: it starts with 3c 21 44 4f"),
    "empty": ({"test_images": b""}, "t10k-images-idx3-ubyte: not an IDX file: it starts with nothing"),
    "counts": (
        {"train_labels": np.zeros(19, np.uint8)},
        "train-labels-idx1-ubyte: 19 labels for 20 images",
    ),
    "labels": (
        {"test_labels": np.array([0, 1, 2, 200, 4, 5, 6, 7, 8, 9], np.uint8)},
        "t10k-labels-idx1-ubyte: label 4 of 10 is 200; the networks take labels from 0 to 9",
    ),
    "size": (
        {"train_images": np.zeros((20, 32, 32), np.uint8)},
        "train-images-idx3-ubyte: its images are of 32×32; the networks take images of 28×28",
    ),
    "colours": (
        {"train_images": np.zeros((20, 28, 28, 3), np.uint8)},
        "train-images-idx3-ubyte: its images are of 28×28×3; the networks take images of 28×28",
    ),
    "a class": (
        {"train_labels": np.zeros(20, np.uint8)},
        "train-labels-idx1-ubyte: no image has the label 1; each from 0 to 9 is needed",
    ),
    "kind": (
        {"train_labels": np.zeros((20, 10), np.uint8)},
        "train-labels-idx1-ubyte: expected a list of labels, uint8, found uint8 of shape (20, 10)",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_set_of_ones_own_is_told_by_file(tmp_path, fault):
    wrong, line = FAULTS[fault]
    folder = own_set(tmp_path / "own", **wrong)
    assert mnist.mistakes(folder) == [f"{folder}/{line}"]


def test_what_is_missing_of_a_set_of_ones_own_is_told_with_what_to_do(tmp_path):
    folder = own_set(tmp_path / "raw")
    assert mnist.absent(folder) == ""
    labels = folder / mnist.TEST_LABELS
    labels.rename(labels.with_name(f"{labels.name}.gz"))
    assert mnist.absent(folder) == f"{labels} is missing, but {labels.name}.gz is there: unpack it, as gunzip does"
    told = mnist.absent(tmp_path / "mnist/raw")
    assert told.startswith(f"{tmp_path}/mnist/raw/{mnist.TRAIN_IMAGES} is missing: put the four files of mnist there")
    assert told.endswith("fetched: MNIST, FashionMNIST, KMNIST; did you mean MNIST?")


def test_all_faults_of_a_set_are_told_at_once(tmp_path):
    wrong = {"train_images": HTML, "train_labels": HTML, "test_images": b"", "test_labels": np.full(10, 77, np.uint8)}
    assert len(mnist.mistakes(own_set(tmp_path / "own", **wrong))) == 4
    assert mnist.mistakes(own_set(tmp_path / "right")) == []
