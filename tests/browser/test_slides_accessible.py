"""Slides for everybody: what axe-core says of each kind of slide in both themes; slides on a telephone."""

import pytest

from lecture.publishing.exporters import LectureSlidesExporter
from tests.browser import accessibility
from tests.engine.publishing import lecture_notebook

# One slide of each kind: the first that shows such a thing, and a slide that opens a chapter.
KINDS = {
    "title": ".title",
    "chapter": ".chapter",
    "figure": ":has(.body figure)",
    "formula": ":has(.body math[display=block])",
    "code": ":has(.body pre)",
    "table": ":has(.body table)",
    "answer": ":has(.fragment)",
    "live": ":has(script[data-view])",
}
# Empty boxes of reveal.js lie behind the slide that is shown, other slides beside it: axe sees no ground through them.
ALONE = ".slides section:not(.present), .backgrounds, .pause-overlay { display: none !important; }"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    made, _ = LectureSlidesExporter(trust=True).from_notebook_node(lecture_notebook.lecture(folder))
    (folder / "slides.html").write_text(made, encoding="utf-8")
    return folder / "slides.html"


# The place of the first slide of each kind; all others are emptied, which nobody sees and axe would read.
CHOSEN = """kinds => {
  const slides = [...document.querySelectorAll('section.slide')];
  const chosen = Object.fromEntries(Object.entries(kinds).map(([kind, selector]) =>
    [kind, slides.find(slide => slide.matches(selector))]));
  const places = Object.fromEntries(Object.entries(chosen).filter(([, slide]) => slide)
    .map(([kind, slide]) => [kind, Reveal.getIndices(slide)]));
  slides.filter(slide => !Object.values(chosen).includes(slide)).forEach(slide => slide.replaceChildren());
  return places;
}"""


def found_on(page):
    """What axe finds, by the kind of slide; kinds that the slides lack are left out."""
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.add_style_tag(content=ALONE)
    found = {}
    for kind, place in page.evaluate(CHOSEN, KINDS).items():
        page.evaluate("place => { Reveal.slide(place.h, place.v); while (Reveal.nextFragment()); }", place)
        found[kind] = accessibility.violations(page)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_slide(new_context, sample, scheme):
    page = new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme).new_page()
    page.goto(sample.as_uri())
    found = found_on(page)
    assert {"title", "chapter", "figure", "formula", "code", "table"} <= found.keys()
    assert {kind: rules for kind, rules in found.items() if rules} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_lectures_slides(new_context, lecture, scheme):
    page = new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme).new_page()
    page.goto((lecture.folder / "public/slides.html").as_uri())
    found = found_on(page)
    assert found.keys() >= KINDS.keys() - {"live"}
    assert {kind: rules for kind, rules in found.items() if rules} == {}


# How much of its slide's height a figure has.
SHARE = """async (figure) => {
  const slide = figure.closest('section.slide'), place = Reveal.getIndices(slide);
  Reveal.slide(place.h, place.v);
  figure.scrollIntoView();
  await new Promise((done) => setTimeout(done, 500));
  return figure.querySelector('svg').getBoundingClientRect().height / slide.getBoundingClientRect().height;
}"""


def test_figures_are_as_large_on_a_telephone_as_on_a_wall(new_context, sample):
    shares = []
    for options in ({"viewport": {"width": 1280, "height": 720}}, {"viewport": {"width": 390, "height": 844}}):
        page = new_context(is_mobile=len(shares) == 1, has_touch=len(shares) == 1, **options).new_page()
        page.goto(sample.as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        shares.append(page.locator("#fig-loss").evaluate(SHARE))
    assert page.evaluate("Reveal.isScrollView()")
    assert shares[0] > 0.3 and abs(shares[0] - shares[1]) < 0.05
