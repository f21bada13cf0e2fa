"""Spikes of a nerve cell in noise, and the answers of a kernel that was cut out of one of them."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float

FOUND = style.NETWORK_COLOURS["cnn_1d"]  # the colour of convolution in one dimension


@style.lecture()
def draw(
    *,
    times: Float[" n"],
    potential: Float[" n"],
    noisy: Float[" n"],
    kernel: Float[" width"],
    answers: Float[" n"],
    found: Float[" found"],
    level: Float[""],
) -> style.Figure:
    """Draw the recording, the same with noise, and the answers of the kernel to the latter, with what it reports.

    Args:
        times: in seconds.
        potential, noisy: in millivolts.
        kernel: its mean is 0.
        answers: in parts of the answer to the kernel's own spike.
        found: the times of the reports.
        level: of the answers from which on a spike is reported.
    """
    figure = style.figure(height=4.3)
    grid = figure.add_gridspec(3, 2, width_ratios=(1, 6))
    small = figure.add_subplot(grid[2, 0])
    top, middle, bottom = (figure.add_subplot(grid[row, 1]) for row in range(3))
    steps = np.arange(1, len(kernel) + 1)
    small.axhline(0, color=style.INK, linewidth=0.7, alpha=0.4)
    small.bar(steps, kernel, color=FOUND, width=0.8)
    small.set_title("ядро")
    small.set(xticks=[1, len(kernel)], yticks=[], xlabel="шаг")
    small.spines["left"].set_visible(False)
    for axes, signal, title in ((top, potential, "запись, мВ"), (middle, noisy, "она же с помехами, мВ")):
        axes.plot(times, signal, color=style.INK, linewidth=0.8)
        axes.set_title(title)
        axes.set_ylim(min(noisy.min(), potential.min()) - 5, max(noisy.max(), potential.max()) + 5)
        axes.tick_params(labelbottom=False)
    bottom.plot(times, answers, color=FOUND, linewidth=0.9)
    bottom.axhline(level, color=style.INK, linewidth=0.9, linestyle="--")
    heights = answers[np.searchsorted(times, found).clip(max=len(times) - 1)]
    bottom.plot(found, heights, "o", color=FOUND, markersize=5, clip_on=False)
    bottom.set_title("ответ ядра на запись с помехами; пунктир\N{NO-BREAK SPACE}— порог")
    bottom.set(xlabel="время, с", yticks=[0, 1])
    for axes in (top, middle, bottom):
        axes.set_xlim(times[0], times[-1])
        style.number_ticks(axes.xaxis)
        axes.grid(True, axis="x")
    return figure
