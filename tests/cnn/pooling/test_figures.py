"""The figures of the chapter on pooling and architecture: what is special in each."""

from importlib import import_module

import numpy as np
import pytest

from cnn.drawing import style
from tests.cnn.figures import module
from tests.cnn.pooling import examples

ARGUMENTS = examples.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def written(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts]


LAYERS = examples.network(10)


def test_a_layer_that_nobody_knows_how_to_draw_is_refused():
    strange = LAYERS.copy()
    strange["type"][1] = "Conv3d"
    with pytest.raises(ValueError, match=r"^a: nobody knows how to draw the layer conv1, a Conv3d"):
        draw("architecture", a=strange)


def test_a_network_shows_its_live_shapes_and_all_its_layers():
    texts = written(draw("architecture"))
    for wanted in ("28×28×1", "28×28×10", "14×14×64", "12\N{NARROW NO-BREAK SPACE}544", "10"):
        assert wanted in texts
    for wanted in ("свёртка", "5×5", "норм.", "ReLU", "max", "2×2", "вектор", "log-softmax"):
        assert texts.count(wanted) >= 2  # once a network


def test_a_third_and_a_deep_network_are_drawn_by_the_same_function():
    deep = np.concatenate([LAYERS[:1], *[LAYERS[1:5]] * 5, LAYERS[5:]])
    figure = import_module("cnn.pooling.figures.architecture").draw(a=deep, b=LAYERS, mlp=LAYERS)
    assert len(figure.axes) == 2 + 1 + 1  # a row holds eight boxes
    assert style.NETWORK_NAMES["mlp"] in "".join(axes.get_title(loc="left") for axes in figure.axes)


def test_every_pooled_number_is_written():
    texts = written(draw("max_pooling"))
    assert sum(text.isdigit() for text in texts) == 2 * 16 + 9 + 4  # the input stands above each result


def test_the_names_of_the_layers_carry_the_sides_of_their_squares():
    texts = written(draw("receptive_field"))
    assert texts.count("conv1: 5×5") == 2 and texts.count("conv2: 14×14") == 2


@pytest.mark.parametrize(("name", "legends"), [("pooling_robustness", 3), ("small_kernels", 0), ("normalisation", 2)])
def test_one_seed_is_enough(name, legends):
    one = {key: value[:, :1] if np.ndim(value) == 2 else value for key, value in ARGUMENTS[name].items()}
    figure = module(name).draw(**one)
    assert sum(len(legend.get_texts()) for legend in figure.legends) == legends


def test_a_network_without_errors_has_a_place():
    draw("small_kernels", small=np.ones((4, 2)))
