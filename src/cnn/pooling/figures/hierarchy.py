"""From edges to digits: the patches that excite units of three layers of network B most."""

from cnn.drawing import style
from lecture.drawing.contract import UInt8

GAP = {"relu1": 1, "relu2": 2, "relu3": 4}  # pixels, about the same part of a patch
TITLES = {"relu1": "первая свёртка", "relu2": "вторая свёртка", "relu3": "полносвязный слой"}


@style.lecture()
def draw(
    *, relu1: UInt8["units patches i i"], relu2: UInt8["units patches j j"], relu3: UInt8["units patches k k"]
) -> style.Figure:
    """Draw a panel for each layer: a row is a unit, from left to right its strongest patches."""
    layers = {"relu1": relu1, "relu2": relu2, "relu3": relu3}
    figure = style.figure(height=2.65)
    figure.get_layout_engine().set(wspace=0.06)
    for axes, (name, patches) in zip(figure.subplots(1, 3), layers.items(), strict=True):
        count, height, width = patches.shape[1:]
        grid, corners = style.mosaic(patches.reshape(-1, height, width), count, GAP[name])
        style.pixels(axes, grid, low=0, high=255, scale=2)
        for corner in corners:
            style.frame(axes, corner, height, width)
        axes.set_title(TITLES[name])
        axes.text(0, grid.shape[0] * 1.03, f"фрагменты {height}×{width}", va="top")
    return figure
