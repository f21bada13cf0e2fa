"""What a linear reader finds behind each stage of network A: the class, and the image itself."""

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

NAMES = ("пиксели", "блок 1", "блок 2", "скрытый\nслой", "логиты")
LOOKS = {
    "trained": style.look("a") | {"label": "обученная"},
    "random": {
        "color": style.VARIANT_COLOURS["without"],
        "marker": style.VARIANT_MARKERS["without"],
        "linestyle": style.VARIANT_LINES["without"],
        "label": "необученная",
    },
}


@style.lecture()
def draw(
    *,
    sizes: Integer["5"],
    accuracy_trained: Float["seeds 5"],
    accuracy_random: Float["seeds 5"],
    explained_trained: Float["seeds 5"],
    explained_random: Float["seeds 5"],
) -> style.Figure:
    """Draw both measures, in per cent, by stage: means over seeds, with a bar of one standard deviation.

    Args:
        sizes: how many numbers a stage gives.
        accuracy_trained, accuracy_random: in [0, 1].
        explained_trained, explained_random: shares of the variance, at most 1.
    """
    measures = {
        "класс: доля верных ответов, %": {"trained": accuracy_trained, "random": accuracy_random},
        "изображение: объяснённая дисперсия, %": {"trained": explained_trained, "random": explained_random},
    }
    figure = style.figure(height=3.0)
    figure.get_layout_engine().set(wspace=0.06)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (title, kinds) in zip(panels, measures.items(), strict=True):
        for kind, values in kinds.items():
            style.spread(axes, range(len(sizes)), values, capsize=2.5, clip_on=False, **LOOKS[kind])
        axes.set_xticks(range(len(sizes)), NAMES)
        axes.set(xlim=(-0.2, len(sizes) - 0.8), ylim=(0, 103))
        axes.grid(axis="y")
        axes.set_title(title, fontweight="normal")
    panels[0].legend(loc="lower left")
    return figure
