"""What is special in the figures of the chapter on learning from few examples."""

import numpy as np
import pytest

from lecture.words.numbers import RUSSIAN
from tests.cnn.figures import module
from tests.cnn.little_data import examples

ARGUMENTS = examples.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


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
    assert written == [RUSSIAN.careful_percent(value, 1) for value in ARGUMENTS["pretrained"]["probabilities"][0]]
