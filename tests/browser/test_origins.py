"""Cards: where a number, a figure, a claim comes from; with the mouse, the keyboard, a finger."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

CARD = ".origin-card:popover-open"


@pytest.fixture
def numbers(lecture) -> dict:
    return json.loads((lecture.folder / "results/numbers.json").read_text(encoding="utf-8"))


def test_a_number_tells_its_name_its_code_and_the_run(open_page, numbers, lecture):
    page = open_page()
    number = page.locator("main data").filter(visible=True).first
    number.scroll_into_view_if_needed()
    number.click()
    card = page.locator(CARD)
    assert number.text_content().strip() in card.locator(".origin-title").text_content()
    names = card.locator("code").first.text_content().split(", ")
    assert all(any(known.startswith(name.split("[")[0]) for known in numbers) for name in names), names
    place = next(text for text in card.locator("dd code").all_text_contents() if ".py:" in text)
    file, lines = place.split(":")
    assert (lecture.folder / file).read_text(encoding="utf-8").splitlines()[int(lines.split("–")[0]) - 1][:3] in (
        "def",
        "@ja",
    )
    assert "python 3." in card.text_content()
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0


def test_every_number_has_a_name_and_every_figure_of_the_lecture_a_card(open_page):
    page = open_page()
    page.wait_for_selector(".figure-origin")
    told = page.evaluate(
        """async () => {
          const bytes = Uint8Array.from(atob(document.getElementById('origins').textContent), (c) => c.charCodeAt(0));
          const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
          const told = await new Response(stream).json();
          const all = [...document.querySelectorAll('main data, main [data-n]')];
          const name = (n) => { const [c, k] = (n.dataset.n ?? n.value).split('.'); return told.numbers[c]?.[k]; };
          const figures = [...document.querySelectorAll('main figure[id^="fig-"]')];
          return {
            numbers: all.length,
            nameless: all.filter((n) => !name(n)).length,
            bare: figures.filter((f) => !f.querySelector('.figure-origin')).map((f) => f.id),
            claims: [...document.querySelectorAll('.evidence')].filter((c) => !told.claims[c.id.slice(6)]).length,
          };
        }"""
    )
    assert told["numbers"] > 500
    assert (told["nameless"], told["bare"], told["claims"]) == (0, [], 0)


def test_the_keyboard_reaches_all_numbers_of_a_section_and_comes_back(open_page):
    page = open_page()
    button = page.locator(".section-origin").first
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(CARD)
    card.wait_for()
    assert page.evaluate("document.activeElement.classList.contains('origin-card')")
    for _ in range(2):  # the way to the first fold leads past the button that closes
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert card.locator("details[open] .origin-numbers li").count() >= 1
    assert card.locator("details[open] dl").first.text_content()
    page.keyboard.press("Escape")
    assert button.evaluate("button => button === document.activeElement")


def test_a_claim_tells_what_its_numbers_rest_on(open_page):
    page = open_page()
    mark = page.locator(".claim-mark").first
    mark.scroll_into_view_if_needed()
    mark.click()
    fold = page.locator(".evidence:popover-open .claim-origins details").first
    fold.locator("summary").click()
    assert ".py:" in fold.text_content()


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1400, True), (360, False)])
def test_cards_are_accessible_and_inside_the_window(open_page, width, dark):
    page = open_page(width=width, dark=dark)
    button = page.locator(".figure-origin").first
    button.scroll_into_view_if_needed()
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(CARD)
    card.wait_for()
    card.locator("summary").first.click()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1 and box["y"] >= 0
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth + 1")
    found = Axe().run(page, context=".origin-card", options={"resultTypes": ["violations"]}).response["violations"]
    assert [rule["id"] for rule in found] == []


def test_without_scripts_a_page_reads_as_before(new_context, lecture):
    page = new_context(java_script_enabled=False).new_page()
    page.goto((lecture.folder / "public/index.html").as_uri())
    assert page.locator(".origin-card, .origin-button").count() == 0
    assert page.locator("main data").count() > 100
