import numpy as np

from cnn.data.mnist import Digits
from cnn.digits.answers_a import measure


def test_rows_of_the_confusion_matrix_are_the_truth_and_all_classes_have_one():
    labels, given = np.array([4, 4, 9], np.uint8), np.array([9, 4, 9])
    images = np.zeros((3, 28, 28), np.uint8)
    answers = {"untrained": np.zeros((3, 10)), "trained": np.eye(10)[given]}
    weights = {"conv1.weight": np.zeros((10, 1, 5, 5), np.float32)}
    matrix = measure(Digits(images, labels, images, labels), answers, weights).arrays["confusion_a.matrix"]
    assert matrix.shape == (10, 10) and matrix.dtype == np.int64
    assert (matrix[4, 9], matrix[4, 4], matrix[9, 9], matrix.sum()) == (1, 1, 1, 3)
