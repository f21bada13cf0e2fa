"""Figures that the page shows with a script, too: their data come along, and nowhere else."""

import json
import re

import pytest

from lecture.publishing.errors import PublishingError
from lecture.publishing.web import page
from lecture.text.reading import VIEWS

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path stroke="currentColor" d="M 0 0 L 9 9"/></svg>'
TEXT = '![Подпись.](points.svg){#fig-points interactive="points" alt="Точки"}'


@pytest.fixture
def picture(tmp_path):
    (tmp_path / "points.svg").write_text(SVG)
    return tmp_path / "points.svg"


@pytest.fixture
def data(picture):
    content = {"labels": "07", "text": "</script><b>"}
    picture.with_suffix(".json").write_text(json.dumps(content))
    return content


def test_the_page_holds_the_picture_its_data_and_the_script(export, data):
    html = export(TEXT)
    [(view, text)] = re.findall(r'</svg><script type="application/json" data-view="(\w+)">(.*?)</script>', html)
    assert view == "points"
    assert json.loads(text) == data
    assert html.count("const showAll = (part)") == 1


def test_a_page_without_such_figures_has_no_script(export, data):
    html = export(TEXT.replace(' interactive="points"', ""))
    assert "data-view" not in html and "showAll" not in html


@pytest.mark.parametrize("target", ["slides", "pdf"])
def test_slides_and_print_show_the_picture_alone(export, data, target):
    made = export(TEXT, target)
    if target == "slides":
        assert "<svg" in made and "data-view" not in made
    else:
        assert made.startswith(b"%PDF")


def test_missing_data_are_named(export, picture):
    with pytest.raises(PublishingError, match=r"points\.json is missing beside points\.svg"):
        export(TEXT)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_its_script(view):
    assert (page.HERE / "html" / f"{view}.js").is_file()
