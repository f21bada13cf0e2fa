"""What is special in the figures on inputs that excite or deceive a network."""

from importlib import import_module

import figure_data_maximisation
import numpy as np
import pytest

from cnn_lecture.figure_modules import figure_modules
from cnn_lecture.figures import style
from cnn_lecture.figures.picture_rows import draw_rows

ARGUMENTS = figure_data_maximisation.arguments()
GREY, COLOURED = np.zeros((10, 6, 6), np.uint8), np.zeros((3, 6, 6, 3), np.uint8)


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("readable_features", "ingredients", np.array(["naive"] * 4)),
        ("readable_features", "ingredients", np.array(["naive"] * 4 + ["sharpened"])),
        ("readable_features", "pictures", np.zeros((5, 6, 7, 3), np.uint8)),
        ("excited_channels", "block_2", COLOURED.astype(float)),
        ("excited_channels", "stem", COLOURED),
        ("excited_neurons", "a_conv1", np.zeros((6, 6), np.uint8)),
        ("excited_classes", "a_naive", GREY.astype(np.float32)),
        ("adversarial_digits", "strengths", np.array([0.1, 0.2, 0.3, 0.4])),
        ("adversarial_digits", "signs", np.full((2, 28, 28), 2)),
        ("adversarial_digits", "answers", np.full((2, 4), 10)),
        ("adversarial_digits", "probabilities", np.full((2, 4), 99.0)),
        ("adversarial_accuracy", "networks", np.array(["a", "b", "c"])),
        ("adversarial_accuracy", "noisy", np.full((3, 6), 97.0)),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("excited_channels", "block_2", COLOURED[:2]),
        ("excited_neurons", "a_conv3", GREY),
        ("excited_neurons", "b_conv2", GREY[:9]),
        ("excited_classes", "c_naive", GREY),
        ("excited_classes", "b_moved", GREY[:9]),
    ],
)
def test_rows_have_to_be_complete(name, argument, wrong):
    with pytest.raises(ValueError, match=r"^(layers|ways): expected"):
        draw(name, **{argument: wrong})


def test_no_layer_is_no_figure():
    with pytest.raises(ValueError, match=r"^layers: expected block_1"):
        import_module("cnn_lecture.figures.excited_channels").draw()


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
