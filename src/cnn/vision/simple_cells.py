"""Simple cells of V1 as Gabor filters, and what they answer to a bar that turns."""

import numpy as np
from scipy.special import erf

from cnn.vision.literature import TUNING_WIDTH_DEG
from lecture.studies.measured import Measured

SIZE = 61  # pixels: the side of the picture that the cells look at
WAVELENGTH = 12.0  # pixels between the light stripes of a receptive field
ACROSS, ALONG = 4.0, 8.0  # pixels: standard deviations of its Gaussian, across the stripes and along them
BAR_WIDTH, BAR_LENGTH = 4.0, 40.0  # pixels: as wide as a light stripe; long, and never cut off while it turns
ANGLES = np.arange(0, 180, 22.5)  # degrees: the eight cells of the figure
STEP = 1.0  # degree of the bar


def along_and_across(angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of each pixel along a direction and across it, in pixels from the centre.

    Args:
        angle: of the direction, degrees from the horizontal, anticlockwise.
    """
    y, x = np.mgrid[SIZE // 2 : -(SIZE // 2) - 1 : -1, -(SIZE // 2) : SIZE // 2 + 1]
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    return x * cos + y * sin, x * sin - y * cos


def gabor(angle: float, shift: float = 0) -> np.ndarray:
    """A receptive field: a wave across the angle under a Gaussian, with mean 0 (Daugman 1985; Jones and Palmer 1987).

    Args:
        angle: of the stripes, degrees from the horizontal.
        shift: of the centre across the stripes, pixels.

    Returns:
        (SIZE, SIZE) float.
    """
    along, across = along_and_across(angle)
    across = across - shift
    envelope = np.exp(-(across**2) / (2 * ACROSS**2) - along**2 / (2 * ALONG**2))
    wave = np.cos(2 * np.pi * across / WAVELENGTH)
    return envelope * (wave - (envelope * wave).sum() / envelope.sum())


def bar(angle: float, shift: float = 0) -> np.ndarray:
    """A light bar on a dark ground.

    Args:
        angle: degrees from the horizontal.
        shift: of the bar across itself, pixels.

    Returns:
        (SIZE, SIZE) float in [0, 1], with soft edges of about a pixel.
    """
    along, across = along_and_across(angle)
    return between(across - shift, BAR_WIDTH / 2) * between(along, BAR_LENGTH / 2)


def between(places: np.ndarray, edge: float) -> np.ndarray:
    """1 between −edge and edge, 0 outside; a Gaussian of one pixel blurs the edges, so that no pixel jumps."""
    return (erf((places + edge) / 2**0.5) - erf((places - edge) / 2**0.5)) / 2


def simple_cell(picture: np.ndarray, field: np.ndarray) -> float:
    """The weighted sum over the receptive field, without its negative part: a cell cannot fire less than not at all."""
    return max(0.0, float((picture * field).sum()))


def width_at_half(places: np.ndarray, responses: np.ndarray) -> float:
    """The length of the stretch around the greatest response where it stays above its half.

    Args:
        places: (N,) increasing, where the responses were measured.
        responses: (N,) the greatest inside, below its half at both ends.

    Returns:
        In the unit of the places, with linear interpolation between them.

    Raises:
        ValueError: the response doesn't fall below its half on both sides.
    """
    half, top = responses.max() / 2, int(responses.argmax())
    below = np.flatnonzero(responses < half)
    if not (below < top).any() or not (below > top).any():
        raise ValueError("the response does not fall below its half on both sides of its maximum")
    left, right = below[below < top][-1], below[below > top][0]
    start = np.interp(half, responses[[left, left + 1]], places[[left, left + 1]])
    end = np.interp(half, responses[[right, right - 1]], places[[right, right - 1]])
    return float(end - start)


def measure() -> Measured:
    """Turn a bar in front of cells with eight preferred angles.

    Returns:
        Numbers: `cells`; `half_width_deg`, half of the tuning curve's width at half of its height, of the vertical
        cell; `perpendicular`, its answer to a horizontal bar; `literature_half_width_deg` and its `source`; the
        parameters `wavelength`, `across`, `along`, pixels.
        Arrays: `fields` (8, 61, 61), `angles` (8,) and `bar_angles` (181,) degrees, `responses` (8, 181), the greatest
        of each cell is 1.
    """
    fields = np.array([gabor(angle) for angle in ANGLES])
    bar_angles = np.arange(0, 180 + STEP, STEP)
    bars = [bar(angle) for angle in bar_angles]
    responses = np.array([[simple_cell(picture, field) for picture in bars] for field in fields])
    responses /= responses.max(axis=1, keepdims=True)
    vertical = responses[list(ANGLES).index(90)]
    return Measured(
        numbers={
            "cells": len(ANGLES),
            "half_width_deg": width_at_half(bar_angles, vertical) / 2,
            "perpendicular": float(vertical[0]),
            "literature_half_width_deg": TUNING_WIDTH_DEG.value / 2,
            "source": TUNING_WIDTH_DEG.source,
            "wavelength": WAVELENGTH,
            "across": ACROSS,
            "along": ALONG,
        },
        arrays={"fields": fields, "angles": ANGLES, "bar_angles": bar_angles, "responses": responses},
    )
