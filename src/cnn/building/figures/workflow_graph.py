"""The lecture's own workflow: every rule, and what it needs."""

from itertools import pairwise

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from cnn.drawing import style
from lecture.drawing.contract import Float, Text

WIDEST, GAP = 1.5, 0.1  # inches: a box into which the longest name fits, and what is between two boxes
HEIGHT, STEP = 0.3, 0.6  # inches: of a box, and from layer to layer
NAMES = {  # what each rule does, by the part of the work that it belongs to
    "данные": {"mnist_files": "взять MNIST", "dataset": "описать данные"},
    "обучение": {"train": "обучить", "network": "итог сети", "networks": "все сети"},
    "измерения": {
        "experiment": "поставить опыт",
        "experiment_summary": "итог опыта",
        "measurement": "измерить",
        "origin": "чем измерено",
        "rulegraph": "граф правил",
        "numbers": "собрать числа",
        "claims": "сверить пороги",
    },
    "страницы": {
        "figure": "начертить",
        "interactive": "оживить рисунок",
        "notebook": "выполнить главу",
        "lecture": "собрать главы",
        "document": "разобрать текст",
        "page": "страница и PDF",
        "slides": "слайды",
        "book": "книга EPUB",
        "excerpts": "главы отдельно",
        "publish": "издать",
        "all": "всё",
    },
}
TINTS = {"данные": 0.0, "обучение": 0.34, "измерения": 0.2, "страницы": 0.09}  # of a part's boxes


@style.lecture()
def draw(*, rules: Text[" n"], places: Float["n 2"], lines: Float["edges layers 2"]) -> style.Figure:
    """Draw the rules in layers, each below those whose results it needs.

    Args:
        places: the place in the layer, in widths of a box, and the layer, from 0.
        lines: the places of each edge in the layers that it touches, NaN in the others.
    """
    low, high = places[:, 0].min() - 0.5, places[:, 0].max() + 0.5
    pitch = min(style.WIDTH / (high - low), WIDEST + GAP)
    width = pitch - GAP
    scale, shift = np.array([pitch, STEP]), np.array([(low + high) / 2, 0])
    centres = (places - shift) * scale
    total = centres[:, 1].max() + HEIGHT + 0.04
    axes = style.canvas(total, whole=True)
    axes.set(xlim=(-style.WIDTH / 2, style.WIDTH / 2), ylim=(total - HEIGHT / 2 - 0.02, -HEIGHT / 2 - 0.02))
    for line in lines:
        points = (line[~np.isnan(line[:, 0])] - shift) * scale
        points[0, 1] += HEIGHT / 2
        points[-1, 1] -= HEIGHT / 2
        vertices, codes = [points[0]], [Path.MOVETO]
        for (x, y), (to_x, to_y) in pairwise(points):
            middle = (y + to_y) / 2
            vertices += [(x, middle), (to_x, middle), (to_x, to_y)]
            codes += [Path.CURVE4] * 3
        arrow = {"arrowstyle": "-|>", "mutation_scale": 7, "shrinkA": 0, "shrinkB": 0, "fill": False}
        look = {"edgecolor": style.INK, "linewidth": 0.9, "alpha": style.FAINT_OPACITY}
        axes.add_patch(FancyArrowPatch(path=Path(vertices, codes), **arrow, **look))
    for name, (x, y) in zip(rules, centres, strict=True):
        corner = (x - width / 2, y - HEIGHT / 2)
        part, written = named(str(name))
        box(axes, corner, width, TINTS.get(part, 0))
        axes.text(x, y, written, ha="center", va="center")
    return axes.figure


def named(rule: str) -> tuple[str, str]:
    """The part of the work that a rule belongs to, and its name for readers: a rule that is not told of has its own."""
    return next(((part, names[rule]) for part, names in NAMES.items() if rule in names), ("", rule))


def box(axes: style.Axes, corner: tuple[float, float], width: float, tint: float) -> None:
    """A rounded box, shaded by its part of the work."""
    shape = {"boxstyle": "round,pad=0,rounding_size=0.06"}
    axes.add_patch(FancyBboxPatch(corner, width, HEIGHT, facecolor=style.INK, alpha=tint, linewidth=0, **shape))
    outline = {"facecolor": "none", "edgecolor": style.INK, "linewidth": 0.9}
    axes.add_patch(FancyBboxPatch(corner, width, HEIGHT, **shape, **outline))
