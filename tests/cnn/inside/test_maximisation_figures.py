"""What is special in the figures on inputs that excite or deceive a network."""

import numpy as np
import pytest

from cnn.drawing import style
from cnn.drawing.picture_rows import draw_rows
from tests.cnn.figures import module
from tests.cnn.inside import examples_maximisation

ARGUMENTS = examples_maximisation.arguments()
GREY, COLOURED = np.zeros((10, 6, 6), np.uint8), np.zeros((3, 6, 6, 3), np.uint8)


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def test_few_pictures_do_not_grow():
    few, more = (draw_rows({"": GREY[:count]}, margin=0.5, largest=1.1) for count in (1, 10))
    assert few.get_figheight() == pytest.approx(1.1)
    assert more.get_figheight() == pytest.approx(style.WIDTH / (0.5 + 10.6 - 0.06))


def test_wrong_answers_are_marked_twice():
    figure = draw("adversarial_digits")
    [axes] = figure.axes
    answers = [text.get_text() for text in axes.texts if ":" in text.get_text()]
    assert [answer.startswith("× ") for answer in answers] == [False, False, True, True, False, False, False, True]
    framed = [patch for patch in axes.patches if patch.get_linewidth() == 2]
    assert len(framed) == 3


def test_the_signs_are_black_grey_and_white():
    [axes] = draw("adversarial_digits").axes
    signs = np.unique(axes.images[1].get_array())
    assert signs.tolist() == [0, 127, 254]


def test_noise_is_dashed():
    lines = draw("adversarial_accuracy").axes[0].lines
    assert [line.get_linestyle() for line in lines] == ["-", "--"] * 3
    np.testing.assert_allclose(lines[1].get_ydata(), 100 * ARGUMENTS["adversarial_accuracy"]["noisy"][0])
