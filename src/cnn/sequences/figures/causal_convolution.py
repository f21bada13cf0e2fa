"""Which inputs an output sees: a window around it, one behind it, and windows with holes one upon another."""

from cnn.drawing import style

STEPS = 8  # that the dilated network sees
DILATIONS = (1, 2, 4)

READS = {}


@style.lecture()
def draw() -> style.Figure:
    """Draw the dots of each layer, and the lines that lead to one output."""
    figure = style.figure(height=2.6)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1, 1, 1.55))
    window(left, "обычная", range(2, 5), 3)
    window(middle, "причинная", range(1, 4), 3)
    axes = right
    begin(axes, "причинные, разрежение 1, 2, 4", STEPS, len(DILATIONS))
    reached = {STEPS - 1}
    for layer in range(len(DILATIONS), 0, -1):
        gap = DILATIONS[layer - 1]
        for step in reached:
            for earlier in (step - gap, step):
                axes.plot([earlier, step], [layer - 1, layer], color=style.INK, linewidth=1.2)
        reached |= {step - gap for step in reached}
        axes.text(STEPS - 0.5, layer - 0.5, f"{gap}", va="center", ha="left")
        axes.plot(sorted(reached), [layer - 1] * len(reached), "o", color=style.INK, markersize=7)
    axes.plot(STEPS - 1, len(DILATIONS), "o", color=style.VARIANT_COLOURS["with"], markersize=10)
    return figure


def window(axes: style.Axes, title: str, seen: range, output: int) -> None:
    """One layer: the steps that an output is computed from."""
    begin(axes, title, 6, 1)
    for step in seen:
        axes.plot([step, output], [0, 1], color=style.INK, linewidth=1.2)
        axes.plot(step, 0, "o", color=style.INK, markersize=7)
    axes.plot(output, 1, "o", color=style.VARIANT_COLOURS["with"], markersize=10)


def begin(axes: style.Axes, title: str, steps: int, layers: int) -> None:
    """A row of open dots for the input and for each layer; time runs to the right."""
    axes.set_axis_off()
    axes.set_title(title)
    for layer in range(layers + 1):
        axes.plot(range(steps), [layer] * steps, "o", color=style.INK, fillstyle="none", markersize=7, alpha=0.5)
    axes.text(-0.3, -0.22 * (layers + 1) / 2, "вход, время →", va="top", ha="left")
    axes.set(xlim=(-0.6, steps + 0.2), ylim=(-0.45 * (layers + 1) / 2 - 0.1, layers + 0.3))
