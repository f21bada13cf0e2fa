"""The numbers of the chapter on convolution that no training is in."""

import numpy as np
import pytest

from cnn.convolution import convolution

FEW = {"size": (2, 5), "kernel": (1, 3), "padding": (-1, 0, 1), "stride": (0, 1, 2), "dilation": (0, 1, 2)}


def test_the_formula_agrees_with_pytorch_also_in_refusing(monkeypatch):
    monkeypatch.setattr(convolution, "GRID", FEW)
    found = convolution.sizes()
    assert found["disagreements"] == 0
    assert (found["cases"], found["refused"]) == (108, 82)


def test_a_wrong_formula_would_be_found(monkeypatch):
    monkeypatch.setattr(convolution, "GRID", FEW)
    monkeypatch.setattr(convolution, "output_size", lambda **shape: 1)
    assert convolution.sizes()["disagreements"] > 80


def test_the_weights_of_both_layers():
    _, found = convolution.against_dense()
    assert found["convolution"] == 3 * 3 * 3 * 32 == 864
    assert found["output"] == [32, 26, 26]
    assert found["dense"] == 28 * 28 * 3 * 26 * 26 * 32
    assert found["ratio"] == pytest.approx(58887.11, abs=0.01)


def test_the_worked_example():
    """The nine values by hand, from the printed table."""
    numbers, arrays = convolution.worked_example()
    image = np.array(convolution.IMAGE)
    by_hand = [
        [
            image[i, j + 1] + image[i + 1, j] + 2 * image[i + 1, j + 1] - image[i + 1, j + 2] - image[i + 2, j + 1]
            for j in range(3)
        ]
        for i in range(3)
    ]
    assert numbers["worked"]["output"] == by_hand == arrays["worked_convolution.output"].tolist()
    assert numbers["worked"]["turned"] != by_hand
    assert numbers["flip_difference"] == 0


def test_the_drawings_are_those_of_the_text():
    outputs = {name: convolution.output_size(**shape) for name, shape in convolution.GEOMETRIES.items()}
    assert outputs == {"border_effect": 3, "padding": 5, "stride": 2, "dilation": 3}
