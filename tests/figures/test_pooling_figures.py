"""The figures of the chapter on pooling and architecture: what is special in each, and what each refuses."""

from importlib import import_module

import figure_data_pooling
import numpy as np
import pytest

from cnn_lecture.figure_modules import figure_modules
from cnn_lecture.figures import style

ARGUMENTS = figure_data_pooling.arguments()


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


def written(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


LAYERS = figure_data_pooling.network(10)
STRANGE = LAYERS.copy()
STRANGE["type"][1] = "Conv3d"
LEAK = ARGUMENTS["receptive_field"]["a_influence"].copy()
LEAK[0, 0] = 1e-9


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("max_pooling", "example", np.zeros((5, 4), int)),
        ("max_pooling", "stride_1", np.zeros((3, 3), int)),
        ("max_pooling", "stride_2", np.array([[4, 2], [2, 1]])),
        ("backward", "kernel", np.zeros((5, 5), int)),
        ("backward", "kernel_result", np.ones((5, 5), int)),
        ("backward", "pooling_result", np.zeros((4, 4), int)),
        ("standard_layer", "image", np.zeros((28, 27))),
        ("standard_layer", "rectified", np.full((28, 28), -1.0)),
        ("standard_layer", "pooled", np.zeros((28, 28))),
        ("receptive_field", "a_layers", np.array(["conv1"])),
        ("receptive_field", "b_squares", np.zeros((3, 3), int)),
        ("receptive_field", "a_influence", LEAK),
        ("hierarchy", "relu1", np.zeros((5, 5, 5))),
        ("hierarchy", "relu2", np.zeros((5, 5, 14, 13))),
        ("architecture", "c", LAYERS),
        ("architecture", "a", LAYERS[1:]),
        ("architecture", "a", LAYERS[["layer", "type", "kernel"]]),
        ("architecture", "a", STRANGE),
        ("pooling_robustness", "shift_with", np.zeros((6, 2))),
        ("pooling_robustness", "rotation_without", np.full((10, 2), 97.0)),
        ("small_kernels", "large", np.zeros((4, 3))),
        ("small_kernels", "small", np.full((4, 2), 1.5)),
        ("normalisation", "batch_unit", np.zeros((5, 2))),
        ("normalisation", "plain_unit", np.full((6, 2), -0.1)),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


def test_no_network_is_refused():
    with pytest.raises(ValueError, match="at least one network"):
        import_module("cnn_lecture.figures.architecture").draw()


def test_a_network_shows_its_live_shapes_and_all_its_layers():
    texts = written(draw("architecture"))
    for wanted in ("28×28×1", "28×28×10", "14×14×64", "12\N{NARROW NO-BREAK SPACE}544", "10"):
        assert wanted in texts
    for wanted in ("свёртка", "5×5", "норм.", "ReLU", "max", "2×2", "вектор", "log-softmax"):
        assert texts.count(wanted) >= 2  # once a network


def test_a_third_and_a_deep_network_are_drawn_by_the_same_function():
    deep = np.concatenate([LAYERS[:1], *[LAYERS[1:5]] * 5, LAYERS[5:]])
    figure = import_module("cnn_lecture.figures.architecture").draw(a=deep, b=LAYERS, mlp=LAYERS)
    assert len(figure.axes) == 2 + 1 + 1  # a row holds eight boxes
    assert style.NETWORK_NAMES["mlp"] in "".join(axes.get_title(loc="left") for axes in figure.axes)


def test_every_pooled_number_is_written():
    texts = written(draw("max_pooling"))
    assert sum(text.isdigit() for text in texts) == 16 + 9 + 4


def test_the_names_of_the_layers_carry_the_sides_of_their_squares():
    texts = written(draw("receptive_field"))
    assert texts.count("conv1: 5×5") == 2 and texts.count("conv2: 14×14") == 2


@pytest.mark.parametrize(("name", "legends"), [("pooling_robustness", 2), ("small_kernels", 0), ("normalisation", 2)])
def test_one_seed_is_enough(name, legends):
    one = {key: value[:, :1] if np.ndim(value) == 2 else value for key, value in ARGUMENTS[name].items()}
    figure = import_module(figure_modules()[name]).draw(**one)
    assert sum(len(legend.get_texts()) for legend in figure.legends) == legends


def test_a_network_without_errors_has_a_place():
    draw("small_kernels", small=np.ones((4, 2)))
