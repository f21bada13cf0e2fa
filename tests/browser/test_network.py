"""The network that answers in the page, as a reader uses it, and against PyTorch."""

import json

import numpy as np
from safetensors.numpy import load_file

from cnn.data.mnist import load
from cnn.learning.training import examples, predict
from cnn.networks.weights import trained

ANSWER = "pixels => pixels.map((one) => document.querySelector('.network').answer(one))"


def view(page):
    network = page.locator("figure .network")
    network.scroll_into_view_if_needed()
    return network


def test_it_answers_as_pytorch_does(open_page, lecture):
    page = open_page()
    view(page)
    digits = load(lecture.folder / "data/MNIST/raw")
    images, labels = digits.test_images[:200], digits.test_labels[:200]
    numbers = json.loads((lecture.folder / "results/dataset.json").read_text())
    weights = load_file(lecture.folder / "results/training/a/1/weights.safetensors")
    network = trained("cnn.networks.digits:network_a", weights)
    expected = predict(network, examples(images, labels, numbers["mean"], numbers["std"])[0]).numpy()
    answered = page.evaluate(ANSWER, (images.reshape(len(images), -1) / 255).tolist())
    assert np.abs(np.array(answered) - expected).max() <= 1e-4


def test_a_drawn_stroke_a_ready_digit_and_an_empty_field(open_page):
    page = open_page()
    network = view(page)
    words = network.locator(".network-words")
    first = words.text_content()
    assert first.startswith("Ответ сети: ")
    pad = network.locator(".network-pad")
    network.get_by_role("button", name="Стереть").click()
    assert words.text_content() == "Нарисуйте что-нибудь или возьмите готовое."
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.1 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.7 * box["height"], steps=20)
    page.mouse.up()
    assert words.text_content().startswith("Ответ сети: 1, ")
    network.get_by_role("button", name="Класс 0").first.click()
    assert words.text_content().startswith("Ответ сети: 0, ")


def test_what_is_drawn_is_centred_and_scaled_as_mnist_was(open_page):
    page = open_page()
    network = view(page)
    network.get_by_role("button", name="Стереть").click()
    box = network.locator(".network-pad").bounding_box()
    page.mouse.move(box["x"] + 0.08 * box["width"], box["y"] + 0.08 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.08 * box["width"], box["y"] + 0.4 * box["height"], steps=10)
    page.mouse.up()
    read = "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
    seen = np.array(network.locator(".network-input").evaluate(read)).reshape(28, 28, 4)[..., 0]
    rows = np.flatnonzero(seen.any(axis=1))
    assert 19 <= rows.max() - rows.min() + 1 <= 21
    assert abs(np.average(np.arange(28) + 0.5, weights=seen.sum(axis=1)) - 14) < 0.6
    assert abs(np.average(np.arange(28) + 0.5, weights=seen.sum(axis=0)) - 14) < 0.6


def test_the_keyboard_shifts_the_digit_and_opens_the_maps(open_page):
    page = open_page()
    network = view(page)
    read = "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, 28, 28).data)"
    before = np.array(network.locator(".network-input").evaluate(read)).reshape(28, 28, 4)
    network.locator(".network-pad").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    after = np.array(network.locator(".network-input").evaluate(read)).reshape(28, 28, 4)
    assert np.array_equal(after[1:, 1:], before[:-1, :-1])
    network.locator("summary").click()
    drawn = network.locator(".network-layer canvas")
    layers = network.locator(".network-layer code").all_text_contents()
    assert layers == ["conv1", "pool1", "relu1", "conv2", "pool2", "relu2", "fc1", "relu3", "fc2"]
    assert drawn.first.evaluate("canvas => canvas.width") == 10 * 25 - 1


def test_without_scripts_the_still_picture_stays(new_context, lecture):
    page = new_context(java_script_enabled=False).new_page()
    page.goto((lecture.folder / "public/index.html").as_uri())
    assert page.locator("#fig-drawn_digit svg").is_visible()
    assert page.locator(".network").count() == 0
