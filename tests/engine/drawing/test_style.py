"""The style: colours that everyone sees apart on both backgrounds, numbers of a language, fonts, saving."""

import matplotlib
import numpy as np
import pytest
from matplotlib.font_manager import fontManager
from matplotlib.ticker import LogFormatterSciNotation

from lecture.drawing import style


def test_fonts_are_registered():
    style.register_fonts()
    weights = {font.weight for font in fontManager.ttflist if font.name == style.FAMILY}
    assert {400, 600} <= weights


def test_missing_font_is_reported(monkeypatch):
    monkeypatch.setattr(style, "FONT_FILES", ("Missing.ttf",))
    with pytest.raises(FileNotFoundError, match=r"Missing\.ttf"):
        style.register_fonts.__wrapped__()


def test_settings_do_not_leak():
    before = dict(matplotlib.rcParams)
    with style.lecture():
        style.figure(height=2)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.5, None, "0,5"),
        (-0.5, None, "−0,5"),
        (0, None, "0"),
        (-0.0001, 2, "0,00"),
        (2.3026, 2, "2,30"),
        (1000, None, "1000"),
        (21840, None, "21\u202f840"),
        (3274634, None, "3\u202f274\u202f634"),
        (-10000, 1, "−10\u202f000,0"),
    ],
)
def test_number(value, digits, text):
    with style.lecture("ru"):
        assert style.number(value, digits) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.9703, 1, "97,0\xa0%"),
        (1, 0, "100\xa0%"),
        (0, 1, "0,0\xa0%"),
        (0.99999, 1, ">\xa099,9\xa0%"),
        (0.996, 0, ">\xa099\xa0%"),
        (0.994, 0, "99\xa0%"),
        (0.00001, 1, "<\xa00,1\xa0%"),
    ],
)
def test_percent(share, digits, text):
    with style.lecture("ru"):
        assert style.percent(share, digits) == text


def test_the_language_of_numbers_is_english_unless_something_else_is_said():
    assert (style.number(-21840.5), style.percent(0.25)) == ("−21,840.5", "25.0%")
    with style.lecture("ru"), style.lecture():  # the inner one is that of a figure: the build says in which language
        assert style.number(0.5) == "0,5"
    assert style.number(0.5) == "0.5"


def test_ticks_keep_the_language_in_which_they_were_drawn():
    with style.lecture("ru"):
        axes = style.figure(height=1).add_subplot()
        style.number_ticks(axes.xaxis)
        style.number_ticks(axes.yaxis, shown=lambda error: 100 - error, unit=" %")
    assert axes.xaxis.get_major_formatter()(0.5) == "0,5"
    assert axes.yaxis.get_major_formatter()(0.5) == "99,5 %"


@style.lecture("ru")
def said_and_unsaid():
    linear, logarithmic, named, own = style.figure(height=1).subplots(1, 4)
    logarithmic.set_xscale("log")
    named.set_xticks([0.5], ["half"])
    style.number_ticks(own.xaxis, unit="°")
    return linear.figure


def test_a_figure_writes_the_ticks_of_linear_axes_in_its_language_where_it_has_said_nothing_else():
    linear, logarithmic, named, own = (axes.xaxis.get_major_formatter() for axes in said_and_unsaid().axes)
    assert linear(0.5) == "0,5"
    assert isinstance(logarithmic, LogFormatterSciNotation)
    assert named(0.5, 0) == "half"
    assert own(0.5) == "0,5°"


def test_ticks_stand_where_they_are_wanted_and_nowhere_else():
    axes = style.figure(height=1).add_subplot()
    axes.set(xscale="log", xlim=(0.5, 200))
    style.number_ticks(axes.xaxis, at=(1, 5, 100))
    assert axes.get_xticks().tolist() == [1, 5, 100]
    assert axes.get_xticks(minor=True).tolist() == []
    assert axes.get_xlim() == (0.5, 200)


def test_black_ink_is_refused(tmp_path):
    with style.lecture():
        figure = style.figure(height=1)
        figure.add_subplot().plot([0, 1], color="black", linestyle="--", marker="o", markerfacecolor="#000000")
    with pytest.raises(ValueError, match=r"bad: #000000 .* style\.INK"):
        style.save(figure, tmp_path / "bad.svg")
    assert list(tmp_path.iterdir()) == []


def test_mosaic_places_tiles_in_reading_order():
    tiles = np.arange(3)[:, None, None] * np.ones((3, 2, 4))
    grid, corners = style.mosaic(tiles, columns=2, gap=1)
    assert grid.shape == (5, 9)
    assert corners.tolist() == [[0, 0], [5, 0], [0, 3]]
    assert grid[3, 0] == 2 and grid.mask[2].all() and grid.mask[3, 5:].all()


def test_pixels_keep_their_values():
    with style.lecture():
        axes = style.figure(height=1).add_subplot()
        image = style.pixels(axes, np.array([[0, 1], [2, 3]]), low=0, high=3, scale=3)
    assert image.get_array().shape == (6, 6)
    assert (image.get_array()[:3, 3:] == 1).all()
