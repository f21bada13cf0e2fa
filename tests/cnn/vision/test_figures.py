"""The figures of the chapter on vision: what is special in them."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from lecture.words.numbers import RUSSIAN
from tests.cnn.figures import module
from tests.cnn.vision import examples

ARGUMENTS = examples.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def test_each_link_is_an_arrow_of_its_kind():
    arrows = [patch for patch in draw("visual_pathway").axes[0].patches if isinstance(patch, FancyArrowPatch)]
    assert len(arrows) == len(ARGUMENTS["visual_pathway"]["links"])
    assert [isinstance(arrow.get_linestyle(), tuple) for arrow in arrows] == [False, False, False, True]
    assert arrows[2].get_linewidth() > arrows[0].get_linewidth()


def test_circles_of_the_photograph_are_the_verticals_of_the_map():
    photo, cells, _ = draw("log_polar").axes
    radii = sorted(circle.get_radius() for circle in photo.patches)
    verticals = sorted(line.get_xdata()[0] for line in cells.lines if len(set(line.get_xdata())) == 1)
    assert len(radii) == len(verticals) == 3
    np.testing.assert_allclose(
        20 ** (np.array(verticals) / 24), radii, rtol=1e-9
    )  # the rim, 20 pixels, is at column 24
    horizontals = sorted(line.get_ydata()[0] for line in cells.lines if len(set(line.get_ydata())) == 1)
    assert horizontals == [32 * i / 8 for i in range(8)]


def test_the_preferred_angle_carries_the_bold_curve_and_half_its_width():
    curves = draw("simple_cells").axes[1]
    bold = max(curves.lines[:4], key=lambda line: line.get_linewidth())
    np.testing.assert_array_equal(bold.get_ydata(), ARGUMENTS["simple_cells"]["responses"][2])
    assert "2·15°" in [text.get_text() for text in curves.texts]  # 75° to 105° are above the half


def test_only_measured_errors_are_written():
    written = [text.get_text() for text in draw("timeline").axes[0].texts]
    assert [text for text in written if text.endswith("%")] == [RUSSIAN.careful_percent(0.153, 1)]
    assert "1980" in written and "1980  Неокогнитрон" in written
