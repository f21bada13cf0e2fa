"""The groups of letters that filters of the network for words react to."""

from cnn.drawing import style
from lecture.drawing.contract import Text


@style.lecture()
def draw(*, languages: Text[" languages"], groups: Text["languages filters groups"]) -> style.Figure:
    """Write a column for each language, in it a frame for each filter with its favourite groups, the first in bold."""
    filters, each = groups.shape[1:]

    panels = style.panels(0.25 * each + 0.25 * each * (filters // 2) + 0.6, 1, len(languages), squeeze=False)[0]
    for axes, language, of_language in zip(panels, languages, groups, strict=True):
        axes.set_axis_off()
        axes.set(xlim=(0, 2), ylim=(-(-filters // 2), 0), title=str(language))
        for i, favourites in enumerate(of_language):
            x, y = i % 2, i // 2
            style.frame(axes, (x + 0.04, y + 0.04), 0.92, 0.92)
            for line, text in enumerate(favourites):
                axes.annotate(
                    str(text),
                    (x + 0.5, y + 0.06 + 0.88 * (line + 0.5) / each),
                    ha="center",
                    va="center",
                    fontweight=600 if line == 0 else 400,
                )
    return axes.figure
