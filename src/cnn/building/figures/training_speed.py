"""How many times faster the lecture's training loop is than its peers."""

import numpy as np
from matplotlib.figure import Figure

from cnn.drawing import style
from lecture.drawing import arguments


@style.lecture()
def draw(*, networks: np.ndarray, peers: np.ndarray, ratios: np.ndarray) -> Figure:
    """Draw the median of each ratio and its range over rounds.

    Args:
        networks: (N,) str, keys of `style.NETWORK_COLOURS`.
        peers: (N,) str, what the loop is compared with.
        ratios: (N, 3) float > 0: median, least and greatest ratio of the times for a batch.

    Returns:
        The figure.

    Raises:
        ValueError: a shape is wrong, a ratio isn't positive, or a network is unknown.
    """
    ratios = arguments.array(ratios, "ratios", (None, 3))
    networks = arguments.array(networks, "networks", (len(ratios),))
    peers = arguments.array(peers, "peers", (len(ratios),))
    if not (ratios > 0).all():
        raise ValueError("ratios: expected positive numbers")
    if unknown := sorted(set(networks) - set(style.NETWORK_COLOURS)):
        raise ValueError(f"networks: {', '.join(unknown)} is not among {', '.join(style.NETWORK_COLOURS)}")

    figure = style.figure(height=0.8 + 0.34 * len(ratios))
    axes = figure.add_subplot()
    places = np.arange(len(ratios))
    for place, network, (median, least, greatest) in zip(places, networks, ratios, strict=True):
        colour, marker = style.NETWORK_COLOURS[network], style.NETWORK_MARKERS[network]
        axes.plot([least, greatest], [place, place], color=colour, linewidth=3, alpha=0.5, solid_capstyle="butt")
        axes.plot(median, place, color=colour, marker=marker, markersize=8)
        label = style.number(median, 2)
        axes.annotate(label, (greatest, place), (8, 0), textcoords="offset points", va="center", fontweight=600)
    axes.axvline(1, color=style.INK, linewidth=0.8, alpha=style.FAINT_OPACITY)
    axes.set_yticks(places, [f"{style.NETWORK_NAMES[n]}: {peer}" for n, peer in zip(networks, peers, strict=True)])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, ratios.max() * 1.12)
    axes.grid(True, axis="x")
    axes.set_xlabel("во сколько раз цикл лекции быстрее")
    style.russian_ticks(axes.xaxis)
    return figure
