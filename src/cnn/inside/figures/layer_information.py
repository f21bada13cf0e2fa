"""What a linear reader finds behind each stage of network A: the class, and the image itself."""

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

NAMES = ("пиксели", "блок 1", "блок 2", "скрытый\nслой", "логиты")
LOOKS = {
    "trained": style.look("a") | {"label": "обученная"},
    "random": style.side("without") | {"label": "необученная"},
}
MEASURES = {"accuracy": "класс: доля верных ответов, %", "explained": "изображение: объяснённая дисперсия, %"}


@style.lecture()
def draw(*, sizes: Integer["5"], **measured: Float["seeds 5"]) -> style.Figure:
    """Draw both measures, in per cent, by stage: means over seeds, with a bar of one standard deviation.

    Args:
        sizes: how many numbers a stage gives.
        measured: under `accuracy_trained` and so on, for all `MEASURES` and `LOOKS`; shares, at most 1.
    """
    panels = style.panels(3.0, 1, 2, sharey=True, wspace=0.06, grid="y")
    for axes, (measure, title) in zip(panels, MEASURES.items(), strict=True):
        for kind, look in LOOKS.items():
            style.spread(axes, range(len(sizes)), measured[f"{measure}_{kind}"], capsize=2.5, clip_on=False, **look)
        axes.set_xticks(range(len(sizes)), NAMES)
        axes.set(xlim=(-0.2, len(sizes) - 0.8), ylim=(0, 103))
        axes.set_title(title, fontweight="normal")
    panels[0].legend(loc="lower left")
    return axes.figure
