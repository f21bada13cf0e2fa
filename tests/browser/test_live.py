"""Figures that answer: the step along the gradient, the digit that is moved, the training step by step."""

import json

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from cnn.data.mnist import load
from cnn.inside.adversarial import fast_gradient_sign, from_pixels, pixel_gradient, step
from cnn.learning.training import examples, predict
from cnn.networks.weights import trained
from cnn.pooling.pooling_robustness import network, shifted

CLOSE = 1e-4
VIEWS = {"attack": "adversarial_digits", "growth": "growing_maps", "network": "drawn_digit", "shift": "shifted_digit"}


@pytest.fixture
def tests_set(lecture):
    digits = load(lecture.folder / "data/MNIST/raw")
    return examples(digits.test_images, digits.test_labels, mean=0, std=1)


@pytest.fixture
def network_a(lecture):
    numbers = json.loads((lecture.folder / "results/dataset.json").read_text())
    weights = load_file(lecture.folder / "results/training/a/1/weights.safetensors")
    return from_pixels("cnn.networks.digits:network_a", "standardised", weights, numbers)


# What a reader would press and can't, as another thing lies over its middle.
COVERED = """figure => [...figure.querySelectorAll('button, input, canvas:not([aria-hidden])')].filter((each) => {
  each.scrollIntoView({ block: 'center', inline: 'center' });
  const { left, top, width, height } = each.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  return width && !(each.contains(hit) || each.labels && [...each.labels].some((label) => label.contains(hit)));
}).map((each) => each.outerHTML.slice(0, 120))"""


def view(page, name: str):
    found = page.locator(f"figure .{name}")
    found.scroll_into_view_if_needed()
    return found


@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_lies_over_what_is_pressed(open_page, width):
    page = open_page(width=width)
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    figures = page.locator("figure:has(.zoom-button)").all()
    assert len(figures) > 50
    for figure in figures:
        figure.scroll_into_view_if_needed()
        assert figure.evaluate(COVERED) == []


def flat(images: torch.Tensor) -> list:
    return images.flatten(1).tolist()


def test_the_gradient_is_pytorchs(open_page, network_a, tests_set):
    page = open_page()
    view(page, "attack")
    images, labels = (part[:40] for part in tests_set)
    others = (labels + 1) % 10  # of a wrong class the loss is large, and so is its gradient
    for classes in (labels, others):
        ask = "([images, labels]) => images.map((one, i) => document.querySelector('.attack').gradient(one, labels[i]))"
        found = np.array(page.evaluate(ask, [flat(images), classes.tolist()]))
        expected = pixel_gradient(network_a, images, classes).flatten(1).numpy()
        assert np.abs(found - expected).max() <= CLOSE
    assert np.abs(expected).max() > 1000 * CLOSE


def test_the_slider_changes_the_picture_and_the_answer(open_page, lecture, network_a):
    page = open_page()
    attack = view(page, "attack")
    slider = attack.get_by_role("slider", name="ε")
    assert slider.input_value() == "0"
    data = np.load(lecture.folder / "results/adversarial.npz")
    image = torch.from_numpy(data["adversarial_digits.pictures"][0, 0] / 255).float()[None, None]
    label = torch.from_numpy(data["adversarial_digits.labels"][:1])
    steps = [round(0.005 * at, 3) for at in range(61)]
    answers = [predict(network_a, fast_gradient_sign(network_a, image, label, by)).argmax().item() for by in steps]
    first = next((by for by, answer in zip(steps, answers, strict=True) if answer != answers[0]), None)
    said = "При таких ε ответ не меняется." if first is None else f"Ответ меняется при ε\N{NO-BREAK SPACE}= {first}"
    attack.get_by_text(said.replace("0.", "0,"), exact=True).wait_for()
    slider.focus()
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "0,3"
    changed = fast_gradient_sign(network_a, image, label, 0.3)
    read = "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
    seen = np.array(attack.locator(".attack-picture").last.evaluate(read)).reshape(28, 28, 4)[..., 0] / 255
    assert (np.abs(seen - changed[0, 0].numpy()) < 0.01).mean() > 0.99  # a gradient near zero may have either sign
    said = attack.locator(".live-words")
    assert said.text_content().startswith(f"Ответ сети: {predict(network_a, changed).argmax().item()}, ")
    attack.get_by_role("button", name="случайные").click()
    signs = np.array(attack.locator(".attack-picture").nth(1).evaluate(read)).reshape(28, 28, 4)[..., 0]
    assert set(np.unique(signs)) == {0, 255} and 0.4 < signs.mean() / 255 < 0.6
    noisy = step(image, torch.from_numpy(signs / 127.5 - 1).float()[None, None], 0.3)
    assert said.text_content().startswith(f"Ответ сети: {predict(network_a, noisy).argmax().item()}, ")


