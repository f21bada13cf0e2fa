"""What a linear reader finds behind each stage of network A: the class, and the image itself."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments

NAMES = ("пиксели", "блок 1", "блок 2", "скрытый\nслой", "логиты")
LOOKS = {
    "trained": {"color": style.NETWORK_COLOURS["a"], "marker": style.NETWORK_MARKERS["a"], "label": "обученная"},
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
    sizes: np.ndarray,
    accuracy_trained: np.ndarray,
    accuracy_random: np.ndarray,
    explained_trained: np.ndarray,
    explained_random: np.ndarray,
) -> Figure:
    """Draw both measures, in per cent, by stage: means over seeds, with a bar of one standard deviation.

    Args:
        sizes: (5,) int, the numbers that a stage gives.
        accuracy_trained, accuracy_random: (seeds, 5) in [0, 1].
        explained_trained, explained_random: (seeds, 5), at most 1.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, or a value is out of its range.
    """
    sizes = arguments.array(sizes, "sizes", (len(NAMES),))
    measures = {
        "класс: доля верных ответов, %": {"accuracy_trained": accuracy_trained, "accuracy_random": accuracy_random},
        "изображение: объяснённая дисперсия, %": {
            "explained_trained": explained_trained,
            "explained_random": explained_random,
        },
    }
    figure = style.figure(height=3.0)
    figure.get_layout_engine().set(wspace=0.06)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, (title, kinds) in zip(panels, measures.items(), strict=True):
        for name, values in kinds.items():
            values = arguments.array(values, name, (None, len(sizes)))
            if values.max() > 1 or (values.min() < 0 and name.startswith("accuracy")):
                raise ValueError(f"{name}: expected shares from 0 to 1")
            spread = 100 * values.std(axis=0, ddof=1) if len(values) > 1 else None
            look = LOOKS[name.partition("_")[2]]
            axes.errorbar(range(len(sizes)), 100 * values.mean(axis=0), spread, capsize=2.5, clip_on=False, **look)
        axes.set_xticks(range(len(sizes)), NAMES)
        axes.set_xlim(-0.2, len(sizes) - 0.8)
        axes.set_ylim(0, 103)
        axes.grid(axis="y")
        axes.set_title(title, fontweight="normal")
    panels[0].legend(loc="lower left")
    return figure
