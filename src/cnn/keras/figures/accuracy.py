"""How the networks learn, epoch by epoch: loss and accuracy on the test set."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.ticker import LogLocator, MaxNLocator

from cnn.drawing import style

ERROR_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 90)  # per cent
FLOOR = 0.05  # per cent; a logarithmic scale has no place for a network without errors, so it stands here

READS = {"a": "all a history.csv", "b": "all b history.csv"}


@style.lecture()
def draw(**histories: list[pd.DataFrame]) -> style.Figure:
    """Draw test loss and test accuracy by epoch: a faint line for each seed, a bold one for their mean.

    Accuracy stands on a scale that is logarithmic in the share of errors: 97 % and 99 % are as far apart as 3 % and
    1 % of errors, and the untrained network's 10 % still fits.

    Args:
        histories: under the name of each network, a key of `style.NETWORK_COLOURS`, one table for each seed.
    """
    losses, errors = {}, {}
    for network, tables in histories.items():
        tests = [table[table["split"] == "test"].set_index("epoch") for table in tables]
        losses[network] = pd.concat([test["loss"] for test in tests], axis=1)
        errors[network] = 100 * (1 - pd.concat([test["accuracy"] for test in tests], axis=1))

    left, right = style.panels(3.4, 1, 2, grid="both")
    for axes in (left, right):
        axes.set(yscale="log", xlabel="эпоха")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    style.number_ticks(left.yaxis)
    left.set(title="потеря на тесте", ylabel="потеря, логарифмическая шкала")
    right.invert_yaxis()
    style.number_ticks(right.yaxis, shown=lambda error: 100 - error, at=ERROR_TICKS)
    right.set(title="доля верных ответов на тесте, %", ylabel="шкала логарифмическая по доле ошибок")

    curves(left, losses, style.NETWORK_NAMES)
    final = {network: style.number(100 - values.mean(axis=1).iloc[-1], 1) for network, values in errors.items()}
    errors = {network: values.clip(lower=FLOOR) for network, values in errors.items()}
    curves(right, errors, {key: f"{style.NETWORK_NAMES[key]}\n{final[key]}\N{NO-BREAK SPACE}%" for key in errors})
    return axes.figure


def curves(axes: style.Axes, values: Mapping[str, pd.DataFrame], labels: Mapping[str, str]) -> None:
    """Draw the seeds of each network faintly and their mean boldly, with a label at the end of the mean.

    Args:
        axes: where to draw; the direction of the y axis has to be set already.
        values: for each network a column for each seed, a row for each epoch.
        labels: what to write at the end of each network's line.
    """
    means = {network: table.mean(axis=1) for network, table in values.items()}
    for network, mean in means.items():
        style.seeds(axes, mean.index, values[network].to_numpy(), style.look(network), faint=0.5)
        # Lines of the same length end side by side: the upper label goes up, the lower one down.
        epoch, end = mean.index[-1], mean.iloc[-1]
        ends = sorted(
            (key for key, other in means.items() if other.index[-1] == epoch),
            key=lambda key: means[key].iloc[-1],
            reverse=not axes.yaxis_inverted(),
        )
        place = "center" if len(ends) == 1 else {ends[0]: "bottom", ends[-1]: "top"}.get(network, "center")
        style.note(axes, labels[network], (epoch, end), (7, 0), va=place)
