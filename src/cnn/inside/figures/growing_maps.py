"""What the first stage of network A makes of a digit, and what the network answers, at steps of the first epoch."""

import numpy as np

from cnn.drawing import live, style
from lecture.drawing.contract import Float, Integer, Text, UInt8, checked

READS = "filter_growth"

ROWS = 6  # steps in print
GAP = 1  # values between neighbouring maps
BAR = 5.0  # from a bar to the next, in values of a map
BEFORE, BETWEEN, UNDER = 16, 8, 5  # the room for the step, before the bars, under a row
WORDS = {
    "samples": "Тестовые изображения",
    "sample": "Класс",
    "step": "шаг",
    "loss": "потеря",
    "right": "верных ответов",
    "kernels": "ядра первого слоя, каждое без своего среднего",
    "maps": "карты за первым ReLU",
    "curve": "потеря на тесте по записанным шагам",
    "answer": "Ответ сети",
}


@style.lecture()
def draw(
    *,
    steps: Integer[" steps"],
    maps: Float["steps n height width"],
    probabilities: Float["steps samples classes"],
    labels: Integer[" samples"],
) -> style.Figure:
    """Draw a row for some of the steps: the maps of the first sample and the probabilities of the classes.

    The grey scale of the maps is one for all steps; the bar of the true class has the network's colour.

    Args:
        steps: increasing.
        probabilities: in [0, 1].
    """
    chosen = np.unique(np.linspace(0, len(steps) - 1, ROWS).round().astype(int))
    count, height, width = maps.shape[1:]
    pitch = height + UNDER
    corners = [
        (BEFORE + (width + GAP) * channel, row * pitch) for row in range(len(chosen)) for channel in range(count)
    ]
    across = BEFORE + count * (width + GAP) + BETWEEN + BAR * probabilities.shape[2]
    down = len(chosen) * pitch + UNDER
    axes = style.canvas(style.WIDTH * down / across, whole=True)
    tiles = maps[chosen].reshape(-1, height, width)
    style.pixels(axes, style.placed(tiles, corners, down, int(across)), low=0, high=float(maps.max()) or 1.0)
    for corner in corners:
        style.frame(axes, corner, height, width)
    for row, step in enumerate(chosen):
        ground = row * pitch + height
        axes.text(BEFORE - 3, ground - height / 2, style.number(int(steps[step])), ha="right", va="center")
        left = across - BAR * probabilities.shape[2]
        axes.plot([left, across], [ground, ground], color=style.INK, linewidth=0.6, alpha=0.5)
        for digit, probability in enumerate(probabilities[step, 0]):
            true = digit == labels[0]
            colour = style.NETWORK_COLOURS["a"] if true else style.INK
            place = left + (digit + 0.5) * BAR
            style.shade(
                axes, (place - 1.7, ground), -(height - 1) * probability, 3.4, colour, alpha=0.9 if true else 0.5
            )
            if row == len(chosen) - 1:
                weight = 600 if true else 400
                axes.text(place, ground + 4.5, str(digit), ha="center", va="center", fontweight=weight)
    axes.set(xlim=(0, across + 0.5), ylim=(down, -1))
    return axes.figure


@checked
def interactive(
    *,
    steps: Integer[" steps"],
    losses: Float[" steps"],
    accuracies: Float[" steps"],
    probabilities: Float["steps samples classes"],
    images: UInt8["samples side side"],
    labels: Integer[" samples"],
    layers: Text[" layers"],
    weights: Float["steps weights"],
    scale: Float["2"],
) -> dict:
    """What the script growth.js needs to show any stored step.

    Returns:
        `steps`; for each, in `networks`, the first stage as `cnn.drawing.live` gives it, the test `losses` in nats, the
        `accuracies` and the `probabilities` of the classes for each of the `samples`; `classes`; `words`.
    """
    return {
        "steps": steps.tolist(),
        "networks": [live.network(layers, row, scale, images.shape[-1]) for row in weights] if len(layers) else [],
        "losses": losses.round(4).tolist(),
        "accuracies": accuracies.round(4).tolist(),
        "probabilities": probabilities.round(4).tolist(),
        "samples": live.samples(images, labels),
        "classes": [str(digit) for digit in range(probabilities.shape[2])],
        "words": WORDS,
    }
