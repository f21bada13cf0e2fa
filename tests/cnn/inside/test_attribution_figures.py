"""What is special in the figures on where a network looks, and how it arranges digits."""

import itertools
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnn.drawing import style
from cnn.inside.figures import embeddings
from lecture import publishing
from lecture.words.numbers import RUSSIAN
from tests.cnn.figures import module
from tests.cnn.inside import examples_attribution

ARGUMENTS = examples_attribution.arguments()


def draw(name: str, **changes):
    return module(name).draw(**ARGUMENTS[name] | changes)


def test_a_wrong_answer_is_marked_and_both_probabilities_stand_there():
    written = [text.get_text() for text in draw("class_activation").axes[0].texts]
    assert f"1: {RUSSIAN.careful_percent(0.2, 0)}" in written
    assert f"×\N{NO-BREAK SPACE}2: {RUSSIAN.careful_percent(0.75, 0)}" in written
    assert f"7: {RUSSIAN.careful_percent(0.0001, 0)}" in written


def test_a_map_without_any_value_is_drawn():
    draw("class_activation", maps=np.zeros((2, 6, 28, 28)))


def test_the_shares_are_drawn_in_per_cent():
    axes = draw("pointing_shares").axes[-1]
    marks = [line.get_xdata() for line in axes.lines if line.get_linestyle() == "None"]
    np.testing.assert_allclose(np.concatenate(marks), [88, 40, 60, 55, 87, 25, 36, 30])


def test_every_class_wears_its_number_and_mistakes_are_crosses():
    left, right = draw("embeddings").axes
    arguments = ARGUMENTS["embeddings"]
    wrong = (arguments["labels"] != arguments["answers"]).sum()
    for axes in (left, right):
        assert [text.get_text() for text in axes.texts] == [str(digit) for digit in range(10)]
        assert sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "x") == wrong > 0


def luminance(colour: str) -> float:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("ground", [style.PAPER, style.NIGHT])
def test_the_colours_of_the_classes_are_seen_on_both_grounds(ground):
    assert len(set(embeddings.COLOURS)) == 10
    for colour in embeddings.COLOURS:
        low, high = sorted([luminance(colour), luminance(ground)])
        assert (high + 0.05) / (low + 0.05) >= 3, colour


def test_the_page_gets_the_same_points():
    arguments = ARGUMENTS["embeddings"]
    found = embeddings.interactive(**arguments)
    assert found["labels"] == "0123456789" * 12
    assert [int(answer) for answer in found["answers"]] == arguments["answers"].tolist()
    assert [each["name"] for each in found["arrangements"]] == ["PCA", "t-SNE"]
    assert [each["name"] for each in found["classes"]] == list("0123456789")
    script = (Path(publishing.__file__).parent / "web/views/points.js").read_text(encoding="utf-8")
    assert found["words"].keys() == set(re.findall(r"\bwords\.(\w+)", script))
    for each, name in zip(found["arrangements"], ("pca", "tsne"), strict=True):
        places = np.reshape(each["places"], (120, 2))
        assert places.min() == 0 and places.max() == embeddings.STEPS
        order = arguments[name][:, 0].argsort()
        assert all(a <= b for a, b in itertools.pairwise(places[order, 0]))
        assert places[arguments[name][:, 1].argmax(), 1] == places[:, 1].min()  # y downwards


def test_the_sprite_holds_every_picture_in_its_place():
    arguments = ARGUMENTS["embeddings"]
    pictures = embeddings.interactive(**arguments)["pictures"]
    head, _, data = pictures["sheet"].partition(",")
    sheet = np.asarray(Image.open(BytesIO(b64decode(data))).convert("L"))
    assert head == "data:image/webp;base64"
    side, columns = pictures["side"], pictures["columns"]
    for i in (0, 49, 50, 119):
        top, left = i // columns * side, i % columns * side
        moved = sheet[top : top + side, left : left + side] - arguments["images"][i].astype(float)
        assert np.abs(moved).max() <= 255 / (embeddings.GREYS - 1) / 2 + 1, "no grey is further off than half a step"
