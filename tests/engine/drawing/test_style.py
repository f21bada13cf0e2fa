"""The style: colours that everyone sees apart on both backgrounds, Russian numbers, fonts, saving."""

from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.font_manager import fontManager

from lecture.drawing import style

# Simulation of colour blindness in linear RGB: Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009, severity 1.
VISIONS = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
NOTICEABLE = 0.05  # in Oklab; about 0.02 is the least that side by side patches need


def linear(colour: str) -> np.ndarray:
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: from 1 for equal colours to 21 for black on white."""
    dark, light = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """Ottosson 2020: linear RGB into coordinates where distance is difference for the eye."""
    cones = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    axes = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.array(axes) @ np.cbrt(np.array(cones) @ np.clip(rgb, 0, 1))


@pytest.mark.parametrize("background", [style.PAPER, style.NIGHT])
@pytest.mark.parametrize("colour", [*style.NETWORK_COLOURS.values(), *style.VARIANT_COLOURS.values(), style.WRONG])
def test_colours_stand_out_on_paper_and_at_night(colour, background):
    assert contrast(colour, background) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_networks_are_told_apart(vision):
    seen = {name: oklab(VISIONS[vision] @ linear(colour)) for name, colour in style.NETWORK_COLOURS.items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > NOTICEABLE, (one, other)


@pytest.mark.parametrize("vision", VISIONS)
def test_variants_are_told_apart_from_each_other_and_from_networks(vision):
    colours = style.VARIANT_COLOURS | style.NETWORK_COLOURS | {"wrong": style.WRONG}
    seen = {name: oklab(VISIONS[vision] @ linear(colour)) for name, colour in colours.items()}
    for variant in style.VARIANT_COLOURS:
        for other in set(seen) - {variant}:
            assert np.linalg.norm(seen[variant] - seen[other]) > NOTICEABLE, (variant, other)


def test_variants_differ_without_colour():
    assert style.VARIANT_COLOURS.keys() == style.VARIANT_MARKERS.keys() == style.VARIANT_LINES.keys()
    for signs in (style.VARIANT_MARKERS, style.VARIANT_LINES):
        assert len(set(signs.values())) == len(signs)


def test_every_network_has_all_its_signs():
    assert style.NETWORK_COLOURS.keys() == style.NETWORK_MARKERS.keys() == style.NETWORK_NAMES.keys()
    for signs in (style.NETWORK_COLOURS, style.NETWORK_MARKERS, style.NETWORK_NAMES):
        assert len(set(signs.values())) == len(signs)


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
