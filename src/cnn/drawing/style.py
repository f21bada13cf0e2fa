"""How the figures of this lecture look: colour, marker and name of each network, beside the engine's style."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure  # noqa: F401 - as below
from matplotlib.text import Annotation

from lecture.drawing import style
from lecture.drawing.style import (  # noqa: F401 - figures find the engine's and the lecture's in one place
    FAINT_OPACITY,
    FAMILY,
    INK,
    NIGHT,
    PAPER,
    SIZE,
    WIDTH,
    animate,
    colour_bar,
    empty,
    figure,
    frame,
    mosaic,
    number,
    number_ticks,
    percent,
    pixels,
    placed,
    save,
    shade,
)

lecture = partial(style.lecture, language="ru")  # outside a build, too

# A network keeps its colour and its marker through the whole lecture. Each colour has a contrast of 3 : 1 against
# PAPER and NIGHT, and any two differ for readers with protanopia, deuteranopia and tritanopia: see the tests.
NETWORKS = {  # name, colour, marker
    "a": ("сеть A", "#0072b2", "o"),
    "b": ("сеть B", "#d55e00", "s"),
    "mlp": ("MLP", "#009e73", "^"),
    "logistic": ("логистическая регрессия", "#6f7a84", "X"),
    "cnn_1d": ("одномерная CNN", "#a878fc", "D"),
    "gru": ("GRU", "#b04c0a", "v"),
    "b_plain": ("сеть B без прореживания", "#7d8cb2", "P"),
    "modern": ("современная сеть", "#ff33de", "*"),
}
NETWORK_NAMES = {network: name for network, (name, _, _) in NETWORKS.items()}
NETWORK_COLOURS = {network: colour for network, (_, colour, _) in NETWORKS.items()}
NETWORK_MARKERS = {network: marker for network, (_, _, marker) in NETWORKS.items()}

# The two sides of a comparison that is not between the lecture's networks: with and without something. They differ from
# the networks' colours, and from each other for every reader.
VARIANT_COLOURS = {"with": "#38704b", "without": "#c300e3"}
VARIANT_MARKERS = {"with": "o", "without": "D"}
VARIANT_LINES = {"with": "-", "without": "--"}
WRONG = "#e0245e"  # always together with «×» and a frame


def panel(height: float, grid: str | None = None, **properties) -> Axes:
    """The only axes of a new figure that is as wide as the text and so many inches high; `grid` as in `panels`."""
    return panels(height, 1, 1, grid=grid, subplot_kw=properties)


def panels(
    height: float, rows: int, columns: int, *, wspace: float | None = None, grid: str | None = None, **properties
) -> np.ndarray:
    """The axes of a new figure, as its `subplots` gives them.

    Args:
        wspace: between columns, in their widths.
        grid: "x", "y" or "both", on all axes.
    """
    drawn = figure(height)
    if wspace is not None:
        drawn.get_layout_engine().set(wspace=wspace)
    made = drawn.subplots(rows, columns, **properties)
    for axes in drawn.axes if grid else ():
        axes.grid(True, axis=grid)
    return made


def canvas(height: float, *, whole: bool = False, **limits) -> Axes:
    """The axes of a new figure for a drawing, without a frame; `whole`: they fill it to its edges."""
    axes = figure(height).add_axes((0, 0, 1, 1)) if whole else panel(height)
    if whole:
        axes.figure.set_layout_engine("none")
    axes.set_axis_off()
    axes.set(**limits)
    return axes


def side(sign: str) -> dict[str, str]:
    """The colour, the marker and the line of one side of a comparison, a key of VARIANT_COLOURS, for matplotlib."""
    return {"color": VARIANT_COLOURS[sign], "marker": VARIANT_MARKERS[sign], "linestyle": VARIANT_LINES[sign]}


def seeds(axes: Axes, x: np.ndarray, values: np.ndarray, look: Mapping[str, object], faint: float = 0.45) -> None:
    """Draw curves against x (N,): the seeds (N, seeds) faintly, if there are several, and their mean boldly."""
    if values.shape[1] > 1:
        axes.plot(x, values, color=look["color"], alpha=faint, linewidth=0.8)
    axes.plot(x, values.mean(axis=1), **{"linewidth": 2, "markersize": 5} | look)


def note(axes: Axes, text: str, place: tuple[float, float], offset: tuple[float, float], **properties) -> Annotation:
    """Write beside a place of the axes, so many points to the right of it and above it."""
    return axes.annotate(text, place, offset, textcoords="offset points", **properties)


def look(network: str) -> dict[str, str]:
    """The colour and the marker of a network, as arguments of matplotlib; an unknown one is a dot of ink."""
    return {"color": NETWORK_COLOURS.get(network, INK), "marker": NETWORK_MARKERS.get(network, ".")}


def spread(axes: Axes, places: Sequence[float], shares: np.ndarray, **properties) -> None:
    """Draw the means of shares (repetitions, places) in per cent, each with a bar of one standard deviation."""
    deviations = 100 * shares.std(axis=0, ddof=1) if len(shares) > 1 else None
    axes.errorbar(places, 100 * shares.mean(axis=0), deviations, **properties)


def photo(axes: Axes, picture: np.ndarray, **properties) -> None:
    """Show a photograph (H, W, 3), or (H, W) with a colour map, in a frame; the unit of the axes becomes a pixel."""
    height, width = picture.shape[:2]
    axes.set_axis_off()
    axes.imshow(picture, extent=(0, width, height, 0), interpolation="none", **properties)
    frame(axes, (0, 0), height, width)


def apart(places: np.ndarray, gap: float) -> np.ndarray:
    """Places (N,), each moved as little as keeps them in their order and `gap` apart."""
    order = np.argsort(places)
    steps = np.arange(len(places)) * gap
    wanted = places[order] - steps
    # the nearest rising sequence: means of the runs that would fall
    runs: list[list[float]] = []
    for value in wanted:
        runs.append([value])
        while len(runs) > 1 and np.mean(runs[-2]) > np.mean(runs[-1]):
            runs[-2:] = [runs[-2] + runs[-1]]
    moved = np.empty(len(places))
    moved[order] = np.concatenate([np.full(len(run), np.mean(run)) for run in runs]) + steps
    return moved
