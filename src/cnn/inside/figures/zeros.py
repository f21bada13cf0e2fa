"""How often each channel of networks A and B is zero behind its ReLU, layer by layer."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float

LAYERS = {"relu1": "блок 1", "relu2": "блок 2", "relu3": "скрытый слой"}
SPREAD = 0.27  # half of the width over which the dots of a layer lie

READS = "layer_information"

Shares = Float["_seeds _channels"]  # in [0, 1]


@style.lecture()
def draw(**zeros: Shares) -> style.Figure:
    """Draw a dot for each channel of the first training, and a line at the mean over all channels and trainings.

    Args:
        zeros: under `a_relu1` and so on, for both networks and all `LAYERS`.
    """
    panels = style.panels(2.7, 1, 2, sharey=True, grid="y")
    for axes, network in zip(panels, "ab", strict=True):
        titles = []
        for place, (layer, name) in enumerate(LAYERS.items()):
            shares = zeros[f"{network}_{layer}"]
            count = shares.shape[1]
            # the golden ratio spreads the dots evenly, whatever their number
            beside = (2 * (np.arange(count) * 0.618034 % 1) - 1) * SPREAD
            dots = {"markersize": 1.6, "alpha": 0.55} if count > 100 else {"markersize": 4, "alpha": 0.8}
            look = {"linestyle": "none", "markeredgewidth": 0} | style.look(network) | dots
            axes.plot(place + beside, 100 * shares[0], **look)
            mean = 100 * shares.mean()
            axes.plot([place - 0.33, place + 0.33], [mean, mean], linewidth=1.6)
            style.note(axes, style.number(mean, 0), (place + 0.33, mean), (3, 0), va="center")
            titles.append(f"{name}\n{count}")
        axes.set_xticks(range(len(titles)), titles)
        axes.set(xlim=(-0.45, len(titles) - 0.35), ylim=(-3, 103), title=style.NETWORK_NAMES[network])
        axes.tick_params(axis="x", length=0)
    panels[0].set_ylabel("доля нулей, %")
    return axes.figure
