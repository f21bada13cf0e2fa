"""The player below a figure with frames, as a reader uses it."""

import pytest

FIGURE = "#fig-filter_growth"
FRAME = 700  # ms


@pytest.fixture
def player(open_page):
    return open_page(still=True).locator(f"{FIGURE} .player")


def shown(player) -> str:
    """The pictures of the frame that the player shows."""
    return player.locator(".player-part").first.locator("image").first.evaluate("image => image.outerHTML")


def test_the_player_shows_what_the_figure_ends_with(player):
    figure = player.page.locator(FIGURE)
    labels = figure.locator("[data-frame]").evaluate_all("groups => groups.map(group => group.dataset.frame)")
    assert len(labels) > 3 and len(set(labels)) == len(labels)
    assert player.locator(".player-label").inner_text() == labels[-1]
    last = figure.locator(":scope > svg [data-frame] image").last.evaluate("image => image.outerHTML")
    assert shown(player) == last
    box = player.locator(".player-screen").bounding_box()
    assert box["width"] > 300 and box["height"] > 60


def test_the_keyboard_moves_and_plays(player):
    slider, button = player.get_by_role("slider"), player.get_by_role("button")
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext").startswith("шаг\N{NO-BREAK SPACE}0:")
    assert player.get_by_role("img").get_attribute("aria-label") == slider.get_attribute("aria-valuetext")
    first = shown(player)
    slider.press("End")
    assert shown(player) != first
    button.focus()
    button.press("Enter")
    assert slider.input_value() == "0"
    assert button.get_attribute("aria-label") == "Остановить"
    player.page.clock.run_for(FRAME)
    assert slider.input_value() == "1"
    button.press("Enter")
    assert button.get_attribute("aria-label") == "Воспроизвести"


def test_nothing_moves_unasked(player):
    slider = player.get_by_role("slider")
    slider.press("Home")
    player.page.clock.run_for(10 * FRAME)
    assert slider.input_value() == "0"


@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_a_telephone(open_page, dark):
    page = open_page(width=390, dark=dark)
    player = page.locator(f"{FIGURE} .player")
    box = player.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    button = player.get_by_role("button").bounding_box()
    assert min(button["width"], button["height"]) >= 36  # px, for a finger
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_shows_the_figure_alone(player):
    player.page.emulate_media(media="print")
    assert not player.is_visible()
    assert player.page.locator(f"{FIGURE} > svg").is_visible()
