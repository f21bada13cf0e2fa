"""What the page offers its reader: contents that follow, search, previews, a way back, figures, copying, paper."""

import re
from itertools import pairwise

import pytest

from lecture.publishing.exporters import LectureHTMLExporter
from tests.browser import accessibility
from tests.browser.settling import settle
from tests.engine.publishing import lecture_notebook

# Boxes that scroll sideways and are no stop of the keyboard.
UNREACHED = """[...document.querySelectorAll('main *')]
  .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0)
  .filter((box) => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX))
  .map((box) => box.outerHTML.slice(0, 99))"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    made, _ = LectureHTMLExporter(trust=True).from_notebook_node(lecture_notebook.lecture(folder))
    (folder / "page.html").write_text(made, encoding="utf-8")
    return folder / "page.html"


@pytest.fixture
def opened(new_context, file):
    """Opens the sample page; complaints fail the test."""
    complaints = []

    def opened(width=1280, touch=False, **options):
        context = new_context(
            viewport={"width": width, "height": 600}, has_touch=touch, permissions=["clipboard-read"], **options
        )
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield opened
    assert [said for said in complaints if "127.0.0.1:9" not in said] == []


def test_the_contents_open_the_present_chapter_only(opened):
    page = opened()
    page.evaluate("location.hash = 'sec-loss'")
    current = page.locator(".contents [aria-current]")
    current.wait_for()
    assert "Потери" in current.inner_text()
    assert [inner.is_visible() for inner in page.locator(".contents > ul > li > ul").all()].count(True) == 1
    title = page.locator(".bar-title")
    assert "Зачем нужна свёртка" in title.inner_text()


def test_the_bar_leads_to_the_next_chapter_and_back(opened):
    page = opened()
    page.evaluate("location.hash = 'sec-loss'")
    page.locator('.bar-title[href="#sec-why"]').wait_for()
    page.locator(".bar-next").evaluate("link => link.click()")
    page.locator('.bar-title[href="#sec-conv"]').wait_for()
    assert page.evaluate("Math.abs(document.getElementById('sec-conv').getBoundingClientRect().top)") < 150
    page.locator(".bar-previous").evaluate("link => link.click()")
    page.locator('.bar-title[href="#sec-why"]').wait_for()


def asked(page, words):
    page.locator(".search-field").fill(words)
    return page.locator(".search-title").all_inner_texts()


def test_search_answers_while_one_types(opened):
    page = opened()
    page.keyboard.press("/")
    for words in ("свёртка", "СВЕРТКИ", "свёрт", "сверткой"):  # ё is е, any ending, any beginning
        assert any("Свёртка" in title for title in asked(page, words)), words
    assert asked(page, "соседних пикселей")[0].endswith("Зачем нужна свёртка")
    assert asked(page, "свйортка") == [] or asked(page, "сверка")  # nothing, or what is nearly that
    assert asked(page, "щщщщ") == []
    assert "Ничего" in page.locator(".search-count").inner_text()
    asked(page, "свёртка")
    assert page.locator(".search-answers mark").count() > 0
    page.keyboard.press("Enter")
    assert not page.locator(".search").is_visible()
    assert page.url.partition("#")[2]
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert not page.locator(".search").is_visible()


def test_a_link_shows_what_it_leads_to(opened):
    page = opened()
    link, preview = page.locator('#sec-loss a[href="#fig-loss"]').first, page.locator(".preview")
    link.hover()
    preview.locator("svg").wait_for()
    assert "Потери сети A" in preview.inner_text()
    preview.hover()  # it stays where it is pointed at
    page.wait_for_timeout(500)
    assert preview.is_visible()
    page.keyboard.press("Escape")
    assert not preview.is_visible()
    reference = page.locator('a[href="#ref-lecun1998"]').first
    reference.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    preview.wait_for()
    assert "1998" in preview.inner_text()
    identifiers = page.locator("[id]").evaluate_all("all => all.map(each => each.id)")
    assert len(identifiers) == len(set(identifiers))


INSIDE = """(card) => {
  const { left, top, right, bottom } = card.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}"""


@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("width", [390, 1280])
def test_what_opens_stays_inside_the_window(opened, width, edge):
    page = opened(width)
    mark, card = page.locator(".claim-mark").first, page.locator(".evidence:popover-open")
    mark.evaluate("(mark, block) => mark.scrollIntoView({ block })", edge)
    mark.click()
    settle(page)
    assert card.evaluate(INSIDE)
    card.evaluate("card => { card.append(document.createElement('p')); card.lastChild.style.height = '250px'; }")
    settle(page)
    assert card.evaluate(INSIDE)
    page.keyboard.press("Escape")
    assert card.count() == 0
    for link in page.locator('#text a.reference[href^="#fig-"], #text a[href^="#ref-"]').all():
        link.evaluate("(link, block) => link.scrollIntoView({ block })", edge)
        settle(page)
        link.hover()
        page.locator(".preview").wait_for()
        assert page.locator(".preview").evaluate(INSIDE)
        page.keyboard.press("Escape")
        page.mouse.move(1, 300)
        page.locator(".preview").wait_for(state="hidden")


def test_there_is_a_way_back(opened):
    page = opened()
    link = page.locator('a[href="#ref-lecun1998"]').first
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    page.locator(".way-back").click()
    near = "y => Math.abs(document.querySelector('a[href=\"#ref-lecun1998\"]').getBoundingClientRect().top - y) <= 2"
    page.wait_for_function(near, arg=before)
    assert link.evaluate("link => document.activeElement === link")


def test_figures_are_seen_large(opened):
    page = opened()
    small = page.locator("#fig-loss > svg").bounding_box()["width"]
    page.locator("#fig-loss .zoom-button").focus()
    page.keyboard.press("Enter")
    large = page.locator(".zoom svg")
    assert large.bounding_box()["width"] > 1.3 * small
    assert "Потери" in page.locator(".zoom-caption").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator(".zoom").is_visible()


def test_code_is_copied(opened):
    page = opened()
    box = page.locator("div.sourceCode").first
    box.hover()
    box.locator(".copy-button").click()
    page.wait_for_function("document.querySelector('.copy-button').textContent === 'скопировано'")
    assert page.evaluate("navigator.clipboard.readText()") == box.locator("pre").text_content()


def test_the_theme_has_three_states_and_says_which(opened):
    page = opened(color_scheme="dark")
    button = page.locator(".theme-button")
    grounds = []
    for state in ("как в системе", "светлая", "тёмная", "как в системе"):
        assert state in button.get_attribute("aria-label")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        button.click()
    assert grounds[0] == grounds[2] == grounds[3] != grounds[1]


def test_answers_are_open_on_paper_and_closed_again(opened):
    page = opened()
    closed = page.locator("details:not([open])").count()
    assert closed
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == closed
    page.emulate_media(media="print")
    assert all(each.is_visible() for each in page.locator("details > :not(summary)").all())
    for selector in (".bar", ".copy-button", ".zoom-button"):
        assert not page.locator(selector).first.is_visible()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_scrolls_sideways_but_boxes_that_the_keyboard_reaches(opened, width):
    page = opened(width)
    page.set_viewport_size({"width": width, "height": 9000})
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    unreached = page.evaluate(UNREACHED)
    assert unreached == []


def test_headings_follow_each_other_without_a_gap_and_chapters_say_how_long_they_are(opened):
    page = opened()
    levels = [
        int(name[1]) for name in page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(h => h.tagName)")
    ]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.fullmatch(r"Чтение: около \d+\u00a0мин", page.locator(".reading").first.inner_text())


def test_claims_have_names_of_their_own_and_room_for_a_finger(opened):
    page = opened()
    names = page.locator(".claim-mark").evaluate_all("all => all.map(mark => mark.ariaLabel)")
    assert len(names) == len(set(names)) and all(re.match(r"Утверждение \d+, ", name) for name in names)
    room = page.locator(".claim-mark").first.evaluate(
        "mark => ['width', 'height'].map(side => parseFloat(getComputedStyle(mark, '::before')[side]))"
    )
    assert min(room) >= 24


def test_other_languages_are_named(opened):
    page = opened()
    assert page.locator('.csl-entry[lang="en"]').count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(opened, scheme, width):
    page = opened(width, color_scheme=scheme)
    assert accessibility.violations(page) == []


ASK = """() => new Promise((tell) => {
  addEventListener('securitypolicyviolation', (event) => tell(event.violatedDirective));
  fetch('http://127.0.0.1:9/').catch(() => {});
})"""


def test_the_page_may_ask_nobody_for_anything(opened):
    assert opened(bypass_csp=False, offline=False).evaluate(ASK) == "connect-src"
