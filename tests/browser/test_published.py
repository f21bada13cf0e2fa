"""The published page, slides and PDF, as a reader sees them."""

import io
import re
import subprocess

import pypdf
import pytest

from tests.browser import accessibility
from tests.browser.settling import settle


def test_the_page_shows_text_mathematics_and_figures_offline(open_page):
    page = open_page()
    assert page.title() == "Свёрточные нейронные сети"
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("math").count() > 20
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    figures = page.locator("figure > svg")
    assert figures.count() >= 9
    for box in [figures.nth(i).bounding_box() for i in range(figures.count())]:
        assert box["width"] > 300 and box["height"] > 60
    sum_sign = page.locator("math[display=block] munderover").first.bounding_box()
    assert sum_sign["height"] > 30, "the sum doesn't grow: the mathematics font is missing"
    assert page.evaluate("document.fonts.check('16px \"STIX Two Math\"')")
    signs = page.evaluate("""[...document.querySelectorAll('msqrt')].map((root) =>
        root.getBoundingClientRect().width - root.firstElementChild.getBoundingClientRect().width)""")
    assert len(signs) > 5
    assert min(signs) > 5, "a root is shown without its sign"


def test_the_page_is_light(open_page, lecture):
    assert (lecture.folder / "public/index.html").stat().st_size <= 5_000_000
    assert open_page().evaluate("document.querySelectorAll('*').length") <= 35_000


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_the_page(open_page, dark):
    assert accessibility.violations(open_page(dark=dark)) == []


def test_letters_of_figures_are_text(open_page):
    page = open_page()
    assert page.locator("figure > svg text").count() > 500
    assert page.evaluate("document.fonts.check('600 16px \"IBM Plex Sans\"', 'ж')")


def test_every_figure_has_an_alternative_text(open_page):
    page = open_page()
    for svg in page.locator("figure > svg").all():
        assert len(svg.get_attribute("aria-label") or svg.locator("title").first.text_content()) > 10


def test_every_link_inside_the_page_leads_somewhere(open_page):
    page = open_page()
    dead = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
        ".filter(id => id && !document.getElementById(decodeURIComponent(id)))"
    )
    assert dead == []


