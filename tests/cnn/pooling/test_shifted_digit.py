"""Digits moved about: both networks in every place, and what the page gets."""

from base64 import b64decode

import numpy as np

from cnn.learning.training import examples, predict
from cnn.networks.weights import trained
from cnn.pooling import shifted_digit
from cnn.pooling.figures import shifted_digit as figure
from cnn.pooling.pooling_robustness import network, shifted
from tests.cnn.tiny_digits import DIGITS

RECIPE = {
    "training_examples": 60,
    "test_examples": 20,
    "epochs": 1,
    "batch_size": 20,
    "learning_rate": 0.001,
    "seeds": [3],
}


def test_every_place_is_what_the_network_of_the_page_answers():
    found = shifted_digit.measure(DIGITS, RECIPE)
    arrays, numbers = found.arrays, found.numbers
    images, labels = arrays["images"], arrays["labels"]
    assert labels.tolist() == sorted(set(DIGITS.test_labels.tolist())) and numbers["places"] == 169
    pixels, _ = examples(images, labels, 0, 1)
    for at, variant in enumerate(shifted_digit.VARIANTS):
        blank = network(variant).state_dict()
        row = arrays[f"weights_{variant}"]
        assert row.dtype == np.float16 and len(row) == sum(value.numel() for value in blank.values())
        parts = np.split(row.astype(np.float32), np.cumsum([value.numel() for value in blank.values()])[:-1])
        weights = {name: part.reshape(blank[name].shape) for name, part in zip(blank, parts, strict=True)}
        rounded = trained(lambda variant=variant: network(variant), weights)
        for down, right in ((0, 0), (-6, 6), (3, -2)):
            expected = predict(rounded, shifted(pixels, right, down)).exp().numpy()
            own = arrays["probabilities"][at, :, down + 6, right + 6]
            np.testing.assert_allclose(own, expected[np.arange(len(labels)), labels], atol=1e-6)
            assert (arrays["answers"][at, :, down + 6, right + 6] == expected.argmax(axis=1)).all()
    shown = figure.interactive(**arrays)
    assert len(b64decode(shown["networks"][0]["weights"])) == 2 * 5994
    assert len(shown["answers"][1]) == 169 * len(labels)
    kinds = [layer["name"] for layer in shown["networks"][1]["layers"]]
    assert set(figure.SHOWN["without"]) <= set(kinds)


def test_the_same_seed_gives_the_same_networks():
    one, other = (shifted_digit.measure(DIGITS, RECIPE).arrays for _ in range(2))
    assert all((one[name] == other[name]).all() for name in one)
