"""What is special in the figures of the chapter on learning from few examples."""

from importlib import import_module

import figure_data_little_data
import numpy as np
import pytest

from cnn_lecture.figure_modules import figure_modules
from cnn_lecture.figures import style

ARGUMENTS = figure_data_little_data.arguments()


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("augmented_cat", "pictures", np.zeros((12, 60, 90), np.uint8)),
        ("augmented_cat", "titles", np.array(["одна"])),
        ("augmentation", "none", np.zeros((3, 5))),
        ("augmentation", "moved", np.full((3, 4), 97.0)),
        ("augmentation", "flip_flipped", np.zeros((2, 10))),
        ("pretrained", "names", np.full((3, 5), "cat")),
        ("pretrained", "probabilities", np.full((4, 5), 50.0)),
        ("digit_transfer", "frozen", np.zeros((3, 5))),
        ("face_transfer", "scratch", np.full((3, 4), -0.1)),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


@pytest.mark.parametrize("name", ["digit_transfer", "face_transfer"])
def test_one_repetition_has_no_spread(name):
    one = {way: ARGUMENTS[name][way][:1] for way in ("scratch", "frozen", "fine_tuned")}
    bars = draw(name, **one).axes[0].containers
    assert not any(bar.has_yerr for bar in bars)
    assert all(bar.has_yerr for bar in draw(name).axes[0].containers)


def test_curves_are_means_in_per_cent():
    [first, *_] = draw("digit_transfer").axes[0].containers
    np.testing.assert_allclose(first.lines[0].get_ydata(), 100 * ARGUMENTS["digit_transfer"]["scratch"].mean(axis=0))


def test_the_change_by_a_flip():
    marks = draw("augmentation").axes[1].lines[-1]
    arguments = ARGUMENTS["augmentation"]
    expected = 100 * (arguments["flip_flipped"] - arguments["flip_none"]).mean(axis=0)
    np.testing.assert_allclose(marks.get_ydata(), expected)


def test_probabilities_are_written():
    written = [text.get_text() for text in draw("pretrained").axes[1].texts]
    assert written == [style.percent(value) for value in ARGUMENTS["pretrained"]["probabilities"][0]]
