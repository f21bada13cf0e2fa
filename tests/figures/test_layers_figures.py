"""What is special in the figures on what the layers hold and keep."""

import re
from importlib import import_module

import figure_data_layers
import numpy as np
import pytest

from cnn_lecture.figure_modules import figure_modules
from cnn_lecture.figures import filters_first, style

ARGUMENTS = figure_data_layers.arguments()


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("filters_first", "b", np.zeros((32, 1, 5, 5))),
        ("filters_first", "stem", np.zeros((32, 3, 3, 4))),
        ("filters_second", "kernels", np.zeros((200, 5, 5))),
        ("filter_growth", "steps", np.array([0])),
        ("filter_growth", "kernels", np.zeros((4, 10, 5, 5))),
        ("filter_growth", "losses", np.zeros(4)),
        ("filter_growth", "accuracies", np.full(5, 97.0)),
        ("filter_growth", "cosines", np.full((5, 10), 1.1)),
        ("activations_a", "conv1", np.zeros((10, 12, 12))),
        ("activations_a", "relu2", np.full((20, 4, 4), -1.0)),
        ("zeros", "b_relu3", np.full((1, 1024), 50.0)),
        ("layer_information", "sizes", np.zeros(4)),
        ("layer_information", "accuracy_random", np.full((3, 5), -0.1)),
        ("layer_information", "explained_trained", np.full((3, 5), 1.1)),
        ("reconstruction", "decoded", np.full((4, 10, 28, 28), 255)),
        ("reconstruction", "explained", np.zeros(5)),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


def test_an_empty_filter_is_nothing_and_not_noise():
    tiles = filters_first.standardised(ARGUMENTS["filters_first"]["stem"])
    assert (tiles[3] == 0).all()
    others = np.delete(tiles, 3, axis=0).reshape(31, -1)
    assert (np.abs(others).max(axis=1) > 1).all() and np.abs(others).max() <= filters_first.CLIP


def test_filters_of_the_second_layer_are_columns():
    kernels = np.zeros((20, 10, 5, 5))
    kernels[6, 2, 0, 0] = 1
    picture = draw("filters_second", kernels=kernels).axes[0].images[0].get_array()
    row, column = np.argwhere(picture == picture.max())[0] // 4  # each value is drawn four times
    assert (row, column) == (2 * 6, 6 * 6)


def test_every_step_is_a_frame_of_the_page(tmp_path):
    style.save(draw("filter_growth"), tmp_path / "filter_growth.svg")
    svg = (tmp_path / "filter_growth.svg").read_text("utf-8")
    frames = re.findall(r'<g data-frame="([^"]*)">', svg)
    assert frames[-1] == "шаг\N{NO-BREAK SPACE}938: потеря 0,30, верных ответов 90\N{NO-BREAK SPACE}%"
    assert len(frames) == len(ARGUMENTS["filter_growth"]["steps"])


def test_the_line_of_zeros_is_the_mean_over_channels_and_trainings():
    lines = draw("zeros").axes[0].lines
    means = [line.get_ydata()[0] for line in lines if line.get_marker() == "None"]
    expected = [100 * ARGUMENTS["zeros"][f"a_relu{i}"].mean() for i in (1, 2, 3)]
    np.testing.assert_allclose(means, expected)


def test_one_training_has_no_spread():
    one = {name: values[:1] for name, values in ARGUMENTS["layer_information"].items() if name != "sizes"}
    assert not any(bar.has_yerr for axes in draw("layer_information", **one).axes for bar in axes.containers)
