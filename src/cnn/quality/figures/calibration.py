"""Reliability diagrams of networks A and B, before and after temperature scaling."""

from cnn.drawing import style
from cnn.quality.calibration import calibration_error
from lecture.drawing.contract import Float

ENOUGH = 10  # images; the share of right answers of fewer says nothing

Bins = Float["_bins 3"]  # mean probability, share of right answers, number of images; NaN in empty bins


@style.lecture()
def draw(**tables: Bins) -> style.Figure:
    """Draw the share of right answers against their mean probability, a point for each bin with enough images."""
    panels = style.panels(3.7, 1, 2, sharey=True, grid="both")
    for axes, network in zip(panels, "ab", strict=True):
        look = style.look(network)
        axes.plot([0, 100], [0, 100], color=style.INK, linewidth=0.8, linestyle="--", alpha=style.FAINT_OPACITY)
        for when, label, filled in (("before", "до", False), ("after", "после", True)):
            table = tables[f"{when}_{network}"]
            probability, right, count = table.T
            full = count >= ENOUGH
            axes.plot(
                100 * probability[full],
                100 * right[full],
                **look,
                linewidth=1.6 if filled else 1,
                linestyle="-" if filled else (0, (4, 2)),
                markerfacecolor=look["color"] if filled else "none",
                label=f"{label}: ошибка калибровки {style.number(100 * calibration_error(table), 1)}"
                "\N{NO-BREAK SPACE}%",
            )
        axes.set(title=style.NETWORK_NAMES[network], xlabel="средняя вероятность ответа, %", xlim=(0, 103))
        axes.set(ylim=(0, 103), aspect="equal")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), handlelength=2.6)
    panels[0].set_ylabel("доля верных ответов, %")
    return axes.figure