def test_identifiers_are_unique(open_page):
    page = open_page()
    twice = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
    )
    assert twice == []


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# What is pressed and is too small for a finger. Links in a line of text, and the marks of claims, whose room another
# test measures, may be smaller; of tabs the labels are pressed.
SMALL = """[...document.querySelectorAll('a[href], button, input, select, summary, .tabs > label')]
  .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline')
  .filter((each) => !each.matches('.claim-mark, .tabs > input'))
  .filter((each) => Math.min(each.getBoundingClientRect().width, each.getBoundingClientRect().height) < 24)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", [390, 1400])
def test_a_finger_finds_what_is_pressed(open_page, width):
    page = open_page(width=width)
    page.add_style_tag(content=accessibility.ALL_SEEN)
    page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
    assert page.evaluate(SMALL) == []
    page.locator(".search-button").click()
    page.locator(".search-field").fill("свёртка")
    assert page.evaluate(SMALL) == []


# Sections that no one has seen yet have estimated heights.
FAR = ["sec-complex_cells", "sec-backward", "sec-parity", "fig-embeddings"]
LED = "place => document.querySelector(`#contents a[href='#${place}'], #text a[href='#${place}']`).click()"
STANDS = "place => document.getElementById(place).getBoundingClientRect().top"
REACHED = "([place, bar]) => Math.abs(document.getElementById(place).getBoundingClientRect().top - bar) <= 2"


@pytest.mark.parametrize("place", FAR)
def test_a_link_leads_a_telephone_to_its_place(new_context, lecture, place):
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto((lecture.folder / "public/index.html").as_uri())
    bar = page.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
    settle(page)
    page.evaluate(LED, place)
    page.wait_for_function(REACHED, arg=[place, bar])
    settle(page)
    assert abs(page.evaluate(STANDS, place) - bar) <= 2


UNLIKE = """() => [
  ...document.querySelectorAll('main :is(.scroll, .equation-body, figure, pre, .inline-formula)')
].filter(box => {
  let behind = box;
  while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
  box.style.outlineColor = 'var(--under)';
  return getComputedStyle(box).outlineColor !== getComputedStyle(behind).backgroundColor;
}).map(box => box.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_scrolls_has_the_colour_of_what_it_lies_on(open_page, dark):
    page = open_page(dark=dark)
    assert page.locator(".exercise .inline-formula, .exercise .equation-body").count() > 10
    assert page.evaluate(UNLIKE) == []


@pytest.mark.parametrize("width", [768, 1280])
def test_no_formula_is_cut_off(open_page, width):
    page = open_page(width=width)
    assert page.locator(".equation").count() >= 9
    cut = page.evaluate(
        "[...document.querySelectorAll('.equation-body')].filter(e => e.scrollWidth > e.clientWidth)"
        ".map(e => e.parentElement.id || e.textContent)"
    )
    assert cut == []


def luminance(page, selector, what):
    colour = page.locator(selector).first.evaluate(f"element => getComputedStyle(element).{what}")
    red, green, blue = (int(value) / 255 for value in re.findall(r"\d+", colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_dark_theme_follows_the_system_and_the_button_overrules_it(open_page):
    page = open_page(dark=True)
    assert luminance(page, "body", "backgroundColor") < 0.2 < 0.6 < luminance(page, "body", "color")
    assert luminance(page, "figure > svg", "color") > 0.6, "figures don't follow the theme"
    page.get_by_role("button", name=re.compile("тем", re.IGNORECASE)).click()
    assert luminance(page, "body", "backgroundColor") > 0.6
    # What a page stores reaches the browser a moment later: a page loaded again at once may come before it.
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_function("localStorage.getItem('lecture-theme') === 'light'")
    page.reload()
    assert luminance(page, "body", "backgroundColor") > 0.6, "the choice is forgotten"


def test_answers_are_hidden_until_asked_for(open_page):
    page = open_page()
    answer = page.locator("details", has=page.locator("summary", has_text="Ответ")).first
    body = answer.locator(":scope > :not(summary)").first
    assert not body.is_visible()
    answer.locator("summary").click()
    assert body.is_visible()


def test_both_frameworks_share_tabs(open_page):
    page = open_page()
    keras, torch = page.get_by_text("layers.MaxPooling2D").first, page.get_by_text("nn.MaxPool2d").last
    assert keras.count() and torch.count()
    tabs = page.locator(".tabs").first
    assert {"Keras", "PyTorch"} <= set(re.findall(r"Keras|PyTorch", tabs.text_content()))


def test_a_claim_opens_its_evidence(open_page):
    page = open_page()
    assert "✓" in page.locator("body").text_content()
    assert page.get_by_text("keras_same_outputs").count() or "10⁻" in page.content()


def test_nothing_on_the_page_is_unfilled(open_page):
    page = open_page()
    # far sections are not laid out, so their innerText is empty
    text = page.evaluate(
        "(() => { const copy = document.body.cloneNode(true);"
        " copy.querySelectorAll('script, style, annotation').forEach(e => e.remove()); return copy.textContent })()"
    )
    assert len(text) > 10_000
    for trace in ("{{", "}}", "{%", "??", "@fig-", "@tbl-", "@eq-", "@sec-"):
        assert trace not in text, trace
    prose = page.evaluate(
        "(() => { const copy = document.querySelector('main').cloneNode(true);"
        " copy.querySelectorAll('code, pre, math, .output').forEach(e => e.remove()); return copy.textContent })()"
    )
    assert len(prose) > 10_000
    assert not re.search(r".{0,40}\b(None|nan|inf)\b.{0,40}", prose)


def test_the_preview_says_that_it_is_one(open_page):
    assert "Предпросмотр" in open_page().locator("body").inner_text()


def test_slides_open_offline_and_turn(open_page):
    page = open_page("slides.html")
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    assert page.evaluate("Reveal.getTotalSlides()") > 20
    first = page.evaluate("JSON.stringify(Reveal.getIndices())")
    page.keyboard.press("Space")
    page.wait_for_function(f"JSON.stringify(Reveal.getIndices()) !== '{first}'")


# What is on the slide that is shown: what sticks out of its box, and its words; not counted are those of formulas, code
# and figures that answer.
ON_SLIDE = """() => {
  const slide = Reveal.getCurrentSlide();
  const boxes = [slide, ...slide.querySelectorAll('.body, .body *')].filter(e =>
    e instanceof HTMLElement && getComputedStyle(e).display !== 'inline' && e.clientWidth && e.clientHeight);
  const full = boxes.filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
  const copy = slide.cloneNode(true);
  copy.querySelectorAll('.notes, pre, svg, math, script, .live').forEach(e => e.remove());
  copy.querySelectorAll('td, th, li, p, h2, figcaption').forEach(e => e.append(' '));
  const sizes = (e) => [e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight];
  return {
    title: slide.querySelector('h1, h2').textContent.trim(),
    opening: slide.matches('.title, .chapter'),
    full: full.map(e => [e.tagName, e.className, ...sizes(e)].join(' ')),
    words: (copy.textContent.match(/[\\p{L}\\p{N}]\\S*/gu) || []).length,
    rich: slide.querySelector('.body :is(figure, img, svg, pre, math)') !== null,
  };
}"""


def test_no_slide_is_overfull_or_empty(open_page):
    page = open_page("slides.html", width=1280)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    places = page.evaluate("Reveal.getSlides().map(slide => Reveal.getIndices(slide))")
    found = []
    for place in places:
        page.evaluate("place => Reveal.slide(place.h, place.v)", place)
        found.append(page.evaluate(ON_SLIDE))
    assert len(found) <= 200
    assert [slide for slide in found if slide["full"]] == []
    assert [slide for slide in found if slide["words"] > 110] == []
    assert [s for s in found if s["words"] < 15 and not s["rich"] and not s["opening"]] == []


def test_what_slides_refer_to_is_on_them_or_on_the_page(lecture):
    page, slides = (
        (lecture.folder / "public" / name).read_text(encoding="utf-8") for name in ("index.html", "slides.html")
    )
    there = {name: set(re.findall(r'\sid="([^"]*)"', html)) for name, html in (("index.html", page), ("", slides))}
    led = re.findall(r'<a\s+href="(index\.html)?#([^"]*)"', slides)
    assert [place for name, place in led if place not in there[name]] == []
    assert sum(name != "" for name, _ in led) > 10
    said = re.sub(r"<(svg|script|style|pre|a|figcaption|caption)\b.*?</\1>", "", slides, flags=re.DOTALL)
    said = re.sub(r'<span class="caption-label">.*?</span>', "", said)  # whole captions stand in the speaker's notes
    assert re.findall(r"(?:[Рр]ис|[Тт]абл)\.\xa0\d+\.\d+", re.sub(r"<[^>]*>", "", said)) == []


def test_chapters_stand_side_by_side_and_their_sections_below(open_page):
    page = open_page("slides.html")
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    chapters = page.locator(".slides > section > .chapter").count()
    assert chapters >= 10
    assert page.evaluate("Reveal.getHorizontalSlides().length") == chapters + 1  # the title
    assert page.locator(".reveal[role]").count() == 0 and page.locator("main.reveal").count() == 1
    names = page.locator(".controls button").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert names == ["предыдущий слайд", "следующий слайд", "слайд выше", "слайд ниже"]


def test_slides_print_a_page_each(new_context, lecture):
    page = new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.goto((lecture.folder / "public/slides.html").as_uri() + "?print-pdf")
    page.wait_for_selector(".pdf-page")
    slides = page.locator("section.slide").count()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(printed.pages) == slides
    heights = page.evaluate("[...document.querySelectorAll('.body > figure')].map((figure) => figure.clientHeight)")
    assert sorted(heights)[len(heights) // 2] > 300, "figures are small: slides have no height in print"


@pytest.fixture(scope="module")
def pdf(lecture):
    return pypdf.PdfReader(lecture.folder / "public/lecture.pdf")


def test_the_pdf_has_russian_text_bookmarks_and_a4_pages(lecture, pdf):
    command = ["pdftotext", lecture.folder / "public/lecture.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for words in ("Содержание", "Распознавание цифр на PyTorch", "Рис. 4.1", "Таблица 4.1", "Литература"):
        assert words in text.replace("\xa0", " "), words
    assert not re.search(r"\?\?|@(fig|tbl|eq|sec)-|\{\{", text)
    assert len(pdf.outline) >= 2
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {(595, 842)}


def test_the_pdf_embeds_its_fonts(lecture):
    done = subprocess.run(
        ["pdffonts", lecture.folder / "public/lecture.pdf"], capture_output=True, text=True, check=True
    )
    rows = done.stdout.splitlines()[2:]
    assert rows
    for row in rows:
        assert re.search(r"\byes\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", row), row


def test_the_pdf_is_tagged_and_russian(pdf):
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("ru")
