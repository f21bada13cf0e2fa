"""The palette: colours that everyone sees apart on both backgrounds, a marker and a name for each network."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from cnn.drawing import style

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
