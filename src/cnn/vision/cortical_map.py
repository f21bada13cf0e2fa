"""The map of half of the field of view on V1, after Schwartz: how much of it serves the centre."""

import numpy as np
from scipy.integrate import dblquad
from scipy.optimize import brentq

from cnn.vision.literature import CENTRAL_SHARE, MAGNIFICATION
from lecture.studies.measured import Measured

SCALE = MAGNIFICATION["scale_mm"].value
OFFSET = MAGNIFICATION["offset_deg"].value
FIELD = 90.0  # degrees from the gaze to the rim: the field is wider at the temples and narrower at the nose
CENTRE = 0.02  # share of the field's area that is called its centre
CIRCLES = (2.5, 5, 10, 20, 40, FIELD)  # degrees
RAYS = (-90, -60, -30, 0, 30, 60, 90)  # degrees above the horizon
POINTS = 200  # on a line


def on_cortex(place: np.ndarray) -> np.ndarray:
    """Where a place of the right half-field lies on the left V1: w = k ln(z + a) − k ln a (Schwartz 1977, 1980).

    Args:
        place: complex, degrees from the gaze, to the right and up.

    Returns:
        Complex, millimetres from the centre's place, into the brain and across.
    """
    return SCALE * np.log((place + OFFSET) / OFFSET)


def area(eccentricity: float) -> float:
    """Square millimetres of one V1 that serve the half-field up to an eccentricity in degrees.

    The map is conformal, so a small piece grows by |dw/dz|² = (k / |z + a|)².
    """

    def magnified(r: float, angle: float) -> float:
        return r * SCALE**2 / (r**2 + 2 * OFFSET * r * np.cos(angle) + OFFSET**2)

    return dblquad(magnified, -np.pi / 2, np.pi / 2, 0, eccentricity)[0]


def measure() -> Measured:
    """Measure shares of the map, and draw circles and rays on it.

    Returns:
        Numbers: `scale_mm` k and `offset_deg` a with their `source`; `field_deg`; `centre_share` of the field's area
        and its radius `centre_deg`; `centre_map`, the share of the map that serves it; `half_deg` and `half_share`, the
        radius and the share of the field that half of the map serves; `magnification` at the gaze and at the rim,
        millimetres a degree; `central`, of the circle of `radius_deg`, the shares of V1 `classic` and `macaque`, as
        published, and of the map, `model`.
        Arrays: `circles` (N, 200) and `rays` (M, 200) complex, degrees in the field, `circles_mm` and `rays_mm` the
        same on the cortex; `eccentricities` (N,) and `angles` (M,) in degrees; `centre` (600,), `centre_mm` the outline
        of the centre; `centre_map` a share.
    """
    whole = area(FIELD)
    centre = FIELD * CENTRE**0.5
    central = {name: fact.value for name, fact in CENTRAL_SHARE.items()}
    half = brentq(lambda eccentricity: area(eccentricity) - whole / 2, 0, FIELD)
    angles = np.exp(1j * np.linspace(-np.pi / 2, np.pi / 2, POINTS))
    circles = np.array(CIRCLES)[:, np.newaxis] * angles
    steps = np.linspace(0, 1, POINTS) ** 2  # dense at the gaze, where the map is large
    rays = np.exp(1j * np.radians(RAYS))[:, np.newaxis] * steps * FIELD
    outline = centre * np.concatenate([angles, 1j * steps[::-1], -1j * steps])
    numbers = {
        "scale_mm": SCALE,
        "offset_deg": OFFSET,
        "source": MAGNIFICATION["scale_mm"].source,
        "field_deg": int(FIELD),
        "centre_share": CENTRE,
        "centre_deg": centre,
        "centre_map": area(centre) / whole,
        "half_deg": half,
        "half_share": (half / FIELD) ** 2,
        "magnification": {"gaze": SCALE / OFFSET, "rim": SCALE / (FIELD + OFFSET)},
        "central": central | {"model": area(central["radius_deg"]) / whole},
    }
    arrays = {
        "eccentricities": np.array(CIRCLES),
        "angles": np.array(RAYS),
        "circles": circles,
        "circles_mm": on_cortex(circles),
        "rays": rays,
        "rays_mm": on_cortex(rays),
        "centre": outline,
        "centre_mm": on_cortex(outline),
        "centre_map": np.array(numbers["centre_map"]),
    }
    return Measured(numbers, arrays)
