"""What a data set has too little of is told by file and number."""

import ast
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from cnn.data import mnist, sizes
from lecture.studies.declarations import declared
from tests.cnn.idx_files import write_idx
from tests.cnn.shapes import write_shapes

ROOT = Path(__file__).parents[3]
STUDIES = declared(ROOT / "src/cnn").studies
# What a study takes without being asked stands twice, since NEEDS is read without importing: here is the other place.
CONSTANTS = {
    ("answers_a", "test"): "GRID",
    ("backward", "test"): "IMAGES",
    ("determinism", "train"): "EXAMPLES",
    ("determinism", "test"): "TESTS",
    ("drawn_digit", "test_each"): "EACH",
    ("hierarchy", "test"): "IMAGES",
}


@pytest.fixture
def folder(tmp_path) -> Path:
    """Thirty images to train, twenty to test, of ten classes."""
    write_shapes(tmp_path / "own", train=30, test=20)
    return tmp_path / "own"


def lines(folder: Path, *needs: sizes.Need) -> list[str]:
    return list(sizes.lacking(folder, needs, lambda key: f"my.yaml:{len(key)}"))


def test_what_is_enough_is_not_told(folder):
    assert sizes.counts(folder) == {"train": 30, "train_each": 3, "test": 20, "test_each": 2}
    assert sizes.alike(folder) == []
    assert lines(folder, *(sizes.Need("it", word, amount, []) for word, amount in sizes.counts(folder).items())) == []


def test_what_is_not_enough_is_told_by_file_the_largest_first(folder):
    needs = [
        sizes.Need("the measurement small", "test", 21, []),
        sizes.Need("the experiment large", "test", 500, ["experiments.large.test", "experiments.large.more"]),
        sizes.Need("the measurement each", "train_each", 4, []),
    ]
    assert lines(folder, *needs) == [
        f"{folder}/t10k-labels-idx1-ubyte: test images: 20, but the experiment large takes 500; put more there, "
        "or lower experiments.large.test or experiments.large.more (my.yaml:22)",
        f"{folder}/t10k-labels-idx1-ubyte: test images: 20, but the measurement small takes 21; put more there",
        f"{folder}/train-labels-idx1-ubyte: training images of each class: 3, but the measurement each takes 4; "
        "put more there",
    ]


def test_a_class_that_is_missing_counts_nothing(folder):
    write_idx(folder / mnist.TEST_LABELS, np.arange(20, dtype=np.uint8) % 9)
    assert sizes.counts(folder)["test_each"] == 0


@pytest.mark.parametrize("value", [0, 7])
def test_images_that_are_all_the_same(folder, value):
    write_idx(folder / mnist.TEST_IMAGES, np.full((20, 28, 28), value, np.uint8))
    [line] = sizes.alike(folder)
    assert line == f"{folder}/t10k-images-idx3-ubyte: its 20 images are all the same; there is nothing to tell apart by"
    images = np.full((20, 28, 28), value, np.uint8)
    images[-1, -1, -1] += 1
    write_idx(folder / mnist.TEST_IMAGES, images)
    assert sizes.alike(folder) == []


def test_needs_are_counted_under_words_that_there_are():
    needs = {(study.name, word): amount for study in STUDIES.values() for word, amount in study.needs.items()}
    assert {word for _, word in needs} <= sizes.WORDS.keys()
    for (name, word), constant in CONSTANTS.items():
        assert needs[name, word] == getattr(import_module(STUDIES[name].module), constant), name


def test_every_study_that_chooses_so_many_examples_needs_them():
    """`subset` and `some_of_each` end a job where there are fewer."""
    choosing = {
        name
        for name, study in STUDIES.items()
        for node in ast.walk(ast.parse((ROOT / study.file).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("subset", "some_of_each")
        if any("digits." in ast.unparse(argument) or ast.unparse(argument) == "labels" for argument in node.args)
    }
    assert "mlp_against_cnn" in choosing
    assert [name for name in sorted(choosing) if not STUDIES[name].needs.keys() & {"train", "train_each"}] == []
