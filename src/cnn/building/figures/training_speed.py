"""How many times faster the lecture's training loop is than its peers."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Text


@style.lecture()
def draw(*, networks: Text[" n"], peers: Text[" n"], ratios: Float["n 3"]) -> style.Figure:
    """Draw the median of each ratio and its range over rounds.

    Args:
        networks: keys of `style.NETWORK_COLOURS`.
        peers: what the loop is compared with.
        ratios: median, least and greatest ratio of the times for a batch.
    """
    axes = style.panel(height=0.8 + 0.34 * len(ratios), grid="x")
    places = np.arange(len(ratios))
    for place, network, (median, least, greatest) in zip(places, networks, ratios, strict=True):
        band = {"linewidth": 3, "alpha": 0.5, "solid_capstyle": "butt"}
        axes.plot([least, greatest], [place, place], color=style.NETWORK_COLOURS[network], **band)
        axes.plot(median, place, **style.look(network), markersize=8)
        label = style.number(median, 2)
        style.note(axes, label, (greatest, place), (8, 0), va="center", fontweight=600)
    axes.axvline(1, color=style.INK, linewidth=0.8, alpha=style.FAINT_OPACITY)
    axes.set_yticks(places, [f"{style.NETWORK_NAMES[n]}: {peer}" for n, peer in zip(networks, peers, strict=True)])
    axes.set_ylim(len(ratios) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set(xlim=(0, ratios.max() * 1.12), xlabel="во сколько раз цикл лекции быстрее")
    return axes.figure
