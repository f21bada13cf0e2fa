import numpy as np
import pytest

from cnn.digits.answers_a import confusion


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("types", [("u1", "i8"), ("i8", "i8"), ("u1", "u1")])
def test_against_a_loop(classes, types):
    rng = np.random.default_rng(classes)
    labels, answers = (rng.integers(0, classes, 500).astype(kind) for kind in types)
    wanted = np.zeros((classes, classes), int)
    for label, answer in zip(labels, answers, strict=True):
        wanted[label, answer] += 1
    found = confusion(labels, answers, classes)
    np.testing.assert_array_equal(found, wanted)
    assert found.dtype == np.int64


def test_many_classes_do_not_overflow_small_integers():
    labels = np.full(3, 40, np.uint8)
    assert confusion(labels, labels, classes=50)[40, 40] == 3


def test_rows_are_the_truth():
    matrix = confusion(np.array([4, 4, 9]), np.array([9, 4, 9]))
    assert matrix.shape == (10, 10)
    assert (matrix[4, 9], matrix[4, 4], matrix[9, 9], matrix.sum()) == (1, 1, 1, 3)
