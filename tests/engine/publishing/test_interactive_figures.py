"""Figures that the page shows with a script, too: their data come along, and nowhere else."""

import json
import re

import pytest

from lecture.publishing.errors import PublishingError
from lecture.publishing.web.views import HERE, ON_SLIDES, VIEWS, scripts

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


def test_a_slide_shows_what_finds_room_there(export, data):
    html = export(TEXT.replace('"points"', '"network"'), "slides")
    assert 'data-view="network"' in html
    places = [html.index(beginning) for beginning in ("globalThis.Layers ", "globalThis.Live ", "Live.start('network'")]
    assert places == sorted(places)


def test_what_pictures_share_is_in_the_page_once(export, picture):
    for name, other in (("points", 1), ("more", 2), ("third", 1)):
        picture.with_name(f"{name}.svg").write_text(SVG)
        picture.with_name(f"{name}.json").write_text(json.dumps({"network": {"part": {"weights": other}}, "own": name}))
    html = export("\n\n".join(TEXT.replace("points", name, 2) for name in ("points", "more", "third")))
    parts = re.findall(r'<script type="application/json" data-part="(\w+)">(.*?)</script>', html)
    assert [text for _, text in parts] == ['{"weights":1}', '{"weights":2}', ""]
    assert parts[0][0] == parts[2][0] != parts[1][0]
    views = re.findall(r'data-view="points">(.*?)</script>', html)
    assert [json.loads(text) for text in views] == [
        {"network": {"part": part}, "own": name}
        for (part, _), name in zip(parts, ("points", "more", "third"), strict=True)
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_its_script(view):
    assert all((HERE / f"{name}.js").is_file() for name in scripts([view]))


def test_views_are_what_lies_in_their_folder():
    assert {"convolution", "points", *ON_SLIDES} < set(VIEWS) and "live" not in VIEWS
