"""The window of who shows the slides: it shows this slide and the next one, in the lecture's language."""

import pytest

from lecture.publishing.exporters import LectureSlidesExporter
from tests.engine.publishing import lecture_notebook


@pytest.fixture(scope="module")
def slides(tmp_path_factory):
    folder = tmp_path_factory.mktemp("speaker")
    made, _ = LectureSlidesExporter(trust=True).from_notebook_node(lecture_notebook.lecture(folder))
    (folder / "slides.html").write_text(made, encoding="utf-8")
    return folder / "slides.html"


def test_the_speaker_sees_both_slides_in_his_language(new_context, slides):
    """Under the policy of the slides, which forbids all that they don't name: frames, too."""
    context = new_context(viewport={"width": 1280, "height": 720}, bypass_csp=False)
    refused = []
    context.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    shown = context.new_page()
    shown.goto(slides.as_uri())
    shown.locator(".reveal.ready").wait_for()
    with context.expect_page() as opened:
        shown.keyboard.press("s")
    window = opened.value
    for place, number in (("#current-slide", "1"), ("#upcoming-slide", "2")):
        window.frame_locator(f"{place} iframe").locator(".slide-number-a", has_text=number).wait_for()
    assert window.locator("#upcoming-slide .label").inner_text() == "Дальше"
    assert window.locator("html").get_attribute("lang") == "ru"
    said = window.locator("body").inner_text()
    assert "Upcoming" not in said and "Layout" not in said and "PM" not in said and "AM" not in said
    assert refused == []
