"""The cat in motion, and what the pretrained network is asked."""

import numpy as np
import pytest
import torch

from cnn.data.mnist import Digits
from cnn.drawing import style
from cnn.little_data import augmented_cat, mirrored_digits, pretrained
from cnn.little_data.figures.augmented_cat import draw


def test_the_cat_moves_as_its_titles_say():
    before = torch.get_rng_state()
    pictures = dict(zip(*(augmented_cat.measure().arrays[key] for key in ("titles", "pictures")), strict=True))
    assert torch.equal(torch.get_rng_state(), before)
    still = pictures["исходная"]
    assert len(pictures) == 12
    assert (pictures["horizontal_flip"] == still[:, ::-1]).all()
    assert (pictures["zoom_range"][:5] == 0).all()  # the open edge
    assert (pictures["fill_mode: reflect"] > 0).any(axis=2).mean() > 0.99
    assert (pictures["width_shift_range"] == 0).all(axis=(0, 2)).any()
    assert (pictures["height_shift_range"] == 0).all(axis=(1, 2)).any()
    assert (augmented_cat.measure().arrays["pictures"] == np.stack(list(pictures.values()))).all()


def test_the_cat_is_not_too_large_for_a_page(tmp_path):
    style.save(draw(**augmented_cat.measure().arrays), tmp_path / "augmented_cat.svg")
    assert (tmp_path / "augmented_cat.svg").stat().st_size < 300_000


def test_the_answers_of_the_pretrained_network():
    found = pretrained.measure()
    numbers, arrays = found.numbers, found.arrays
    assert numbers["base"] + numbers["tail"] + numbers["classifier"] == numbers["parameters"]
    assert (np.diff(arrays["probabilities"], axis=1) <= 0).all()
    assert numbers["cat"]["cats"] == pytest.approx(arrays["probabilities"][0, :3].sum())
    assert numbers["coffee"]["espresso"] == numbers["coffee"]["probability"]
    assert arrays["names"][1, 0] == numbers["coffee"]["name"] == "espresso"
    assert arrays["photos"].shape == (4, 112, 112, 3)


def test_mirror_images_of_other_classes():
    """A digit whose mirror image is another class's picture is found beside it."""
    labels = np.tile(np.array([2, 3, 5, 8], dtype=np.uint8), 3)
    stroke = {label: np.zeros((28, 28), np.uint8) for label in (2, 3, 5, 8)}
    for place, label in enumerate(stroke):
        stroke[label][6 * place : 6 * place + 4, :9] = 255
    stroke[5] = stroke[3][:, ::-1]  # a five looks like a mirrored three
    images = np.array([stroke[label] for label in labels])
    found = mirrored_digits.measure(Digits(images, labels, images, labels))
    assert found.numbers["five"] == {"two": 0, "three": 1}
    picture, mirrored, other = found.arrays["images"][1]  # of the pair 3, 5
    assert (mirrored == picture[:, ::-1]).all() and (mirrored == other).all()
