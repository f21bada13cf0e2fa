"""The measurements of the chapter on vision."""

import numpy as np
import pytest
import yaml
from skimage.filters import gabor_kernel

from cnn.vision import complex_cell, cortical_map, log_polar, one_kernel, simple_cells, timeline, visual_pathway
from cnn.vision.simple_cells import bar, gabor, simple_cell, width_at_half
from tests.conftest import ROOT

LITERATURE = yaml.safe_load((ROOT / "src/cnn/vision/literature.yaml").read_text(encoding="utf-8"))
SIDE = 2 * log_polar.RADIUS + 1


def test_links_join_the_areas():
    areas = {area["name"] for area in LITERATURE["areas"]}
    assert {name for link in LITERATURE["links"] for name in (link["start"], link["end"])} == areas
    assert {link["kind"] for link in LITERATURE["links"]} == {"forward", "bypass", "feedback"}


def test_the_pathway_is_that_of_the_literature():
    found = visual_pathway.measure(LITERATURE)
    assert [area["name"] for area in found.numbers["areas"]] == found.arrays["areas"].tolist()
    assert not any("\n" in area["role"] for area in found.numbers["areas"])
    assert found.numbers["ganglion_cells"]["least"] == 0.7
    assert len(found.arrays["links"]) == len(found.arrays["kinds"]) == len(LITERATURE["links"])


def test_the_timeline_compares_errors_on_the_same_data():
    found = timeline.measure(LITERATURE)
    error = found.numbers["error"]
    assert found.numbers["errors_fell"] == error["krizhevsky2012"] / error["he2016"]
    assert (np.diff(found.arrays["years"]) > 0).all()
    assert np.isnan(found.arrays["errors"]).sum() == len(LITERATURE["milestones"]) - len(error)


def rings_and_rays() -> np.ndarray:
    y, x = np.mgrid[: 2 * log_polar.RADIUS + 1, : 2 * log_polar.RADIUS + 1] - log_polar.RADIUS
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    return np.stack([radius / radius.max(), (np.cos(angle) + 1) / 2, np.zeros_like(radius)], axis=-1)


