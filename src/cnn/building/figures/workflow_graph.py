"""The lecture's own workflow: every rule, and what it needs."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from cnn.drawing import style
from lecture.drawing.contract import Integer, Text

WIDTH, HEIGHT = 1.38, 0.32  # inches, of a box
SIDE = 0.16  # inches, how far an edge goes out of its column to pass the boxes between its ends
NAMES = {  # what each rule does, from above down, by the part of the work that it belongs to: a column each
    "данные и обучение": {
        "mnist_files": "взять данные",
        "dataset": "описать данные",
        "train": "обучить",
        "network": "итог сети",
        "networks": "все сети",
    },
    "измерения": {
        "rulegraph": "граф правил",
        "measurement": "измерить",
        "experiment": "поставить опыт",
        "experiment_summary": "итог опыта",
        "origin": "чем измерено",
        "numbers_on_record": "времена в числа",
        "arrays_on_record": "времена рисунков",
        "own_times": "свои времена",
        "numbers": "собрать числа",
        "claims": "сверить пороги",
        "own_claims": "сверить времена",
    },
    "главы и рисунки": {
        "figure": "начертить",
        "interactive": "оживить рисунок",
        "notebook": "выполнить главу",
        "lecture": "собрать главы",
        "document": "разобрать текст",
    },
    "издания": {
        "page": "страница и PDF",
        "site": "сайт",
        "slides": "слайды",
        "book": "книга EPUB",
        "excerpts": "главы отдельно",
        "portable_notebooks": "блокноты",
        "publish": "издать",
        "all": "всё",
    },
}


@style.lecture()
def draw(*, rules: Text[" n"], edges: Integer["edges 2"]) -> style.Figure:
    """Draw the parts of the work from left to right, in each the rules below one another.

    Args:
        rules: those that are needed before those that need them; one that `NAMES` doesn't know stands in the last part.
        edges: the places among `rules` of what is needed and of what needs it.
    """
    parts = list(NAMES)
    known = {rule: (column, row) for column, part in enumerate(parts) for row, rule in enumerate(NAMES[part])}
    wanted = [known.get(str(rule), (len(parts) - 1, len(known) + i)) for i, rule in enumerate(rules)]
    columns = [column for column, _ in wanted]
    rows = [sum(one < place for one in wanted if one[0] == place[0]) for place in wanted]
    most = max(columns.count(column) for column in set(columns))
    pitch, step = (style.WIDTH - WIDTH - SIDE - 0.04) / (len(parts) - 1), 0.52
    axes = style.canvas(step * most + 0.3, whole=True)
    axes.set(xlim=(0, style.WIDTH), ylim=(step * most, -0.3))
    # each column stands in the middle
    centres = np.array(
        [
            (0.02 + WIDTH / 2 + column * pitch, (row + 0.5 + (most - columns.count(column)) / 2) * step)
            for column, row in zip(columns, rows, strict=True)
        ]
    )
    for one, other in edges:
        edge(axes, centres[one], centres[other], apart=(columns[other] - columns[one], rows[other] - rows[one]))
    for rule, column, (x, y) in zip(rules, columns, centres, strict=True):
        shape = {"boxstyle": "round,pad=0,rounding_size=0.06"}
        corner = (x - WIDTH / 2, y - HEIGHT / 2)
        axes.add_patch(FancyBboxPatch(corner, WIDTH, HEIGHT, facecolor=style.INK, alpha=0.09, linewidth=0, **shape))
        outline = {"facecolor": "none", "edgecolor": style.INK, "linewidth": 0.9}
        axes.add_patch(FancyBboxPatch(corner, WIDTH, HEIGHT, **shape, **outline))
        axes.text(x, y, NAMES[parts[column]].get(str(rule), str(rule)), ha="center", va="center")
    for column, part in enumerate(parts):
        axes.text(0.02 + WIDTH / 2 + column * pitch, -0.12, part, ha="center", va="center", fontweight=600)
    return axes.figure


def edge(axes: style.Axes, start: np.ndarray, end: np.ndarray, apart: tuple[int, int]) -> None:
    """An arrow between the boxes around two centres, so many columns and rows `apart`."""
    right, down = np.array([WIDTH / 2, 0]), np.array([0, HEIGHT / 2])
    if apart[0] > 0:
        points = start + right, end - right
        middle = np.array([(points[1][0] - points[0][0]) / 2, 0])
        bend = points[0] + middle, points[1] - middle
    elif apart == (0, 1):
        points = start + down, end - down
        bend = ()
    else:  # past the boxes between them
        points = start + right, end + right
        bend = points[0] + [1.4 * SIDE, 0], points[1] + [1.4 * SIDE, 0]
    path = Path([points[0], *bend, points[1]], [Path.MOVETO, *([Path.CURVE4] * 3 if bend else [Path.LINETO])])
    arrow = {"arrowstyle": "-|>", "mutation_scale": 7, "shrinkA": 0, "shrinkB": 0, "fill": False}
    axes.add_patch(FancyArrowPatch(path=path, **arrow, edgecolor=style.INK, linewidth=0.9, alpha=style.FAINT_OPACITY))
