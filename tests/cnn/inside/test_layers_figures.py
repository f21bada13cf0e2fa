"""What is special in the figures on what the layers hold and keep."""

import re
from base64 import b64decode

import numpy as np

from cnn.drawing import style
from cnn.inside.figures import filters_first, growing_maps
from tests.cnn.figures import module
from tests.cnn.inside import examples_layers

ARGUMENTS = examples_layers.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


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


def test_the_page_gets_the_first_stage_of_every_step():
    given = ARGUMENTS["growing_maps"]
    shown = growing_maps.interactive(**given)
    assert len(shown["networks"]) == len(shown["losses"]) == len(shown["probabilities"]) == len(given["steps"])
    assert len(b64decode(shown["networks"][0]["weights"])) == 4 * given["weights"].shape[1]
    assert b64decode(shown["samples"]["pixels"]) == given["images"].tobytes()
    without = given | {"layers": np.array([], dtype=str)}
    assert growing_maps.interactive(**without)["networks"] == []


def test_the_line_of_zeros_is_the_mean_over_channels_and_trainings():
    lines = draw("zeros").axes[0].lines
    means = [line.get_ydata()[0] for line in lines if line.get_marker() == "None"]
    expected = [100 * ARGUMENTS["zeros"][f"a_relu{i}"].mean() for i in (1, 2, 3)]
    np.testing.assert_allclose(means, expected)


def test_one_training_has_no_spread():
    one = {name: values[:1] for name, values in ARGUMENTS["layer_information"].items() if name != "sizes"}
    assert not any(bar.has_yerr for axes in draw("layer_information", **one).axes for bar in axes.containers)
