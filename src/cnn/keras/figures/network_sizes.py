"""Errors against the number of parameters: our networks and published ones."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Float, Integer, Text

ERROR_TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50)  # per cent
PARAMETER_TICKS = (10_000, 100_000, 1_000_000)
THREAD = {"arrowstyle": "-", "color": style.INK, "alpha": 0.4, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 3}
APART = 0.075  # of the height: names in one column keep this distance
BEGIN, END = 0.1, 0.75  # decades from a mark to where its name begins and to where it may end


@style.lecture()
def draw(
    *,
    networks: Text[" n"],
    parameters: Integer[" n"],
    errors: Float[" n"],
    published: Text[" m"],
    published_parameters: Integer[" m"],
    published_errors: Float[" m"],
) -> style.Figure:
    """Draw our networks in their colours and published ones as crosses, each with its name.

    Args:
        networks: one that the style doesn't know is drawn in ink.
        errors, published_errors: shares in (0, 1].

    Raises:
        ValueError: a network makes no errors.
    """
    if not errors.all():
        raise ValueError("errors: a network without errors has no place on a logarithmic scale; test it on more images")
    looks = [style.look(name) for name in networks] + [{"color": style.INK, "marker": "+"}] * len(published)
    names = [style.NETWORK_NAMES.get(name, name) for name in [*networks, *published]]
    counts, rates = [*parameters, *published_parameters], [*errors, *published_errors]

    axes = style.panel(height=3.6, grid="both", xscale="log", yscale="log")
    for count, error, look in zip(counts, rates, looks, strict=True):
        axes.plot(count, 100 * error, linestyle="none", **look, markersize=8)
    axes.set_xlim(min(counts) / 2, max(counts) * 30)
    axes.set_ylim(100 * min(rates) / 1.5, 100 * max(rates) * 1.5)
    low, high = np.log(axes.get_ylim())
    taken: list[tuple[float, float]] = []
    for count, error, name in sorted(zip(counts, rates, names, strict=True), key=lambda point: -point[1]):
        # from above downwards: a name gives way to those that are already there and near in the number of parameters
        height = (np.log(100 * error) - low) / (high - low)
        if any(
            BEGIN < np.log10(other / count) < END and abs(np.log(there / error)) < APART * (high - low)
            for other, there in zip(counts, rates, strict=True)
        ):  # another mark stands where the name would: on the other side there is room
            axes.annotate(name, (count / 1.25, 100 * error), va="center", ha="right")
            continue
        near = [there for where, there in taken if abs(np.log10(where / count)) < 1]
        while any(abs(height - there) < APART for there in near):
            height = min(there for there in near if abs(height - there) < APART) - APART * 1.001
        taken.append((count, height))
        place = (count * 1.25, np.exp(low + height * (high - low)))
        axes.annotate(name, (count, 100 * error), place, va="center", arrowprops=THREAD)
    style.number_ticks(axes.yaxis, at=ERROR_TICKS)
    style.number_ticks(axes.xaxis, at=PARAMETER_TICKS)
    axes.set(xlabel="число параметров (логарифмическая шкала)", ylabel="ошибок на тесте, %\n(логарифмическая шкала)")
    return axes.figure
