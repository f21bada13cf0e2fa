"""The values of the claims on vision, from the published photograph and from formulas, without the lecture's code."""

from collections.abc import Iterable
from functools import cache

import numpy as np
from scipy.ndimage import map_coordinates
from scipy.optimize import brentq
from scipy.special import ndtr

ROWS, COLUMNS, FINER = 128, 96, 4


@cache
def photograph(root) -> np.ndarray:
    with np.load(root / "results/log_polar.npz") as arrays:
        return arrays["photo"] / 255


def mapped(photo: np.ndarray) -> np.ndarray:
    """Means over the samples of each cell, (ROWS, COLUMNS, 3)."""
    radius = len(photo) // 2
    angle = 2 * np.pi * np.arange(FINER * ROWS)[:, None] / (FINER * ROWS)
    r = radius ** (np.arange(FINER * COLUMNS) / (FINER * COLUMNS))
    places = np.stack([radius + r * np.sin(angle), radius + r * np.cos(angle)])
    samples = np.stack([map_coordinates(photo[..., c], places, order=1) for c in range(3)], axis=-1)
    return samples.reshape(ROWS, FINER, COLUMNS, FINER, 3).mean(axis=(1, 3))


def moved(photo: np.ndarray, factor: complex) -> np.ndarray:
    """The photograph turned clockwise and enlarged: the plane multiplied by a complex number."""
    radius = len(photo) // 2
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    source = (x + 1j * y) / factor
    places = np.stack([source.imag + radius, source.real + radius])
    return np.stack([map_coordinates(photo[..., c], places, order=1) for c in range(3)], axis=-1)


def unexplained(found: np.ndarray, expected: np.ndarray, unchanged: np.ndarray) -> float:
    return np.linalg.norm(found - expected) / np.linalg.norm(found - unchanged)


def turn(build) -> float:
    photo = photograph(build.root)
    cells, found = mapped(photo), mapped(moved(photo, np.exp(2j * np.pi / 8)))
    return unexplained(found, np.concatenate([cells[-16:], cells[:-16]]), cells)


def zoom(build) -> float:
    photo = photograph(build.root)
    factor = (len(photo) // 2) ** (14 / COLUMNS)
    cells, found = mapped(photo), mapped(moved(photo, factor))
    return unexplained(found[:, 14:], cells[:, : COLUMNS - 14], cells[:, 14:])


def half_share(_) -> float:
    """The area inside the outline of the map, by the shoelace formula, and bisection."""

    def area(degrees: float) -> float:
        arc = degrees * np.exp(0.5j * np.pi * np.linspace(-1, 1, 40001))
        line = 1j * degrees * np.linspace(1, -1, 400001)
        w = 17.3 * np.log(np.concatenate([arc, line[1:]]) + 0.75)
        return np.sum(w.real[:-1] * w.imag[1:] - w.real[1:] * w.imag[:-1]) / 2

    low, high, whole = 0.0, 90.0, area(90)
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if area(middle) < whole / 2 else (low, middle)
    return (low / 90) ** 2


PLANE = np.arange(-30, 31) + 1j * np.arange(30, -31, -1)[:, None]


def seen(degrees: float, shift: float) -> np.ndarray:
    """A bar 4 pixels wide and 40 long whose edges are blurred by one pixel, as a row."""
    turned = PLANE * np.exp(-1j * np.radians(degrees))
    across, along = -turned.imag - shift, turned.real
    bar = (ndtr(across + 2) - ndtr(across - 2)) * (ndtr(along + 20) - ndtr(along - 20))
    return bar.ravel()


@cache
def answers() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The simple cell and the complex one: answers to bars shifted by half pixels, and to bars that turn and pass."""
    fields = []
    for place in range(-8, 9, 2):
        envelope = np.exp(-((PLANE.real - place) ** 2) / 32 - PLANE.imag**2 / 128)
        wave = np.cos(np.pi * (PLANE.real - place) / 6)
        fields.append((envelope * (wave - np.average(wave, weights=envelope))).ravel())
    fields = np.array(fields).T
    shifted = np.array([seen(90, shift) for shift in np.arange(-24, 24.5, 0.5)]) @ fields
    passing = np.array([[seen(angle, place) for place in range(-8, 9, 2)] for angle in range(181)]) @ fields
    by_turn = np.maximum(passing, 0)
    by_shift = np.maximum(shifted, 0)
    return by_shift[:, 4], by_shift.max(axis=1), by_turn[..., 4].mean(axis=1), by_turn.max(axis=2).mean(axis=1)


def field_width(places: Iterable[int]) -> int:
    """Columns where the weight of some cell is above a twentieth of the greatest, from the first to the last."""
    rows = []
    for place in places:
        envelope = np.exp(-((PLANE.real - place) ** 2) / 32 - PLANE.imag**2 / 128)
        wave = np.cos(np.pi * (PLANE.real - place) / 6)
        rows.append(np.abs(envelope * (wave - np.average(wave, weights=envelope))).max(axis=0))
    seen_columns = np.flatnonzero(np.max(rows, axis=0) > np.max(rows) / 20)
    return seen_columns[-1] - seen_columns[0] + 1


def width(answer: np.ndarray, step: float) -> float:
    """Between the two crossings of half the maximum next to it, with straight lines between the points."""
    points, top = np.arange(len(answer)), int(answer.argmax())

    def over_half(place: float) -> float:
        return np.interp(place, points, answer) - answer.max() / 2

    low = max(point for point in points[:top] if over_half(point) < 0)
    high = min(point for point in points[top:] if over_half(point) < 0)
    return step * (brentq(over_half, high - 1, high) - brentq(over_half, low, low + 1))


def variation(answer: np.ndarray) -> float:
    inside = answer[48 - 16 : 48 + 17]  # within 8 pixels
    return inside.std() / inside.mean()


RECOMPUTED = {
    "log_polar_turn": turn,
    "log_polar_zoom": zoom,
    "half_map_small_field": half_share,
    "complex_place": lambda _: variation(answers()[1]) / variation(answers()[0]),
    "complex_field": lambda _: field_width(range(-8, 9, 2)) / field_width([0]),
    "complex_band": lambda _: width(answers()[1], 0.5) / width(answers()[0], 0.5),
    "complex_tuning": lambda _: width(answers()[3], 1) / width(answers()[2], 1),
}


# Numbers for which the claims that compute measure exactly 0.25.
COMPUTED = {
    "complex_place": {"complex_cell.complex.variation": 0.5, "complex_cell.simple.variation": 2},
    "complex_field": {"complex_cell.complex.field": 2, "complex_cell.simple.field": 8},
    "complex_band": {"complex_cell.complex.band": 2, "complex_cell.simple.band": 8},
    "complex_tuning": {"complex_cell.complex.half_width_deg": 4, "complex_cell.simple.half_width_deg": 16},
}
