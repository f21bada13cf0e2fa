"""Scheme: one frozen convolutional base under another classifier."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from cnn.drawing import style

FROZEN, TRAINED = "#6f7a84", "#c2571a"  # grey is at rest; both are seen on PAPER and on NIGHT

READS = {}


@style.lecture()
def draw() -> style.Figure:
    """Draw the network as it was trained, and the same base, at rest, under a new classifier."""
    axes = style.canvas(2.9, xlim=(0, 10), ylim=(0, 4))
    for y, title, state, classifier, answer in (
        (2.4, "1. База и классификатор обучены на ImageNet", "trained", "старый\nклассификатор", "классы\nImageNet"),
        (0.1, "2. База заморожена, классификатор новый", "frozen", "новый\nклассификатор", "свои\nклассы"),
    ):
        axes.text(0, y + 1.2, title, va="bottom", fontweight=600)
        box(axes, 1.7, y, 3.6, "свёрточная база", state)
        box(axes, 6.0, y, 2.2, classifier, "trained")
        axes.text(0.55, y + 0.5, "снимок", ha="center", va="center")
        axes.text(9.4, y + 0.5, answer, ha="center", va="center")
        for start, stop in ((1.15, 1.6), (5.4, 5.9), (8.3, 8.8)):
            arrow(axes, (start, y + 0.5), (stop, y + 0.5))
    arrow(axes, (4.6, 2.3), (4.6, 1.2), linestyle="--")
    axes.text(4.8, 1.9, "те же веса", va="center")
    return axes.figure


def box(axes: style.Axes, x: float, y: float, width: float, label: str, state: str, height: float = 1.0) -> None:
    """A part of a network: `"frozen"` with a broken grey border, `"trained"` with a thick one and a faint filling."""
    colour = TRAINED if state == "trained" else FROZEN
    shape = {"boxstyle": "round,pad=0,rounding_size=0.12", "edgecolor": colour}
    if state == "trained":
        shape |= {"facecolor": (colour, 0.16), "linewidth": 2.2}
    else:
        shape |= {"facecolor": "none", "linewidth": 1.4, "linestyle": (0, (4, 2))}
    axes.add_patch(FancyBboxPatch((x, y), width, height, **shape))
    axes.text(x + width / 2, y + height / 2, label, ha="center", va="center")


def arrow(axes: style.Axes, start: tuple[float, float], stop: tuple[float, float], **properties) -> None:
    properties = {"arrowstyle": "-|>", "mutation_scale": 10, "linewidth": 1.2, "color": style.INK} | properties
    axes.add_patch(FancyArrowPatch(start, stop, shrinkA=0, shrinkB=0, **properties))
