"""Every figure: is it drawn, does it follow the page, and is everything on it?"""

import re
import xml.etree.ElementTree as ET
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from cnn.digits.figures import filters_a
from cnn.drawing import style
from lecture.drawing import light
from tests.cnn.digits.examples import history
from tests.cnn.figures import ARGUMENTS, FIGURES, draw

LARGEST = 300_000  # bytes
POINTS = 72  # an inch


@dataclass
class Drawn:
    name: str
    figure: Figure
    path: Path
    texts: dict[Text, Bbox]


@contextmanager
def seen_texts():
    """Collect the texts that are really drawn, and where: a tick outside the axes has a label, but nobody sees it."""
    seen = {}
    original = Text.draw

    def record(text, renderer):
        original(text, renderer)
        if text.get_visible() and text.get_text().strip():
            seen[text] = text.get_window_extent(renderer)

    with patch.object(Text, "draw", record):
        yield seen


@pytest.fixture(scope="module", params=ARGUMENTS)
def drawn(request, tmp_path_factory):
    """A figure, its file, and the texts that are on it."""
    path = tmp_path_factory.mktemp("figures") / f"{request.param}.svg"
    figure = draw(request.param)
    with seen_texts() as texts:
        style.save(figure, path)
    return Drawn(request.param, figure, path, texts)


def test_all_figures_are_tested():
    assert set(FIGURES) == set(ARGUMENTS)


# One of each kind: lines, images in a mosaic, a photograph, arrows, a graph, frames.
KINDS = ["loss_a", "activations_b", "classic_filters", "receptive_field", "workflow_graph", "filter_growth"]


@pytest.mark.parametrize("name", KINDS)
def test_same_data_give_same_bytes(name, tmp_path):
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        style.save(draw(name), tmp_path / folder / "figure.svg")
    assert (tmp_path / "one/figure.svg").read_bytes() == (tmp_path / "other/figure.svg").read_bytes()
    assert len(list((tmp_path / "one").iterdir())) == 1  # nothing temporary is left


@pytest.mark.parametrize("name", ["accuracy", "activations_b"])  # the layouts that a second run would move
def test_same_figure_gives_same_bytes(name, tmp_path):
    figure = draw(name)
    style.save(figure, tmp_path / "figure.svg")
    first = (tmp_path / "figure.svg").read_bytes()
    style.save(figure, tmp_path / "figure.svg")
    assert (tmp_path / "figure.svg").read_bytes() == first


def test_ink_is_that_of_the_page(drawn):
    svg = drawn.path.read_text("utf-8")
    assert "currentColor" in svg
    assert style.INK not in svg
    assert not re.search(r"#000000|#000\b|\bblack\b", svg)
    # What has no colour at all is black, too.
    parents = {child: parent for parent in ET.fromstring(svg).iter() for child in parent}
    for shape in parents:
        if shape.tag.endswith(("}path", "}use")) and not is_definition(shape, parents):
            assert inherited(shape, "fill", parents), ET.tostring(shape)


def is_definition(element, parents) -> bool:
    while element in parents:
        element = parents[element]
        if element.tag.endswith(("}defs", "}clipPath")):
            return True
    return False


def inherited(element, name: str, parents) -> str | None:
    while element is not None and name not in element.attrib:
        element = parents.get(element)
    return None if element is None else element.get(name)


def test_file_lives_inside_a_page(drawn):
    svg = drawn.path.read_text("utf-8")
    assert svg.startswith("<svg ")
    assert "<style" not in svg
    letters = "".join(text.text or "" for text in ET.fromstring(svg).iter(f"{{{light.SVG}}}text"))
    assert all(
        text.get_text().split("\n")[0].split()[0] in letters for text in drawn.texts if "$" not in text.get_text()
    )
    identifiers = re.findall(r'\bid="([^"]*)"', svg)
    assert all(identifier.startswith(f"{drawn.name}-") for identifier in identifiers)
    assert len(identifiers) == len(set(identifiers))
    used = re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', svg)
    assert {left or right for left, right in used} <= set(identifiers)
    assert len(svg) < LARGEST


def test_nothing_is_cut_off(drawn):
    width, height = drawn.figure.get_size_inches() * POINTS
    for text, box in drawn.texts.items():
        assert box.x0 >= 0 and box.x1 <= width, text.get_text()
        assert box.y0 >= 0 and box.y1 <= height, text.get_text()


def test_letters_are_readable_and_ours(drawn):
    for text in drawn.texts:
        assert text.get_fontsize() >= style.SIZE, text.get_text()
        assert text.get_fontname() == style.FAMILY
        assert text.get_color() == style.INK


def test_texts_do_not_overlap(drawn):
    boxes = [(text.get_text(), box.padded(-1)) for text, box in drawn.texts.items()]
    for i, (one, box) in enumerate(boxes):
        for other, rival in boxes[i + 1 :]:
            assert not box.overlaps(rival), (one, other)


def test_figure_is_as_wide_as_the_text(drawn):
    assert drawn.figure.get_figwidth() == style.WIDTH


def test_one_training_is_enough():
    draw("loss_a", history=[history(1, epochs=1)])
    draw("accuracy", a=[history(1, epochs=1)], b=[history(2, epochs=1)])


def test_labels_of_equal_networks_stand_one_above_the_other(tmp_path):
    same = [history(1, epochs=1)]
    with seen_texts() as texts:
        style.save(draw("accuracy", a=same, b=same), tmp_path / "accuracy.svg")
    places = [box for text, box in texts.items() if style.NETWORK_NAMES["a"] in text.get_text()]
    rivals = [box for text, box in texts.items() if style.NETWORK_NAMES["b"] in text.get_text()]
    assert not any(place.padded(-1).overlaps(rival) for place in places for rival in rivals)


def test_scarce_class_shortens_the_columns():
    labels = np.where(np.arange(40) < 20, np.arange(40) % 10, 0)  # two examples of each class but 0
    assert len(draw("mnist_samples", labels=labels).axes[0].patches) == 2 * 10


def test_network_without_errors_has_a_place(tmp_path):
    perfect = history(1, epochs=2).assign(accuracy=1.0)
    figure = draw("accuracy", a=[perfect])
    with seen_texts() as texts:
        style.save(figure, tmp_path / "accuracy.svg")
    assert any("100,0\N{NO-BREAK SPACE}%" in text.get_text() for text in texts)


def test_wrong_answers_carry_a_cross_and_the_truth():
    labels = ARGUMENTS["predictions_a"]["labels"]
    answers = ARGUMENTS["predictions_a"]["log_probabilities"].argmax(axis=1)
    written = [text.get_text() for text in draw("predictions_a").axes[0].texts]
    for label, answer in zip(labels, answers, strict=True):
        if label != answer:
            assert f"× {answer}" in written
            assert f"верно\N{NO-BREAK SPACE}{label}" in written
    assert sum("×" in text for text in written) == (labels != answers).sum() + 1  # and the legend
    assert any(f"{(labels == answers).sum()} из {len(labels)}" in text for text in written)


def test_constant_kernel_is_not_divided_by_zero():
    with np.errstate(all="raise"):
        assert (filters_a.standardised(np.full((10, 1, 5, 5), 0.3, np.float32)) == 0).all()


def test_every_value_of_the_framed_part_is_written():
    images = np.zeros((1, 28, 28), np.uint8)
    images[0, 6, 11], images[0, 16, 21] = 7, 210  # its first and its last pixel
    axes = draw("digit_numbers", images=images, labels=np.array([5])).axes[1]
    assert sum(len(marks.get_offsets()) for marks in axes.collections) == 11 * 11 + 2
