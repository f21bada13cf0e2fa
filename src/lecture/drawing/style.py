"""How every figure of a lecture looks, and how it becomes a file.

Text, axes and grid are drawn with the reserved colour `INK`. Saving writes it as `currentColor`, so that one SVG
follows the theme of the page: dark ink on white paper, light ink on a dark screen.
"""

import io
import math
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ContextDecorator, ExitStack
from contextvars import ContextVar
from functools import cache, wraps
from importlib import resources
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, ScalarFormatter

from lecture.drawing.contract import checked
from lecture.drawing.light import lighten
from lecture.files import write_json, write_text
from lecture.words import numbers

WIDTH = 7.0  # inches; the text block is 0.9 of it in print, so SIZE points become the 9 points of a caption
SIZE = 10.0

LANGUAGE = ContextVar("language", default="en")  # in which numbers are written

FRAME = "frame: "  # begins the identifiers of an animation's frames, see `animate`

INK = "#010203"  # never seen: it only marks what has to become currentColor
GRID_OPACITY = 0.16
FAINT_OPACITY = 0.62  # secondary text
PAPER, NIGHT = "#ffffff", "#15181d"  # the two backgrounds that every colour has to be seen on

FAMILY = "IBM Plex Sans"
FONT_FILES = ("IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf")
# What holds for a whole figure unless a part says otherwise.
INHERITED = {
    "font-family": FAMILY,
    "font-size": f"{SIZE:g}",
    "fill": "currentColor",
    "stroke-linejoin": "round",
    "stroke-linecap": "butt",
}
SETTINGS = {
    "font.family": [FAMILY],
    "font.size": SIZE,
    **{f"{part}.labelsize": SIZE for part in ("axes", "xtick", "ytick")},
    "axes.titlesize": SIZE,
    "axes.titlelocation": "left",
    "axes.titleweight": 600,
    "legend.fontsize": SIZE,
    "legend.frameon": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    **{f"axes.{part}color": INK for part in ("edge", "label", "title")},
    "axes.prop_cycle": matplotlib.cycler(color=[INK]),
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": INK,
    "grid.alpha": GRID_OPACITY,
    "grid.linewidth": 0.7,
    "lines.linewidth": 1.6,
    "lines.markersize": 6,
    "patch.edgecolor": INK,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "svg.fonttype": "none",
    "svg.image_inline": True,
    "image.composite_image": False,  # composing resamples pictures at 72 dpi
}


@cache
def register_fonts() -> None:
    """Make the lecture's typeface known to matplotlib.

    Raises:
        FileNotFoundError: a font file is not in `lecture.publishing`.
    """
    folder = resources.files("lecture.publishing") / "fonts" / "ttf"
    for name in FONT_FILES:
        with resources.as_file(folder / name) as path:
            if not path.is_file():
                raise FileNotFoundError(f"the figures' font {path} is missing: it belongs to the package lecture")
            fontManager.addfont(path)


class lecture(ExitStack, ContextDecorator):
    """The lecture's settings of matplotlib, as a decorator of `draw` or as a `with` block; nothing outside changes.

    What it decorates also has its arguments checked, see `lecture.drawing.contract`, and the ticks of its linear axes
    written as the language writes numbers, unless it has said itself what stands there.

    Args:
        language: in which numbers are written inside; None for that which holds outside: in a build the lecture's,
            elsewhere English.

    Raises:
        FileNotFoundError: a font file is missing.
    """

    def __init__(self, language: str | None = None) -> None:
        super().__init__()
        self.language = language

    def __enter__(self) -> None:
        register_fonts()
        self.enter_context(matplotlib.rc_context(SETTINGS))
        self.callback(LANGUAGE.reset, LANGUAGE.set(self.language or LANGUAGE.get()))

    def __call__(self, draw: Callable[..., Figure]) -> Callable[..., Figure]:
        @wraps(draw)
        def numbered(**arguments) -> Figure:
            drawn = draw(**arguments)
            for axes in drawn.axes if isinstance(drawn, Figure) else ():
                plain = [a for a in (axes.xaxis, axes.yaxis) if type(a.get_major_formatter()) is ScalarFormatter]
                number_ticks(*plain)  # nothing was said of them
            return drawn

        return checked(super().__call__(numbered))


def figure(height: float) -> Figure:
    """An empty figure as wide as the text and `height` inches high, which pyplot doesn't know."""
    return Figure(figsize=(WIDTH, height), layout="constrained")


