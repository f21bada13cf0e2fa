"""The last hidden layer of network A made flat in two ways: a picture for print, and the same points for the page."""

from base64 import b64encode
from io import BytesIO

import numpy as np
from PIL import Image

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, UInt8, checked

# Ten colours that are seen on paper and at night; no ten differ for every reader, so each class also wears its number.
COLOURS = ["#4477aa", "#ee6677", "#228833", "#a07f10", "#0f97b5", "#b53f83", "#7a7f87", "#cc5500", "#7f6fe0", "#00a087"]
RIGHT = {"marker": ".", "markersize": 3.6, "markeredgewidth": 0, "alpha": 0.8}
WRONG = {"marker": "x", "markersize": 4.6, "markeredgewidth": 1.3}
WORDS = {
    "arrangements": "Проекция",
    "classes": "Классы",
    "class": "Класс",
    "choose": "Выделить класс",
    "answer": "ответ сети",
}
PROJECTIONS = {"pca": "PCA", "tsne": "t-SNE"}
DIGIT = 28
COLUMNS = 50  # digits in a row of the sprite
GREYS = 8  # of the small pictures on the page: their edges stay smooth
EDGE = 0.04  # of the square of the points, around it
STEPS = 1000  # of the coordinates on the page: less than a pixel each

Points = Float["n 2"]
Classes = Integer[" n"]
Images = UInt8["n 28 28"]


def centred(points: np.ndarray) -> np.ndarray:
    """Points (N, 2) in the middle of the unit square, which they fill in one direction."""
    points = points.astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    return (points - (low + high) / 2) / max((high - low).max(), 1e-12) + 0.5


@style.lecture()
def draw(*, pca: Points, tsne: Points, labels: Classes, answers: Classes) -> style.Figure:
    """Draw both arrangements side by side, a point for each digit, a cross for each wrong answer.

    Args:
        labels, answers: the truth and what the network said.
    """
    wrong = answers != labels
    for axes, (name, points) in zip(style.panels(3.75, 1, 2), (("pca", pca), ("tsne", tsne)), strict=True):
        points = centred(points)
        for some, look in ((~wrong, RIGHT), (wrong, WRONG)):
            for digit, colour in enumerate(COLOURS):
                axes.plot(*points[(labels == digit) & some].T, color=colour, linestyle="", **look)
        for digit, colour in enumerate(COLOURS):
            if (labels == digit).any():
                middle = np.median(points[labels == digit], axis=0)
                circle = {"boxstyle": "circle,pad=0.22", "facecolor": colour + "66", "linewidth": 0.9}
                axes.text(*middle, str(digit), fontweight=600, ha="center", va="center_baseline", bbox=circle)
        axes.set(title=PROJECTIONS[name], xticks=[], yticks=[], xlim=(-EDGE, 1 + EDGE), ylim=(-EDGE, 1 + EDGE))
        axes.set(aspect="equal")
        axes.spines[:].set(visible=True, alpha=0.4)
    return axes.figure


def sprite(images: np.ndarray) -> str:
    """All images in rows of COLUMNS as one WebP of GREYS greys, as the address of its data."""
    rows = -(-len(images) // COLUMNS)
    sheet = np.zeros((rows * COLUMNS, DIGIT, DIGIT), np.uint8)
    levels = np.round(images / 255 * (GREYS - 1))
    sheet[: len(images)] = np.round(levels * (255 / (GREYS - 1)))
    sheet = sheet.reshape(rows, COLUMNS, DIGIT, DIGIT).swapaxes(1, 2).reshape(rows * DIGIT, COLUMNS * DIGIT)
    file = BytesIO()
    Image.fromarray(sheet).convert("RGB").save(file, "WEBP", lossless=True, quality=90, method=6)
    return f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}"


@checked
def interactive(*, pca: Points, tsne: Points, labels: Classes, answers: Classes, images: Images) -> dict:
    """What the script points.js needs to show the same points.

    Returns:
        `arrangements`, each with `name` and `places`, x and y in turns, whole numbers from 0 to STEPS, y downwards;
        `labels` and `answers`, the position of a class each; `classes`, each with `name` and `colour`; `words`, what is
        said of a point and its class; `pictures` with `sheet`, the address of a WebP,
        `side` of each in pixels and how many `columns`.
    """
    return {
        "arrangements": [
            {
                "name": PROJECTIONS[name],
                "places": np.round(STEPS * (centred(points) * (1, -1) + (0, 1))).astype(int).ravel().tolist(),
            }
            for name, points in (("pca", pca), ("tsne", tsne))
        ],
        "labels": "".join(map(str, labels)),
        "answers": "".join(map(str, answers)),
        "classes": [{"name": str(digit), "colour": colour} for digit, colour in enumerate(COLOURS)],
        "words": WORDS,
        "pictures": {"sheet": sprite(images), "side": DIGIT, "columns": COLUMNS},
    }