def test_networks_with_and_without_pooling_are_pytorchs(open_page, lecture, tests_set):
    page = open_page()
    view(page, "shift")
    data = np.load(lecture.folder / "results/shifted_digit.npz")
    images = shifted(tests_set[0][:100], 2, -1)
    ask = "images => images.map((one) => document.querySelector('.shift').answers(one))"
    found = np.array(page.evaluate(ask, flat(images)))
    for place, variant in enumerate(("with", "without")):
        blank = network(variant)
        sizes = [value.numel() for value in blank.state_dict().values()]
        row = np.split(data[f"weights_{variant}"].astype(np.float32), np.cumsum(sizes)[:-1])
        weights = {
            name: part.reshape(value.shape) for (name, value), part in zip(blank.state_dict().items(), row, strict=True)
        }
        expected = predict(trained(lambda variant=variant: network(variant), weights), images).numpy()
        assert np.abs(found[:, place] - expected).max() <= CLOSE


def test_the_digit_is_moved_by_keys_and_by_hand(open_page, lecture):
    page = open_page()
    shift = view(page, "shift")
    said, pad = shift.locator(".shift-left .live-words"), shift.locator(".shift-pad")
    assert said.text_content() == "Вправо 0, вниз 0"
    pad.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert said.text_content() == "Вправо 2, вниз −1"
    box = pad.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 6 / 28 * box["width"], middle[1] + 3 / 28 * box["height"], steps=5)
    page.mouse.up()
    assert said.text_content() == "Вправо −4, вниз 2"
    answers = np.load(lecture.folder / "results/shifted_digit.npz")["answers"][:, 0, 2 + 6, -4 + 6]
    assert [words.split(",")[0] for words in shift.locator(".shift-network .live-words").all_text_contents()] == [
        f"Ответ: {answer}" for answer in answers
    ]
    shift.get_by_role("button", name="В середину").click()
    assert said.text_content() == "Вправо 0, вниз 0"


def test_the_maps_of_every_step_are_pytorchs(open_page, lecture):
    page = open_page()
    growth = view(page, "growth")
    data = np.load(lecture.folder / "results/filter_growth.npz")
    pixels = (data["growing_maps.images"][0] / 255).ravel().tolist()
    for at, maps in enumerate(data["growing_maps.maps"]):
        found = growth.evaluate("(view, [at, pixels]) => view.maps(at, pixels)", [at, pixels])
        assert np.abs(np.array(found) - maps.ravel()).max() <= CLOSE


def test_the_slider_leads_through_the_training(open_page, lecture):
    page = open_page()
    growth = view(page, "growth")
    data = np.load(lecture.folder / "results/filter_growth.npz")
    slider, words = growth.get_by_role("slider", name="шаг"), growth.locator(".live-words")
    last = words.text_content()
    assert slider.get_attribute("aria-valuetext").startswith(f"{data['steps'][-1]}: потеря ")
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext").startswith("0: потеря 2,")
    assert words.text_content() != last
    growth.get_by_role("button", name="Класс 7").click()
    answer = data["growing_maps.probabilities"][0, list(data["growing_maps.labels"]).index(7)].argmax()
    assert words.text_content().startswith(f"Ответ сети: {answer}, ")


def test_what_figures_share_stands_in_the_page_once(open_page):
    parts = open_page().locator("script[data-part]").evaluate_all("parts => parts.map(part => part.textContent.length)")
    assert len(parts) == 2 and min(parts) == 0 < max(parts)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", VIEWS)
def test_they_fit_a_telephone(open_page, name, dark):
    page = open_page(width=360, dark=dark)
    box = view(page, name).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", VIEWS)
def test_print_shows_the_still_picture(open_page, name):
    page = open_page()
    live, still = page.locator(f"figure .{name}"), page.locator(f"#fig-{VIEWS[name]} > svg")
    assert live.is_visible() and not still.is_visible()
    page.emulate_media(media="print")
    assert still.is_visible() and not live.is_visible()


def test_without_scripts_the_still_pictures_stay(new_context, lecture):
    page = new_context(java_script_enabled=False).new_page()
    page.goto((lecture.folder / "public/index.html").as_uri())
    for figure in VIEWS.values():
        assert page.locator(f"#fig-{figure} > svg").is_visible()
    assert page.locator(".live").count() == 0


def test_a_digit_is_drawn_on_a_slide(open_page):
    page = open_page("slides.html", width=1280)
    number = page.evaluate(
        "() => { const slide = document.querySelector('.network').closest('section.slide');"
        " const at = Reveal.getIndices(slide); Reveal.slide(at.h, at.v); return [at.h, at.v]; }"
    )
    live = page.locator(".present .network")
    pad = live.locator(".network-pad")
    box = pad.bounding_box()
    assert box["width"] > 150 and box["y"] + box["height"] <= 900
    live.get_by_role("button", name="Стереть").click()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.1 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.75 * box["height"], steps=20)
    page.mouse.up()
    assert live.locator(".live-words").text_content().startswith("Ответ сети: 1, ")
    pad.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("[Reveal.getIndices().h, Reveal.getIndices().v]") == number  # the digit moved, not the slide
