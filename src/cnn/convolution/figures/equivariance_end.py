"""Where equivariance ends: the error against the shift, layer by layer of network A."""

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer

LAYERS = {
    "conv1": "первая свёртка, шаг 1",
    "stride2": "она же с шагом 2",
    "pool2": "все свёртки и субдискретизации, общий шаг 4",
    "fc1": "полносвязный слой",
}

READS = "equivariance"


@style.lecture()
def draw(*, shifts: Integer[" n"], **errors: Float[" n"]) -> style.Figure:
    """Draw a row for each layer: its errors, in standard deviations of its output, as bars over shifts in pixels."""
    rows = style.panels(4.8, len(LAYERS), 1, sharex=True, grid="y")
    largest = max(each.max() for each in errors.values())
    for axes, (layer, title) in zip(rows, LAYERS.items(), strict=True):
        axes.bar(shifts, errors[layer], width=0.5, color=style.NETWORK_COLOURS["a"])
        axes.plot(shifts, errors[layer], "o", markersize=4, color=style.NETWORK_COLOURS["a"], clip_on=False)
        axes.set(title=title, ylim=(0, 1.1 * largest))
        axes.set_yticks([0, 1])  # 1: as far as an output is from the mean
    rows[-1].set_xticks(shifts)
    rows[-1].set_xlabel("сдвиг входа, пикселей")
    rows[1].set_ylabel("ошибка эквивариантности,\nв стандартных отклонениях")
    return axes.figure
