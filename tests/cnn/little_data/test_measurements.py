"""The cat in motion, and what the pretrained network is asked."""

import numpy as np
import pytest
import torch

from cnn.data.imagenet import in_russian
from cnn.data.mnist import Digits
from cnn.drawing import style
from cnn.little_data import augmented_cat, mirrored_digits, pretrained, surfaces
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
    assert {name for name in arrays["names"].flat if in_russian(name) == name} == set()  # a reader sees none in English
    assert numbers["coffee"]["russian"] == "эспрессо"


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


def test_what_is_asked_was_never_shown():
    """The three parts of a photograph share no pixel, and all pieces fit."""
    for surface in surfaces.SURFACES:
        parts = (*surfaces.divided(surface.known), surface.asked)
        height, width = surface.photo().shape[:2]
        taken = np.zeros((height, width), int)
        for left, top, right, bottom in parts:
            assert right - left >= surfaces.SIDE and bottom - top >= surfaces.SIDE, surface.name
            assert right <= width and bottom <= height
            taken[top:bottom, left:right] += 1
        assert taken.max() == 1, surface.name


def test_light_tells_nothing_of_a_surface():
    dark = np.random.default_rng(1).uniform(0, 0.1, (40, 50))
    pieces, brighter = (
        surfaces.cut(photo, (0, 0, 50, 40), 3, np.random.default_rng(2)).astype(int) for photo in (dark, 0.5 + 4 * dark)
    )
    assert abs(pieces.mean() - 127.5) < 1
    assert 30 < pieces.std() < brighter.std() < 52  # what hardly differs is not blown up to full contrast
    assert np.corrcoef(pieces.ravel(), brighter.ravel())[0, 1] > 0.999


def test_pieces_of_surfaces():
    found = surfaces.measure(training=2, validation=1, test=2, variants=1)
    arrays = found.arrays
    assert arrays["pieces.training"].shape == (10, 2, 32, 32) and arrays["pieces.training_maps"].shape[:4] == (
        2,
        10,
        2,
        192,
    )
    assert arrays["pieces.test_maps"].shape == (10, 2, 192, 2, 2)
    assert not (arrays["pieces.training_maps"][0] == arrays["pieces.training_maps"][1]).all(axis=(2, 3, 4)).any()
    assert found.numbers["classes"] == len(set(arrays["surface_samples.names"])) == 10
    again = surfaces.measure(training=2, validation=1, test=2, variants=1).arrays
    assert all((arrays[name] == again[name]).all() for name in arrays)
