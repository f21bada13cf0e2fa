"""Figures of the chapter on convolution in one dimension: what is special in them."""

from importlib import import_module

import figure_data_sequences
import numpy as np
import pytest

from cnn_lecture.figure_modules import figure_modules

ARGUMENTS = figure_data_sequences.arguments()


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("convolution_1d", "result", np.zeros(7, int)),
        ("convolution_1d", "window", np.array(5)),
        ("mnist1d_samples", "templates", np.zeros((9, 12))),
        ("mnist1d_samples", "examples", np.zeros((9, 3, 40))),
        ("sequences", "networks", np.array(["logistic", "mlp", "cnn_1d", "gru", "lstm"])),
        ("sequences", "accuracies", np.zeros((4, 3, 13))),
        ("sequences", "published", np.zeros(4)),
        ("shifted_patterns", "networks", np.array(["mlp", "mlp", "cnn_1d", "b"])),
        ("shifted_patterns", "accuracies", np.zeros((4, 2, 28))),
        ("filters_1d", "windows", np.zeros((5, 12, 14))),
        ("languages", "windows", np.zeros((2, 3))),
        ("languages", "trigrams", np.zeros(3)),
        ("letter_groups", "groups", np.array([[["а"]]] * 2)),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


def test_every_number_of_the_convolution_is_written():
    written = [text.get_text() for text in draw("convolution_1d").axes[0].texts]
    assert written.count("3") == 3 and "\N{MINUS SIGN}2" in written
    assert written.count("×") == len(ARGUMENTS["convolution_1d"]["kernel"])


def test_each_seed_has_its_place():
    right = draw("sequences").axes[1]
    dots = [line for line in right.lines if line.get_linestyle() == "None"]
    assert [len(set(line.get_xdata())) for line in dots] == [3] * 5


def test_one_seed_is_enough():
    draw("sequences", accuracies=ARGUMENTS["sequences"]["accuracies"][:, :1])
    draw("shifted_patterns", accuracies=ARGUMENTS["shifted_patterns"]["accuracies"][:, :1])
    draw("languages", **{name: ARGUMENTS["languages"][name][:1] for name in ("windows", "letters", "trigrams")})
