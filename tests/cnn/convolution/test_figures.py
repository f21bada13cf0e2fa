"""What is special in the figures of the chapter on images and convolution."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle

from cnn.convolution.figures import classic_filters, convolution_speed, equivariance, mlp_against_cnn, windows
from cnn.convolution.figures import worked_convolution as worked
from cnn.drawing import style
from lecture.words.numbers import RUSSIAN
from tests.cnn.convolution import examples
from tests.cnn.drawing.test_style import NOTICEABLE, linear, oklab

ARGUMENTS = examples.arguments()


@pytest.mark.parametrize(
    ("changes", "middles"),
    [
        ({}, [1.5, 2.5, 3.5]),
        ({"padding": 1}, [0.5, 1.5, 2.5, 3.5, 4.5]),
        ({"stride": 2}, [1.5, 3.5]),
        ({"size": 7, "dilation": 2}, [2.5, 3.5, 4.5]),
        ({"kernel": 5}, [2.5]),
    ],
)
def test_the_middles_of_all_windows(changes, middles):
    """By hand; the unit is a pixel and the first one lies between 0 and 1."""
    figure = windows.draw(**examples.geometry(**changes))
    [line] = figure.axes[0].lines
    across, down = line.get_data()
    assert sorted(set(across.tolist())) == sorted(set(down.tolist())) == middles
    assert len(across) == len(middles) ** 2


def test_dilation_shades_every_second_pixel():
    figure = windows.draw(**examples.geometry(size=7, dilation=2))
    shaded = {patch.get_xy() for patch in figure.axes[0].patches if is_shaded(patch) and patch.get_x() < 7}
    assert shaded == {(x, y) for x in (0, 2, 4) for y in (0, 2, 4)}


def is_shaded(patch) -> bool:
    return isinstance(patch, Rectangle) and patch.get_fill() and patch.get_alpha() == windows.SHADE


def test_the_sum_is_written_and_the_rest_comes_last():
    arguments = ARGUMENTS["worked_convolution"]
    first, last = worked.draw(**arguments).axes
    row, column = arguments["places"][0]
    value = RUSSIAN.short(arguments["output"][row, column])
    [total] = [text.get_text() for text in first.texts if text.get_text().startswith("y(")]
    assert total.startswith("y(0, 0) = ") and total.endswith(f" = {value}") and total.count("·") == 9
    assert len(last.texts) - len(first.texts) == 9 - 1  # all of the output instead of one value


def test_the_fraction_of_a_blur_stands_once():
    with classic_filters.style.lecture():
        axes = classic_filters.style.figure(height=1).add_subplot()
        classic_filters.write(axes, (0, 0), np.full((3, 3), 1 / 9))
    assert [text.get_text() for text in axes.texts] == ["1/9 ·", *["1"] * 9]


def test_no_difference_at_all_can_be_drawn():
    digit = ARGUMENTS["equivariance"]["images"]
    axes = equivariance.draw(images=digit, maps=digit, shift=np.array(4)).axes[-1]
    assert axes.get_title(loc="left").endswith("≤ 0,00")


@pytest.mark.parametrize(("paper", "ink"), [(style.PAPER, style.NIGHT), (style.NIGHT, style.PAPER)])
def test_columns_without_data_are_neither_plain_paper_nor_a_value(paper, ink, monkeypatch):
    monkeypatch.setattr(style, "INK", ink)
    figure = equivariance.draw(**ARGUMENTS["equivariance"])
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["нет данных"]
    figure.set_facecolor(paper)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    seen = np.asarray(canvas.buffer_rgba())[..., :3] / 255
    for axes in (figure.axes[2], figure.axes[5]):  # S f(x) and the difference, both with four empty columns
        (left, bottom), (right, top) = axes.transData.transform([(0.5, 27.5), (3.5, 0.5)]).round().astype(int)
        band = seen[len(seen) - top : len(seen) - bottom, left:right].reshape(-1, 3)
        for plain in (paper, *axes.images[0].cmap([0.0, 1.0])):
            distances = [np.linalg.norm(oklab(linear(colour)) - oklab(linear(plain))) for colour in band]
            assert np.mean(np.array(distances) > NOTICEABLE) > 0.1, axes.get_title(loc="left")


def test_labels_follow_the_order_of_the_times():
    swapped = ARGUMENTS["convolution_speed"]["seconds"][[0, 2, 1]] * np.array([[1], [2], [1]])
    figure = convolution_speed.draw(sides=ARGUMENTS["convolution_speed"]["sides"], seconds=swapped)
    places = {text.get_text(): text.get_verticalalignment() for text in figure.axes[0].texts}
    assert places["матричное умножение"] == "bottom" and places["F.conv2d"] == "top"


def test_one_seed_has_no_band_and_no_errors_have_a_place():
    one = {name: np.full((4, 1), 1.0) for name in ("a", "mlp", "wide", "a_shuffled", "wide_shuffled")}
    figure = mlp_against_cnn.draw(sizes=ARGUMENTS["mlp_against_cnn"]["sizes"], **one)
    assert not figure.axes[0].collections
    assert (figure.axes[0].lines[0].get_ydata() == mlp_against_cnn.FLOOR).all()
