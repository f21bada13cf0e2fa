"""Slides that the author of a notebook arranged, as Jupyter has them."""

import re

import nbformat.v4 as nbf
import pytest

from tests.engine.publishing.conftest import EXPORTERS


def cell(text, kind=None):
    return nbf.new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}} if kind else {})


CELLS = [
    cell("# Доклад", "slide"),
    cell("Обычный текст."),
    cell("## Второй\n\nНачало.", "slide"),
    cell("По щелчку.", "fragment"),
    cell("И это с ним.", "-"),
    cell("Ещё щелчок.", "fragment"),
    cell("Под ним.", "subslide"),
    cell("НЕТ", "skip"),
    cell("ЗАМЕТКА", "notes"),
    cell("Третий.", "slide"),
]


@pytest.fixture(scope="module")
def slides():
    made, _ = EXPORTERS["slides"]().from_notebook_node(nbf.new_notebook(cells=CELLS))
    body = made.partition('<div class="slides">')[2].partition('<script type="application/json"')[0]
    return re.sub(r"\s+", " ", re.sub(r' id="[^"]*"', "", body))


def test_everything_is_on_its_slide(slides):
    first, second, below, third = re.findall(r'<section class="slide material">(.*?)</section>', slides)
    assert "Доклад" in first and "<p>Обычный текст.</p>" in first and "notes" not in first
    assert "Второй" in second and "<p>Начало.</p>" in second
    assert "<p>Под ним.</p>" in below and "Второй" not in below
    assert "Третий." in third


def test_a_fragment_goes_on_to_the_next_one(slides):
    fragments = re.findall(r'<div class="fragment">(.*?)</div>', slides)
    assert [re.sub("<[^>]*>", "", text).split() for text in fragments] == [
        ["По", "щелчку.", "И", "это", "с", "ним."],
        ["Ещё", "щелчок."],
    ]


def test_a_slide_and_those_below_it_are_a_column(slides):
    assert len(re.findall(r"<section> <section", slides)) == 1
    column = slides.partition("<section> ")[2].partition("</section> </section>")[0]
    assert "Второй" in column and "Под ним." in column and "Третий" not in column


def test_what_is_skipped_or_only_said(slides):
    assert "НЕТ" not in slides
    assert re.search(r'<aside class="notes"> <p>ЗАМЕТКА</p> </aside>', slides)


def test_no_slide_stands_before_the_first_unless_there_is_a_title(slides):
    assert 'class="slide title"' not in slides
    made, _ = EXPORTERS["slides"]().from_notebook_node(nbf.new_notebook(cells=CELLS, metadata={"title": "Название"}))
    assert 'class="slide title"' in made


def test_the_page_shows_all_of_it():
    page, _ = EXPORTERS["html"]().from_notebook_node(nbf.new_notebook(cells=CELLS))
    assert all(word in page for word in ("НЕТ", "ЗАМЕТКА", "По щелчку."))
    assert "subslide" not in page.partition("<main")[2].partition("</main>")[0]