def save(drawing: Figure, path: str | os.PathLike) -> None:
    """Write a figure as an SVG that takes its ink from the page.

    The same figure gives the same bytes; saving fixes its layout. The identifiers in the file start with its name, the
    stem of `path`, so that several figures can stand in one HTML page.

    Raises:
        ValueError: black was written where the ink of the page belongs.
    """
    name = Path(path).stem
    unsigned = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    svg = io.StringIO()
    with lecture():
        drawing.savefig(svg, format="svg", metadata=unsigned)
    drawing.set_layout_engine("none")  # a second run of the engine would move everything by a hair
    write_text(path, follow_page(svg.getvalue(), name))


def draw_into(path: str | os.PathLike, draw: Callable[..., object], data: Mapping[str, object], language: str) -> None:
    """Draw a figure, or gather what a script of the page shows, and save it.

    Args:
        path: of the picture, or of the JSON file.
        draw: gives a Matplotlib figure, or a mapping that survives JSON.
        data: the arguments of `draw`.
        language: of the lecture.

    Raises:
        ContractError: `draw` doesn't take these arguments, or a figure breaks the rules of all figures.
    """
    with lecture(language):
        drawn = draw(**data)
    if isinstance(drawn, dict):
        write_json(path, drawn)
    else:
        save(drawn, path)


