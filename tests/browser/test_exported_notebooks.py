"""Notebooks from elsewhere, exported and looked at: pictures of each kind are there, slides go as their author said."""

import base64

import nbformat.v4 as nbf
import pytest
import typst

from lecture.publishing.exporters import LectureHTMLExporter, LectureSlidesExporter
from tests.engine.publishing.lecture_notebook import grey_png

PNG = base64.b64encode(grey_png(40)).decode()
GIF = "R0lGODdhAgACAIAAAP8AAAAA/ywAAAAAAgACAAACAoRRADs="
MERMAID = """<svg id="m" xmlns="http://www.w3.org/2000/svg" width="200" height="60">
<style>#m .n rect{fill:#00ff00}</style>
<g class="n"><rect width="90" height="40"/><foreignObject width="90" height="40">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Начало</p></div></foreignObject></g></svg>"""
DRAWN = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY red "#ff0000">]><s:svg xmlns:s="http://www.w3.org/2000/svg"
 width="300" height="20"><s:defs><s:linearGradient id='g'><s:stop stop-color="&red;"/></s:linearGradient></s:defs>
 <s:rect width="300" height="20" fill="url('#g')"/></s:svg>"""


def drawn(kind, data, **metadata):
    return nbf.new_code_cell("draw()", outputs=[nbf.new_output("display_data", data={kind: data}, metadata=metadata)])


@pytest.fixture
def opened(new_context, tmp_path):
    """Opens an exported notebook."""

    def opened(exporter, cells):
        made, _ = exporter().from_notebook_node(nbf.new_notebook(cells=cells))
        path = tmp_path / "exported.html"
        path.write_text(made, encoding="utf-8")
        # Playwright evaluates what it waits for as a string, which the policy of such a page forbids.
        page = new_context(viewport={"width": 1200, "height": 800}, bypass_csp=True).new_page()
        page.goto(path.as_uri())
        return page

    return opened


def test_pictures_of_each_kind_are_seen(opened):
    pdf = typst.compile(
        b"#set page(width: 90pt, height: 45pt, margin: 0pt)\n#rect(width: 100%, height: 100%, fill: blue)"
    )
    cells = [
        drawn("image/png", PNG, **{"image/png": {"width": 20, "height": 20}}),
        drawn("image/gif", GIF),
        drawn("application/pdf", base64.b64encode(pdf).decode()),
        drawn("image/svg+xml", MERMAID),
        drawn("image/svg+xml", DRAWN, width=150),
        nbf.new_markdown_cell("![a](attachment:a%20b.png)", attachments={"a b.png": {"image/png": PNG}}),
        nbf.new_markdown_cell("![нет](нет.png)"),
    ]
    page = opened(LectureHTMLExporter, cells)
    pictures = page.locator("main img").evaluate_all(
        "all => all.map(i => [i.naturalWidth, i.getBoundingClientRect().width])"
    )
    assert [natural for natural, _ in pictures] == [40, 2, 40]
    assert pictures[0][1] == 20
    widths = page.locator("main svg").evaluate_all("all => all.map(s => Math.round(s.getBoundingClientRect().width))")
    assert widths == [90, 200, 150]
    paint = "r => getComputedStyle(r).fill"
    assert page.locator("main svg rect").nth(0).evaluate(paint) == "rgb(0, 255, 0)"
    assert page.locator("main svg foreignObject p").inner_text() == "Начало"
    assert "-g" in page.locator("main svg rect").nth(1).evaluate(paint)
    frame = page.locator(".absent-picture")
    assert "нет.png" in frame.inner_text() and frame.bounding_box()["width"] > 50


def test_slides_go_as_their_author_said(opened):
    def cell(text, kind):
        return nbf.new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}})

    page = opened(
        LectureSlidesExporter,
        [
            cell("# Первый", "slide"),
            cell("щелчок", "fragment"),
            cell("под ним", "subslide"),
            cell("## Второй", "slide"),
            cell("скрыто", "skip"),
            cell("сказано", "notes"),
        ],
    )
    page.wait_for_function("Reveal.isReady()")
    current = "Reveal.getCurrentSlide().innerText.trim()"
    hidden = "getComputedStyle(document.querySelector('.fragment')).visibility === 'hidden'"
    assert page.evaluate(current).startswith("Первый") and page.evaluate(hidden)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"!({hidden})")
    assert page.evaluate(current).startswith("Первый")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(f"{current} === 'под ним'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{current} === 'Второй'")
    assert page.evaluate("Reveal.getSlideNotes()").strip().replace("\n", "") == "<p>сказано</p>"
    assert page.get_by_text("скрыто").count() == 0
