"""Network B trained by two frameworks from the same weights on the same batches: are the losses the same?"""

import numpy as np
from matplotlib.ticker import LogLocator

from cnn.drawing import style
from lecture.drawing.contract import Float

FLOOR = 1e-8  # nats; below what float32 resolves near the losses of a training


Losses = Float["seeds batches"]  # in nats


@style.lecture()
def draw(*, exact_torch: Losses, exact_keras: Losses, epsilon_torch: Losses, epsilon_keras: Losses) -> style.Figure:
    """Draw the losses of the first seed on top of each other, and the largest difference over seeds.

    Args:
        exact_torch, exact_keras: with a negligible ε in Adam.
        epsilon_torch, epsilon_keras: the same with Keras's default ε.
    """
    batches = np.arange(1, exact_torch.shape[1] + 1)

    left, right = style.panels(3.0, 1, 2, grid="both")
    left.plot(batches, exact_torch[0], color=style.NETWORK_COLOURS["b"], linewidth=4, alpha=0.6, label="PyTorch")
    left.plot(batches, exact_keras[0], color=style.INK, linewidth=1.2, linestyle=(0, (3, 2)), label="Keras")
    left.set_title("потеря на пакете")
    left.legend()
    for label, ours, theirs, linestyle in (
        ("обычное ε", epsilon_torch, epsilon_keras, "-"),
        ("ничтожное ε", exact_torch, exact_keras, "--"),
    ):
        difference = np.maximum(np.abs(ours - theirs).max(axis=0), FLOOR)
        right.plot(batches, difference, color=style.INK, linestyle=linestyle)
        style.note(right, label, (batches[-1], difference[-1]), (7, 0), va="center")
    right.set_yscale("log")
    right.yaxis.set_major_locator(LogLocator(numticks=8))
    right.set(title="различие потерь PyTorch и Keras", ylabel="разность, логарифмическая шкала")
    for axes in (left, right):
        axes.set_xlabel("пакет")
    return axes.figure