def follow_page(svg: str, name: str) -> str:
    """Turn matplotlib's SVG into one that lives inside a page.

    Args:
        svg: the text of the file.
        name: the figure's name, the prefix of all identifiers.

    Returns:
        The text from `<svg` on: `currentColor` for ink, letters as text, no rule of style that would leak into the
        page, and nothing that only takes place (`lecture.drawing.light`).

    Raises:
        ValueError: black was written where the ink of the page belongs.
    """
    svg = re.sub(re.escape(INK) + r"\b", "currentColor", svg, flags=re.IGNORECASE)
    stray = re.search(r"#000000\b|#000\b|\bblack\b", svg)
    if stray:
        raise ValueError(f"{name}: {stray[0]} is written where style.INK belongs")
    svg = re.sub(r"<!--.*?-->", "", svg[svg.index("<svg ") :], flags=re.DOTALL)
    # matplotlib's only rule is for `*`: in a page it would reach everything; what stands at the root is inherited.
    svg = re.sub(r" *<defs>\s*<style type=\"text/css\">.*?</style>\s*</defs>\n", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(rf' id="{FRAME}([^"]*)"', r' data-frame="\1"', svg)
    return lighten(renumber(svg, name), INHERITED)


def animate(axes: Axes, label: str) -> None:
    """Make axes a frame of an animation: the HTML page puts a player below a figure that has some.

    The figure itself shows all frames, one beside the other: that is what print and a page without scripts show.

    Args:
        axes: with everything that belongs to the frame, and nothing else; all frames have one size.
        label: what the player writes below the frame.
    """
    axes.set_gid(FRAME + label)


def renumber(svg: str, name: str) -> str:
    """The text of an SVG file with identifiers of the figure's name and a number in the order of use.

    Matplotlib makes them from hashes of coordinates, whose last bits differ from run to run. Those that nothing refers
    to are gone.
    """
    reference = r'(href="#|url\(#)([^")]*)'
    names = {}
    for _, old in re.findall(reference, svg):
        names.setdefault(old, f"{name}-{len(names) + 1}")
    svg = re.sub(r' id="([^"]*)"', lambda found: f' id="{names[found[1]]}"' if found[1] in names else "", svg)
    return re.sub(reference, lambda found: found[1] + names[found[2]], svg)


def number(value: float, digits: int | None = None) -> str:
    """A number as the language of the figure writes it: 21,840 or −0.5, in Russian 21 840 or −0,5.

    Args:
        value: the number.
        digits: how many behind the point; None for as many as needed, up to six.
    """
    own = numbers.of(LANGUAGE.get())
    return own.short(value) if digits is None else own.number(value, digits)


def percent(share: float, digits: int = 1) -> str:
    """A share in [0, 1] as per cent that never rounds «almost» to «all» or to «nothing»: 97.0%, > 99.9% for 0.9999."""
    return numbers.of(LANGUAGE.get()).careful_percent(share, digits)


def number_ticks(
    *axes: Axis, shown: Callable[[float], float] = float, unit: str = "", at: Sequence[float] | None = None
) -> None:
    """Write the ticks of axes as the language of the figure writes numbers.

    Args:
        axes: matplotlib's x or y axes, such as `axes.xaxis`.
        shown: from the place of a tick to the number that is written there.
        unit: what is written behind it.
        at: where ticks stand, and no others do, on a logarithmic axis neither; None leaves their places as they are.
    """
    own = numbers.of(LANGUAGE.get())  # now: matplotlib asks when the figure is saved, where another language may hold
    for axis in axes:
        axis.set_major_formatter(FuncFormatter(lambda place, _: own.short(shown(place)) + unit))
        axis.set_minor_formatter("")
        if at is not None:
            axis.set_major_locator(FixedLocator(at))
            axis.set_minor_locator(NullLocator())


def empty(height: int, width: int) -> np.ma.MaskedArray:
    """(height, width) float, all masked: a picture through which the page shines until a value is written."""
    return np.ma.masked_array(np.zeros((height, width)), mask=True)


def mosaic(tiles: np.ndarray, columns: int, gap: int) -> tuple[np.ndarray, np.ndarray]:
    """Put pictures of one size, (N, H, W), into a grid of so many columns, with a gap between neighbours in pixels.

    Returns:
        The grid, float, masked where nothing is; and the left upper corners of the tiles in pixels, (N, 2) as x, y.
    """
    count, height, width = tiles.shape
    rows = math.ceil(count / columns)
    corners = np.array([((i % columns) * (width + gap), (i // columns) * (height + gap)) for i in range(count)])
    grid = placed(tiles, corners, rows * (height + gap) - gap, columns * (width + gap) - gap)
    return grid, corners


def placed(tiles: np.ndarray, corners: Iterable[tuple[int, int]], height: int, width: int) -> np.ma.MaskedArray:
    """Put pictures of one size at their places.

    Args:
        tiles: (N, H, W).
        corners: the left upper corner of each in pixels, x and y.
        height, width: the size of the whole.

    Returns:
        (height, width) float, masked where nothing is.
    """
    whole = empty(height, width)
    for tile, (x, y) in zip(tiles, corners, strict=True):
        whole[y : y + tile.shape[0], x : x + tile.shape[1]] = tile
    return whole


def pixels(axes: Axes, picture: np.ndarray, low: float, high: float, cmap: str = "gray", scale: int = 4) -> AxesImage:
    """Draw an array so that every value stays a sharp square, in any viewer.

    Browsers are told to keep the squares; for viewers that smooth nevertheless, each value is repeated so that only
    its border could blur. The unit of the axes is one value, the left upper corner is (0, 0).

    Args:
        axes: where to draw; they lose their frame and ticks.
        picture: (H, W), masked where nothing is.
        low, high: the values at the ends of the colour map.
        cmap: the colour map.
        scale: how many times a value is repeated in each direction.
    """
    height, width = picture.shape
    repeated = np.ma.repeat(np.ma.repeat(np.ma.asarray(picture), scale, axis=0), scale, axis=1)
    axes.set_axis_off()
    extent = (0, width, height, 0)
    return axes.imshow(repeated, cmap=cmap, vmin=low, vmax=high, interpolation="none", extent=extent, aspect="equal")


def frame(axes: Axes, corner: tuple[float, float], height: float, width: float, **properties) -> Rectangle:
    """Draw the border of a picture, without which black pixels would flow into a dark page.

    Args:
        axes: where the picture is.
        corner, height, width: its left upper corner, x and y, and its size, in the units of the axes.
        properties: of the rectangle, where they differ from a thin faint line.
    """
    thin = {"fill": False, "edgecolor": INK, "linewidth": 0.6, "alpha": 0.5, "clip_on": False}
    return axes.add_patch(Rectangle(corner, width, height, **thin | properties))


def shade(axes: Axes, corner: tuple[float, float], height: float, width: float, colour: str, alpha: float) -> None:
    """Fill a rectangle with a colour through which `1 - alpha` of what is behind it is seen; places as in `frame`."""
    axes.add_patch(Rectangle(corner, width, height, facecolor=colour, alpha=alpha, linewidth=0))


def colour_bar(picture: Axes, low: float, high: float, label: str, cmap: str = "gray", width: float = 0.02) -> None:
    """Put the scale of a colour map at the right side of a picture, as high as the picture.

    Args:
        picture: the axes of the picture.
        low, high: the values at the ends.
        label: what the values are.
        cmap: the colour map.
        width: of the scale, as a share of the picture's.
    """
    axes = picture.inset_axes((1 + 0.75 * width, 0, width, 1))
    ramp = np.linspace(high, low, 256)[:, None]
    axes.imshow(ramp, cmap=cmap, vmin=low, vmax=high, interpolation="none", extent=(0, 1, low, high), aspect="auto")
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.yaxis.set_label_position("right")
    axes.set_ylabel(label)
    axes.spines[:].set_visible(True)
    axes.spines[:].set_alpha(0.5)
    number_ticks(axes.yaxis)
