"""From edges to digits: the patches that excite units of three layers of network B most."""

from cnn.drawing import style
from lecture.drawing.contract import UInt8

GAP = {"relu1": 1, "relu2": 2, "relu3": 4}  # pixels, about the same part of a patch
TITLES = {"relu1": "первая свёртка", "relu2": "вторая свёртка", "relu3": "полносвязный слой"}


@style.lecture()
def draw(**layers: UInt8["units patches _side _side"]) -> style.Figure:
    """Draw a panel for each layer of `TITLES`: a row is a unit, from left to right its strongest patches."""
    for axes, (name, title) in zip(style.panels(2.65, 1, 3, wspace=0.06), TITLES.items(), strict=True):
        count, height, width = layers[name].shape[1:]
        grid, corners = style.mosaic(layers[name].reshape(-1, height, width), count, GAP[name])
        style.pixels(axes, grid, low=0, high=255, scale=2)
        for corner in corners:
            style.frame(axes, corner, height, width)
        axes.set_title(title)
        axes.text(0, grid.shape[0] * 1.03, f"фрагменты {height}×{width}", va="top")
    return axes.figure
