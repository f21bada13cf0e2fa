"""The figures of the chapter on vision: what is special in them, and wrong data."""

from importlib import import_module

import figure_data_vision
import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch

from cnn_lecture.figure_modules import figure_modules
from cnn_lecture.figures import style

ARGUMENTS = figure_data_vision.arguments()


def draw(name: str, **changes):
    return import_module(figure_modules()[name]).draw(**ARGUMENTS[name] | changes)


@pytest.mark.parametrize(
    ("name", "argument", "wrong"),
    [
        ("visual_pathway", "areas", np.array(["сетчатка", "ЛКТ", "V1", "V5", "V9"])),
        ("visual_pathway", "roles", np.array(["свет"])),
        ("visual_pathway", "links", np.array([("V1", "V6")] * 4)),
        ("visual_pathway", "links", np.array(["V1", "V5"])),
        ("visual_pathway", "kinds", np.array(["forward", "forward", "backward", "feedback"])),
        ("log_polar", "photo", np.zeros((41, 40, 3), np.uint8)),
        ("log_polar", "photo", np.zeros((41, 41, 3))),
        ("log_polar", "cells", np.zeros((32, 24), np.uint8)),
        ("log_polar", "restored", np.zeros((31, 31, 3), np.uint8)),
        ("cortical_map", "circles", np.zeros((2, 21), complex)),
        ("cortical_map", "rays_mm", np.zeros((3, 20), complex)),
        ("cortical_map", "centre_mm", np.zeros(4, complex)),
        ("cortical_map", "centre_map", np.array(1.2)),
        ("simple_cells", "angles", np.array([0, 45, 80, 135])),
        ("simple_cells", "angles", np.array([0, 90])),
        ("simple_cells", "responses", np.full((4, 37), 1.5)),
        ("complex_cell", "shifted", np.zeros((3, 41))),
        ("complex_cell", "turned", np.full((2, 37), -0.1)),
        ("timeline", "years", np.array([1980, 1959, 2012])),
        ("timeline", "names", np.array(["Клетки"])),
        ("timeline", "errors", np.array([np.nan, np.nan, 15.3])),
    ],
)
def test_wrong_data_are_refused_by_name(name, argument, wrong):
    with pytest.raises(ValueError, match=rf"^{argument}\b"):
        draw(name, **{argument: wrong})


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
    assert [text for text in written if text.endswith("%")] == [style.percent(0.153)]
    assert "1980" in written and "1980  Неокогнитрон" in written