def test_a_circle_is_a_column_and_a_ray_is_a_row():
    cells = log_polar.log_polar(rings_and_rays())
    assert cells.shape == (log_polar.ROWS, log_polar.COLUMNS, 3)
    far = cells[:, log_polar.COLUMNS // 3 :]  # nearer to the gaze a cell is less than a pixel
    assert far[..., 0].std(axis=0).max() < 0.002
    assert far[..., 1].std(axis=1).max() < 0.02
    assert (np.diff(far[..., 0].mean(axis=0)) > 0).all()


def test_a_cell_is_as_wide_as_it_is_high():
    height, width = 2 * np.pi / log_polar.ROWS, np.log(log_polar.RADIUS) / log_polar.COLUMNS
    assert height == pytest.approx(width, rel=0.02)


def test_the_way_back_loses_less_near_the_gaze():
    photo = np.random.default_rng(0).random((SIDE, SIDE, 3))
    restored = log_polar.back(log_polar.log_polar(photo))
    y, x = np.mgrid[:SIDE, :SIDE] - log_polar.RADIUS
    radius = np.hypot(x, y)
    lost = [
        np.sqrt(np.mean((restored - photo)[(radius >= low) & (radius < high)] ** 2)) / photo.std()
        for low, high in ((2, 10), (10, 40), (40, 115))
    ]
    assert lost[0] < 0.4 and lost[0] < lost[1] < lost[2]
    assert np.isnan(restored[0, 0]).all() and not np.isnan(restored[radius <= log_polar.RADIUS]).any()


def test_a_smooth_picture_comes_back():
    photo = rings_and_rays()[..., [0, 0, 0]]
    restored = log_polar.back(log_polar.log_polar(photo))
    y, x = np.mgrid[:SIDE, :SIDE] - log_polar.RADIUS
    inside = np.hypot(x, y) < 0.95 * log_polar.RADIUS  # beyond the middle of the last cell nothing is interpolated
    assert np.abs(restored - photo)[inside].max() < 0.01


def test_turned_and_zoomed_pictures_are_what_their_names_say():
    photo = np.zeros((SIDE, SIDE, 3))
    photo[log_polar.RADIUS - 1 : log_polar.RADIUS + 2, log_polar.RADIUS + 40 : log_polar.RADIUS + 43] = (
        1  # on the right
    )
    y, x = np.mgrid[:SIDE, :SIDE] - log_polar.RADIUS

    def place(picture):
        weights = picture[..., 0]
        return (weights * x).sum() / weights.sum() + 1j * (weights * y).sum() / weights.sum()

    before, turned, zoomed = place(photo), place(log_polar.turned(photo)), place(log_polar.zoomed(photo))
    assert np.degrees(np.angle(turned / before)) == pytest.approx(45, abs=0.5)  # y points down: clockwise
    assert zoomed / before == pytest.approx(log_polar.RADIUS ** (log_polar.ZOOM / log_polar.COLUMNS), rel=1e-2)


def test_residual():
    unchanged, found = np.zeros(4), np.ones(4)
    assert log_polar.residual(found, found, unchanged) == 0
    assert log_polar.residual(found, unchanged, unchanged) == 1


def test_the_map_is_conformal_and_its_magnification_that_of_horton_and_hoyt():
    places = np.array([0.5, 5, 5j, 20 + 10j])
    step = 1e-5
    for direction in (1, 1j):
        speed = np.abs(cortical_map.on_cortex(places + step * direction) - cortical_map.on_cortex(places)) / step
        np.testing.assert_allclose(speed, 17.3 / np.abs(places + 0.75), rtol=1e-4)
    assert cortical_map.on_cortex(np.array(0)) == 0


def test_the_area_of_a_small_piece_is_the_square_of_its_magnification():
    small = 0.001
    assert cortical_map.area(small) == pytest.approx(np.pi * small**2 / 2 * (17.3 / 0.75) ** 2, rel=2e-3)


def test_half_of_the_map():
    found = cortical_map.measure()
    half, whole = cortical_map.area(found.numbers["half_deg"]), cortical_map.area(90)
    assert half == pytest.approx(whole / 2, rel=1e-9)
    assert found.numbers["centre_deg"] == pytest.approx(90 * 0.02**0.5)
    assert found.arrays["centre_map"] == found.numbers["centre_map"]
    central = found.numbers["central"]
    assert central["model"] == pytest.approx(cortical_map.area(15) / whole)
    assert central["classic"] < found.numbers["centre_map"] < central["model"] < central["macaque"]
    assert abs(found.arrays["centre"][0]) == pytest.approx(found.numbers["centre_deg"])


def test_a_receptive_field_is_the_gabor_filter_of_scikit_image():
    field = gabor(90)
    deviations = {"sigma_x": simple_cells.ACROSS, "sigma_y": simple_cells.ALONG}
    known = gabor_kernel(1 / simple_cells.WAVELENGTH, 0, **deviations, n_stds=8)
    middle = np.array(known.shape) // 2
    cut = known[tuple(slice(m - 30, m + 31) for m in middle)]
    wave, envelope = cut.real, np.abs(cut)
    expected = wave - envelope * wave.sum() / envelope.sum()
    np.testing.assert_allclose(field / field.max(), expected / expected.max(), atol=1e-12)


@pytest.mark.parametrize("angle", [0, 30, 90, 157.5])
def test_even_light_excites_no_cell(angle):
    field = gabor(angle)
    assert field.sum() == pytest.approx(0, abs=1e-9)
    assert simple_cell(np.ones_like(field), field) < 1e-9
    assert simple_cell(-field, field) == 0


def test_angles_grow_anticlockwise():
    picture = bar(45)
    middle = simple_cells.SIZE // 2
    assert picture[middle - 10, middle + 10] > 0.9  # above and to the right
    assert picture[middle + 10, middle + 10] < 0.1
    for angle in (0, 45, 120):
        answers = [simple_cell(bar(other), gabor(angle)) for other in (angle, angle + 30, angle + 90)]
        assert answers[0] > answers[1] > answers[2]


def test_a_shifted_bar_excites_the_cell_that_is_shifted_as_far():
    answers = [simple_cell(bar(60, 5), gabor(60, shift)) for shift in (-5, 0, 5)]
    assert answers[2] == max(answers) and answers[2] == pytest.approx(simple_cell(bar(60), gabor(60)), rel=0.01)


def test_width_at_half():
    places = np.arange(-10, 11.0)
    assert width_at_half(places, np.maximum(0, 1 - np.abs(places) / 4)) == pytest.approx(4)
    for responses in (np.ones(21), np.linspace(0, 1, 21)):
        with pytest.raises(ValueError, match="half on both sides"):
            width_at_half(places, responses)


def test_a_complex_cell_answers_as_its_best_simple_cell():
    fields = np.array([gabor(90, place) for place in (-4, 0, 4)])
    picture = bar(90, 4)
    assert complex_cell.complex_cell(picture, fields) == simple_cell(picture, fields[2])


def test_curves_are_relative_to_their_maximum():
    found = complex_cell.measure()
    for name in ("shifted", "turned"):
        np.testing.assert_array_equal(found.arrays[name].max(axis=1), [1, 1])
    assert found.arrays["turns"][found.arrays["turned"].argmax(axis=1)].tolist() == [90, 90]
    assert found.numbers["span"] == 16


def test_the_field_of_a_cell_spans_all_weights_that_count():
    field = np.zeros((61, 61))
    field[30, 20:41] = -1  # an inhibitory weight counts, too
    field[10, 30] = 0.04
    assert complex_cell.extent(field[None]) == (21, 1)
    assert complex_cell.extent(np.stack([field, np.roll(field, 5, axis=1)])) == (26, 1)
    found = complex_cell.measure().numbers
    assert found["complex"]["field"] == found["simple"]["field"] + found["span"]


def test_the_map_is_what_the_cell_answers_in_each_place():
    found = one_kernel.measure().arrays
    picture, kernel, half = found["picture"], found["kernel"], len(found["kernel"]) // 2
    expected = [
        max(0, (np.pad(picture, half)[row : row + 2 * half + 1, column : column + 2 * half + 1] * kernel).sum())
        for row, column in found["windows"]
    ]
    answers = [found["answers"][tuple(place)] for place in found["windows"]]
    np.testing.assert_allclose(answers, np.array(expected) / expected[0] * answers[0], atol=1e-12)
    vertical, tilted, horizontal = answers
    assert vertical == pytest.approx(1, abs=0.01) and tilted < 0.4 and horizontal < 0.05
