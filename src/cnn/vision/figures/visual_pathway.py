"""From the eye to the areas of the visual cortex: what each does, the direct links and the feedback."""

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.patches import Arc, Circle, Ellipse, FancyArrowPatch, FancyBboxPatch

from cnn.drawing import style
from lecture.drawing.contract import Text

HEIGHT = 4.05  # inches; the unit of the drawing is an inch, too
EYE = "сетчатка"
# Middle, width and height of each station. The upper row tells where and how something moves, the lower one what it is.
PLACES = {
    EYE: (0.52, 2.0, 0.8, 0.8),
    "ЛКТ": (1.65, 2.0, 0.98, 0.86),
    "V1": (2.98, 2.0, 1.06, 0.86),
    "V2": (4.5, 2.0, 1.22, 0.86),
    "V3": (6.2, 2.0, 1.34, 0.86),
    "V5": (4.5, 3.28, 1.22, 0.86),
    "V6": (6.2, 3.28, 1.34, 0.86),
    "V4": (4.5, 0.72, 1.22, 0.86),
    "IT (V7)": (6.2, 0.72, 1.34, 0.86),
}
LINES = {
    "forward": {"linewidth": 1.3},
    "bypass": {"linewidth": 2.6},
    "feedback": {"linewidth": 1.3, "linestyle": (0, (3.2, 2))},
}
MEANINGS = {"forward": "к следующей области", "bypass": "в обход", "feedback": "обратная связь"}
# Bending of the arrows that would lie on another one, and the shift of those that run beside another one.
BENDS = {("V4", "V1"): -0.12, ("V1", "V5"): -0.12, ("V1", "ЛКТ"): -0.42}
ASIDE = {("V2", "V4"): (0.16, 0), ("V4", "V2"): (-0.16, 0)}
NERVE = (1.03, 2.62)  # where it is named
TINT = 0.06  # opacity of a station's ground


@style.lecture()
def draw(*, areas: Text[" n"], roles: Text[" n"], links: Text["m 2"], kinds: Text[" m"]) -> style.Figure:
    """Draw stations as boxes and links as arrows; the eye is an eye.

    Args:
        areas: keys of PLACES.
        roles: what each does.
        links: from and to, names among the areas.
        kinds: keys of LINES.
    """
    axes = style.canvas(HEIGHT, whole=True, xlim=(0, style.WIDTH), ylim=(0, HEIGHT))
    patches = {}
    for name, role in zip(map(str, areas), map(str, roles), strict=True):
        patches[name] = eye(axes, role) if name == EYE else box(axes, name, role)
    for (start, end), kind in zip(links.astype(str), map(str, kinds), strict=True):
        arrow(axes, patches, start, end, kind)
    axes.text(3.89, HEIGHT - 0.13, "спинной путь: где и куда движется", va="center")
    axes.text(3.89, 0.1, "брюшной путь: что это", va="center")
    legend(axes)
    return axes.figure


def box(axes: style.Axes, name: str, role: str) -> FancyBboxPatch:
    """Draw a station: its name and below it what it does."""
    x, y, width, height = PLACES[name]
    tint = {"facecolor": to_rgba(style.INK, TINT), "edgecolor": style.INK, "linewidth": 1}
    corner, rounded = (x - width / 2, y - height / 2), "round,pad=0,rounding_size=0.1"
    shape = axes.add_patch(FancyBboxPatch(corner, width, height, boxstyle=rounded, **tint))
    axes.text(x, y + 0.24, name, ha="center", va="center", fontweight=600)
    axes.text(x, y + 0.09, role, ha="center", va="top", linespacing=1.1)
    return shape


def eye(axes: style.Axes, role: str) -> Circle:
    """Draw the eyeball that looks to the left; its thick rear wall is the retina."""
    x, y, width, _ = PLACES[EYE]
    radius = width / 2
    ball = axes.add_patch(Circle((x, y), radius, fill=False, edgecolor=style.INK, linewidth=1))
    axes.add_patch(Arc((x, y), 0.9 * width, 0.9 * width, theta1=-80, theta2=80, color=style.INK, linewidth=3))
    axes.add_patch(Ellipse((x - 0.66 * radius, y), 0.16, 0.42, fill=False, edgecolor=style.INK, linewidth=1))
    axes.text(x, y - radius - 0.16, EYE, ha="center", va="center", fontweight=600)
    axes.text(x, y - radius - 0.27, role, ha="center", va="top", linespacing=1.1)
    axes.plot((NERVE[0], NERVE[0]), (y + 0.06, NERVE[1] - 0.11), color=style.INK, linewidth=0.7)
    axes.text(*NERVE, "зрительный нерв", ha="center", va="center")
    return ball


def arrow(axes: style.Axes, patches: dict, start: str, end: str, kind: str) -> None:
    """Draw an arrow from the rim of one station to that of another."""
    aside = np.array(ASIDE.get((start, end), (0, 0)))
    ends = [np.array(PLACES[name][:2]) + aside for name in (start, end)]
    bend = BENDS.get((start, end), 0)
    shown = FancyArrowPatch(
        *ends,
        arrowstyle="-|>,head_length=5,head_width=2.6",
        mutation_scale=1,
        shrinkA=1,
        shrinkB=1.5,
        patchA=patches[start],
        patchB=patches[end],
        connectionstyle=f"arc3,rad={bend}",
        facecolor=style.INK,
        edgecolor=style.INK,
        **LINES[kind],
    )
    axes.add_patch(shown)


def legend(axes: style.Axes) -> None:
    """Say what the three kinds of lines mean, where the drawing leaves room."""
    for i, (kind, meaning) in enumerate(MEANINGS.items()):
        y = HEIGHT - 0.18 - 0.24 * i
        axes.plot((0.12, 0.52), (y, y), color=style.INK, **LINES[kind])
        axes.text(0.6, y, meaning, va="center")
