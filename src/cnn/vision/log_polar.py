"""A photograph in log-polar coordinates, as V1 sees it: what becomes of circles, rays, turns and changes of scale."""

import numpy as np
from skimage import data, transform

from lecture.studies.measured import Measured

GAZE = (118, 182)  # row and column: the rim of a pupil of the cat in scikit-image's photograph `chelsea`
RADIUS = 115  # pixels: as far as the photograph reaches around the gaze
ROWS, COLUMNS = 128, 96  # cells by angle and by logarithm of the radius; so they are squares: 2π/128 ≈ ln 115/96
FINER = 4  # each cell is the mean of 4×4 samples: where cells are larger than pixels, nothing is skipped
TURN, ZOOM = 16, 14  # rows and columns of the shifts to be measured: 45° and about a doubling


def log_polar(photo: np.ndarray) -> np.ndarray:
    """A photograph around its centre as a map: rows are angles, columns are logarithms of the radius.

    Args:
        photo: (2·RADIUS + 1, 2·RADIUS + 1, 3) float.

    Returns:
        (ROWS, COLUMNS, 3): column 0 begins one pixel from the centre, the last ends at RADIUS; the angle grows
        clockwise from the right.
    """
    shape = (FINER * ROWS, FINER * COLUMNS)
    samples = transform.warp_polar(
        photo,
        radius=RADIUS,
        output_shape=shape,
        scaling="log",
        channel_axis=-1,
    )
    return transform.downscale_local_mean(samples, (FINER, FINER, 1))


def back(cells: np.ndarray) -> np.ndarray:
    """The photograph that a log-polar map still holds, interpolated between the cells.

    Args:
        cells: (ROWS, COLUMNS, 3) float, from `log_polar`.

    Returns:
        (2·RADIUS + 1, 2·RADIUS + 1, 3), NaN outside the circle.
    """
    y, x = np.mgrid[-RADIUS : RADIUS + 1, -RADIUS : RADIUS + 1]
    radius = np.hypot(x, y)
    middle = (FINER - 1) / (2 * FINER)  # of a cell's samples, from the first of them
    rows = np.arctan2(y, x) / (2 * np.pi) * ROWS - middle
    columns = np.log(np.maximum(radius, 1)) / np.log(RADIUS) * COLUMNS - middle
    around = np.concatenate([cells[-1:], cells, cells[:1]])  # angles have no ends
    places = np.stack([rows % ROWS + 1, np.clip(columns, 0, COLUMNS - 1)])
    colours = [transform.warp(around[..., channel], places, mode="edge") for channel in range(3)]
    return np.where(radius[..., np.newaxis] <= RADIUS, np.stack(colours, axis=-1), np.nan)


def turned(photo: np.ndarray) -> np.ndarray:
    """The photograph turned clockwise about its centre by TURN rows of the map."""
    return transform.rotate(photo, -360 * TURN / ROWS)


def zoomed(photo: np.ndarray) -> np.ndarray:
    """The photograph enlarged about its centre by ZOOM columns of the map; its size stays."""
    factor = RADIUS ** (ZOOM / COLUMNS)
    about = transform.AffineTransform(translation=(-RADIUS, -RADIUS))
    return transform.warp(photo, (about + transform.AffineTransform(scale=1 / factor) + about.inverse).params)


def residual(found: np.ndarray, expected: np.ndarray, unchanged: np.ndarray) -> float:
    """How much of the change an expectation leaves unexplained.

    Returns:
        The root mean square of found − expected, over that of found − unchanged: 0 if the expectation is exact, about 1
        if it is of no use.
    """
    return float(np.sqrt(np.mean((found - expected) ** 2) / np.mean((found - unchanged) ** 2)))


def measure() -> Measured:
    """Map a photograph, map it turned and enlarged, and turn the map back.

    Returns:
        Numbers: `rows`, `columns`, `radius` (pixels), `pixels` inside the circle, `cells`; `turn_degrees`,
        `zoom_factor` and the residuals `turn` and `zoom` (see `residual`); `cell_pixels`, the side of a cell at the
        rim, in pixels; `half_radius`, pixels, inside which half of the map lies, and `half_area`, the share of the
        circle's area in it.
        Arrays: `photo` and `restored`, (231, 231, 3), and `cells`, (128, 96, 3), uint8; pixels of `restored` outside
        the circle are those of the photograph.
    """
    row, column = GAZE
    photo = data.chelsea()[row - RADIUS : row + RADIUS + 1, column - RADIUS : column + RADIUS + 1] / 255
    cells = log_polar(photo)
    turn, zoom = log_polar(turned(photo)), log_polar(zoomed(photo))
    restored = back(cells)
    inside = ~np.isnan(restored[..., 0])
    return Measured(
        numbers={
            "rows": ROWS,
            "columns": COLUMNS,
            "radius": RADIUS,
            "pixels": int(inside.sum()),
            "cells": ROWS * COLUMNS,
            "turn_degrees": 360 * TURN // ROWS,
            "zoom_factor": RADIUS ** (ZOOM / COLUMNS),
            "turn": residual(turn, np.roll(cells, TURN, axis=0), cells),
            "zoom": residual(zoom[:, ZOOM:], cells[:, :-ZOOM], cells[:, ZOOM:]),
            "cell_pixels": 2 * np.pi * RADIUS / ROWS,
            "half_radius": RADIUS**0.5,
            "half_area": 1 / RADIUS,
        },
        arrays={
            "photo": in_bytes(photo),
            "cells": in_bytes(cells),
            "restored": in_bytes(np.where(inside[..., np.newaxis], restored, photo)),
        },
    )


def in_bytes(colours: np.ndarray) -> np.ndarray:
    """Colours in [0, 1] as uint8."""
    return np.round(255 * np.clip(colours, 0, 1)).astype(np.uint8)
