"""A complex cell as a maximum over simple ones: it no longer tells the place, and still tells the orientation."""

import numpy as np

from cnn.vision.simple_cells import bar, gabor, simple_cell, width_at_half
from lecture.studies.measured import Measured

ANGLE = 90.0  # degrees: both cells prefer a vertical bar
PLACES = np.arange(-8, 9, 2.0)  # pixels: the centres of the simple cells; neighbours overlap
SHIFTS = np.arange(-24, 24.5, 0.5)  # pixels: of the bar
TURNS = np.arange(0, 181, 1.0)  # degrees: of the bar
SEEN = 0.05  # of the greatest weight: light counts for the answer where a weight is above this
PASSES = np.arange(-8, 9, 2.0)  # pixels: a bar of each angle is shown in all these places, as a bar that passes by


def complex_cell(picture: np.ndarray, fields: np.ndarray) -> float:
    """The greatest answer of simple cells with one orientation in neighbouring places (Riesenhuber, Poggio 1999)."""
    return max(simple_cell(picture, field) for field in fields)


def extent(fields: np.ndarray) -> tuple[int, int]:
    """The receptive field of a cell that looks through some fields (N, SIZE, SIZE): its width and height in pixels.

    It is the smallest rectangle around all weights above `SEEN` of the greatest, inhibitory ones included.
    """
    seen = (np.abs(fields) > SEEN * np.abs(fields).max()).any(axis=0)
    width, height = (int(np.ptp(np.flatnonzero(seen.any(axis=axis)))) + 1 for axis in (0, 1))
    return width, height


def measure() -> Measured:
    """Shift a bar, and turn a bar that passes by, in front of a simple cell and of a complex one.

    Returns:
        Numbers: `places`, how many simple cells feed the complex one, and `span`, pixels between the outermost; for
        `simple` and `complex` cells `field` (pixels: the width of the receptive field), `band` (pixels: the width of
        the response to a shifted bar at half height), `half_width_deg` (half of the width of the mean response to a bar
        that passes by, over its angle) and `variation` (standard deviation over mean of the response to bars shifted by
        at most half of `span`).
        Arrays: `outline` (2,) pixels, width and height of a simple cell's field; `places` (9,), `shifts` (97,) pixels
        and `turns` (181,) degrees; `shifted` (2, 97) and `turned` (2, 181), the responses of the simple cell and of the
        complex one, the greatest of each row is 1.
    """
    fields = np.array([gabor(ANGLE, place) for place in PLACES])
    middle = fields[list(PLACES).index(0)]

    def answers(picture: np.ndarray) -> tuple[float, float]:
        return simple_cell(picture, middle), complex_cell(picture, fields)

    shifted = np.array([answers(bar(ANGLE, shift)) for shift in SHIFTS]).T
    turned = np.array([np.mean([answers(bar(turn, place)) for place in PASSES], axis=0) for turn in TURNS]).T
    shifted, turned = (curves / curves.max(axis=1, keepdims=True) for curves in (shifted, turned))
    inside = np.abs(SHIFTS) <= PLACES.max()
    numbers = {"places": len(PLACES), "span": float(PLACES.max() - PLACES.min())}
    cells = {"simple": middle[None], "complex": fields}
    for (name, looking), by_shift, by_turn in zip(cells.items(), shifted, turned, strict=True):
        numbers[name] = {
            "field": extent(looking)[0],
            "band": width_at_half(SHIFTS, by_shift),
            "half_width_deg": width_at_half(TURNS, by_turn) / 2,
            "variation": float(by_shift[inside].std() / by_shift[inside].mean()),
        }
    arrays = {
        "outline": np.array(extent(middle[None])),
        "places": PLACES,
        "shifts": SHIFTS,
        "turns": TURNS,
        "shifted": shifted,
        "turned": turned,
    }
    return Measured(numbers, arrays)
