"""The style: colours that everyone sees apart on both backgrounds, Russian numbers, fonts, saving."""

import matplotlib
import numpy as np
import pytest
from matplotlib.font_manager import fontManager

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
    assert style.percent(share, digits) == text


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
