"""The figure whose points can be asked, as a reader uses it."""

import re

import pytest


def view(page):
    points = page.locator("figure .points")
    points.scroll_into_view_if_needed()
    return points


def test_the_points_stand_in_the_place_of_the_still_picture(open_page):
    page = open_page()
    points = view(page)
    assert points.locator("canvas").first.bounding_box()["width"] > 300
    still = page.locator("figure:has(.points) > svg")
    assert not still.is_visible()
    page.emulate_media(media="print")
    assert still.is_visible() and not points.is_visible()


def test_without_a_script_the_still_picture_stays(new_context, lecture):
    page = new_context(java_script_enabled=False).new_page()
    page.goto((lecture.folder / "public/index.html").as_uri())
    assert page.locator("#fig-embeddings svg").is_visible()
    assert page.locator(".points").count() == 0


def test_a_point_tells_what_it_is_by_keyboard_and_by_pointer(open_page):
    page = open_page()
    points = view(page)
    words, canvas = points.locator(".points-words"), points.locator(".points-canvas")
    assert "стрелками" in words.text_content()
    canvas.focus()
    page.keyboard.press("ArrowRight")
    first = words.text_content()
    assert re.search(r"Класс \d\s*(× )?ответ сети: \d", first)
    ink = "element => element.getContext('2d').getImageData(0, 0, element.width, element.height).data.some(v => v > 0)"
    assert points.locator(".points-picture").evaluate(ink)
    page.keyboard.press("Escape")
    assert "стрелками" in words.text_content()
    box = canvas.bounding_box()
    for i in range(40):
        page.mouse.move(box["x"] + box["width"] * (0.1 + 0.02 * i), box["y"] + box["height"] / 2)
    assert "Класс" in words.text_content()


def test_arrangements_digits_and_mistakes_can_be_chosen(open_page):
    page = open_page()
    points = view(page)
    first, second = (points.get_by_role("button", name=name, exact=True) for name in ("PCA", "t-SNE"))
    assert first.get_attribute("aria-pressed") == "true"
    canvas = points.locator(".points-canvas")
    before = canvas.evaluate("element => element.toDataURL()")
    second.click()
    assert (first.get_attribute("aria-pressed"), second.get_attribute("aria-pressed")) == ("false", "true")
    drawn_anew = "([element, before]) => element.toDataURL() !== before"
    page.wait_for_function(drawn_anew, arg=[canvas.element_handle(), before])
    points.get_by_role("button", name="Выделить класс 3").click()
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert "Класс 3" in points.locator(".points-words").inner_text()
    points.get_by_role("button", name="Выделить класс 3").click()
    points.get_by_role("button", name="только ошибки").click()
    canvas.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert "× ответ сети" in points.locator(".points-words").inner_text()


@pytest.mark.parametrize("width", [390, 1400])
def test_the_points_fit_the_screen(open_page, width):
    page = open_page(width=width)
    box = view(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
