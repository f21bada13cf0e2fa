"""Half of the field of view and its map on V1: the centre, two hundredths of the field, takes half of the map."""

import numpy as np
from matplotlib.colors import to_rgba

from cnn.drawing import style
from lecture.drawing.contract import Complex, Float, Real

DASHES = (0, (4, 2))
TINT = 0.28  # opacity of the centre
RULER = 10  # millimetres
NAMED_FIELD = 20  # degrees: smaller circles have no room for their names in the field


@style.lecture()
def draw(
    *,
    eccentricities: Real[" circles"],
    angles: Real[" rays"],
    circles: Complex["circles points"],
    circles_mm: Complex["circles points"],
    rays: Complex["rays points"],
    rays_mm: Complex["rays points"],
    centre: Complex[" outline"],
    centre_mm: Complex[" outline"],
    centre_map: Float[""],
) -> style.Figure:
    """Draw circles as lines and rays as dashes, in the field and on the cortex; the centre is shaded.

    Args:
        eccentricities: degrees, of the circles; the last is the rim of the field.
        angles: degrees, of the rays.
        circles, rays, centre: places in the field, in degrees; of the centre its outline.
        circles_mm, rays_mm, centre_mm: the same on the cortex, in millimetres.
        centre_map: the share of the map that serves the centre.
    """
    field, cortex = style.panels(3.0, 1, 2, width_ratios=(1, 1.62))
    share, mapped = (abs(centre[0]) / eccentricities[-1]) ** 2, float(centre_map)
    grid(field, circles, rays, centre)
    grid(cortex, circles_mm, rays_mm, centre_mm)
    field.set_title("половина поля зрения")
    cortex.set_title("её карта в коре левого полушария")
    left, below = {"xytext": (-5, 0), "ha": "right", "va": "center"}, {"xytext": (0, -4), "ha": "center", "va": "top"}
    name_circles(field, eccentricities, circles, smallest=NAMED_FIELD, **left)
    name_circles(cortex, eccentricities, circles_mm, smallest=0, **below)
    inside = abs(centre[0]) / 2
    note(field, f"{style.percent(share, 0)}\nполя", inside, (-0.3 * eccentricities[-1], 0.35 * eccentricities[-1]))
    right, top = centre_mm.real.max(), circles_mm.imag.max()
    note(cortex, f"{style.percent(mapped, 0)} карты", complex(0.45 * right, 0.3 * top), (0.3 * right, 0.92 * top))
    cortex.plot((0, RULER), (-0.95 * top, -0.95 * top), linewidth=2, solid_capstyle="butt")
    style.note(cortex, f"{style.number(RULER)} мм", (RULER / 2, -0.95 * top), (0, 4), ha="center")
    return field.figure


def grid(axes: style.Axes, circles: np.ndarray, rays: np.ndarray, centre: np.ndarray) -> None:
    """Draw the net and the shaded centre, in equal units of both axes."""
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.fill(centre.real, centre.imag, facecolor=to_rgba(style.INK, TINT), linewidth=0)
    for line in rays:
        axes.plot(line.real, line.imag, linewidth=0.9, linestyle=DASHES, clip_on=False)
    for line in circles:
        axes.plot(line.real, line.imag, linewidth=1.2, clip_on=False)


def name_circles(axes: style.Axes, eccentricities: np.ndarray, circles: np.ndarray, smallest: float, **place) -> None:
    """Write its degrees beside the lower end of each circle that is not smaller than `smallest`."""
    for eccentricity, line in zip(eccentricities, circles, strict=True):
        if eccentricity >= smallest:
            end = min(line[0], line[-1], key=lambda point: point.imag)
            axes.annotate(f"{style.number(eccentricity)}°", (end.real, end.imag), textcoords="offset points", **place)


def note(axes: style.Axes, text: str, place: complex, at: tuple[float, float]) -> None:
    """Write beside the drawing what share the shaded part is, with a thin line to a place in it."""
    line = {"arrowstyle": "-", "color": style.INK, "linewidth": 0.7, "shrinkA": 2, "shrinkB": 0}
    axes.annotate(text, (place.real, place.imag), at, ha="center", va="center", arrowprops=line)
