"""From cells that see edges to networks that see cats: who did what, when, and with how many errors."""

import numpy as np

from cnn.drawing import style
from lecture.drawing.contract import Bool, Float, Integer, Text

ROW = 0.46  # inches
TEXT = 1.28  # inches from the left, where the rows begin
AXIS = 0.62
SHARES = 5.62  # inches: where the errors begin

Texts = Text[" n"]


@style.lecture()
def draw(
    *,
    years: Integer[" n"],
    names: Texts,
    people: Texts,
    steps: Texts,
    data: Texts,
    errors: Float[" n"],
    networks: Bool[" n"],
) -> style.Figure:
    """Draw an axis of years from above to below, and a row for each milestone, joined to its year.

    Args:
        years: increasing.
        data: what the errors were counted on.
        errors: shares, NaN where there is none.
        networks: dots for the study of vision, squares for networks.
    """
    height = ROW * len(years) + 0.35
    axes = style.canvas(height, whole=True, xlim=(0, style.WIDTH), ylim=(height, 0))
    rows = 0.35 + ROW * (np.arange(len(years)) + 0.5)
    places = np.interp(years, (years[0], years[-1]), (rows[0], rows[-1]))
    axes.plot((AXIS, AXIS), (places[0] - 0.12, places[-1] + 0.12), linewidth=1.2)
    axes.text(TEXT, 0.17, "год и шаг", va="center", fontweight=600)
    axes.text(SHARES, 0.17, "доля ошибок", va="center", fontweight=600)
    for decade in range(-(-years[0] // 10) * 10, years[-1] + 1, 10):
        y = np.interp(decade, (years[0], years[-1]), (rows[0], rows[-1]))
        axes.plot((AXIS - 0.05, AXIS), (y, y), linewidth=0.8)
        axes.text(AXIS - 0.1, y, str(decade), ha="right", va="center", alpha=style.FAINT_OPACITY)
    for i, (place, row) in enumerate(zip(places, rows, strict=True)):
        mark = {"marker": "s" if networks[i] else "o", "markersize": 5.5}
        axes.plot((AXIS, AXIS + 0.22, TEXT - 0.22, TEXT - 0.1), (place, place, row, row), linewidth=0.7)
        axes.plot(AXIS, place, **mark, color=style.INK)
        axes.text(TEXT, row - 0.09, f"{years[i]}  {names[i]}", va="center", fontweight=600)
        axes.text(TEXT, row + 0.1, f"{people[i]}: {steps[i]}", va="center")
        if not np.isnan(errors[i]):
            digits = 2 if errors[i] < 0.04 else 1
            axes.text(SHARES, row - 0.09, style.percent(errors[i], digits), va="center", fontweight=600)
            axes.text(SHARES, row + 0.1, data[i], va="center")
    return axes.figure
