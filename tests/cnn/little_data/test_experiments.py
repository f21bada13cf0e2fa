"""The experiments on learning from few examples, on digits that are easy to tell."""

import numpy as np
import pandas as pd
import pytest

from cnn.data.mnist import Digits
from cnn.little_data import augmentation, digit_transfer, face_transfer


@pytest.fixture(scope="module")
def digits() -> Digits:
    """Each digit has a bright row of its own."""
    labels = (np.arange(200) % 10).astype(np.uint8)
    images = np.random.default_rng(1).integers(0, 60, (200, 28, 28)).astype(np.uint8)
    images[np.arange(200)[:, None], 2 * labels[:, None] + 4] = 255
    return Digits(images, labels, images[:50], labels[:50])


def test_augmentation_tries_every_size(digits):
    rows = augmentation.run(digits, 1, "cpu", training_examples=[20, 60], flip_examples=40, steps=2)
    tried = rows[["augmentation", "examples"]].drop_duplicates().apply(tuple, axis=1).tolist()
    assert tried == [("none", 20), ("moved", 20), ("none", 60), ("moved", 60), ("none", 40), ("flipped", 40)]
    assert (rows.groupby(["augmentation", "examples", "digit"]).images.sum() == 5).all()


def test_augmentation_is_reproducible(digits):
    settings = {"training_examples": [20], "flip_examples": 20, "steps": 2}
    one, same, other = (augmentation.run(digits, seed, "cpu", **settings) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)


def test_summary_of_augmentation():
    share = {("none", 100): 80, ("moved", 100): 90, ("none", 500): 94, ("moved", 500): 95, ("flipped", 500): 90}
    rows = []
    for seed in (1, 2):
        for (kind, size), right in share.items():
            for digit in range(10):
                # with a flip four fives more are taken for threes; the other mistakes go to the next digit
                moved = 4 if kind == "flipped" and digit == 5 else 0
                counts = {digit: right + seed - moved, (digit + 1) % 10: 100 - right - seed} | ({3: 4} if moved else {})
                rows += [
                    {"seed": seed, "augmentation": kind, "examples": size, "digit": digit}
                    | {"answer": answer, "images": counts.get(answer, 0)}
                    for answer in range(10)
                ]
    found = augmentation.summarise(pd.DataFrame(rows))
    numbers, flip = found.numbers, found.numbers["flip"]
    assert (numbers["few"]["examples"], numbers["many"]["examples"], flip["examples"]) == (100, 500, 500)
    assert numbers["few"]["gain"]["mean"] == pytest.approx(0.1)
    assert numbers["many"]["none"]["mean"] == pytest.approx(0.955)
    assert flip["loss"]["mean"] == pytest.approx(0.04 + 0.1 * 0.04)
    assert flip["digits"][1]["loss"] == pytest.approx(0.04)
    assert flip["digits"][5]["flipped"] == pytest.approx(0.875)
    assert (flip["five_as_three"]["mean"], flip["five_as_two"]["mean"]) == pytest.approx((0.04, 0))
    pairs = [(row["digit"], row["answer"], round(row["excess"], 6)) for row in flip["confused"]]
    assert len(pairs) == augmentation.CONFUSED and (5, 3, 0.04) in pairs
    assert all(answer == (digit + 1) % 10 or (digit, answer) == (5, 3) for digit, answer, _ in pairs)
    np.testing.assert_allclose(found.arrays["moved"], [[0.91, 0.96], [0.92, 0.97]])
    assert found.arrays["flip_none"].shape == (2, 10)


def test_digit_transfer(digits):
    settings = {"source_examples": 5, "source_steps": 3, "target_examples": [2, 6], "steps": 3}
    rows = digit_transfer.run(digits, 1, "cpu", **settings)
    assert rows.examples.tolist() == [2] * 3 + [6] * 3
    assert rows.way.tolist() == ["scratch", "frozen", "fine_tuned"] * 2
    assert rows.accuracy.between(0, 1).all()
    found = digit_transfer.summarise(rows.assign(seed=1)).numbers
    assert found["repetitions"] == 1 and found["few"]["scratch"]["std"] is None


def test_face_transfer_splits():
    random = np.random.default_rng(1)
    labels = np.repeat([1, 0], 10)
    features = {
        "network": np.array("efficientnet_lite0"),
        "images": random.integers(0, 256, (20, 25, 25)).astype(np.uint8),
        "labels": labels,
        "maps": (random.normal(size=(20, 192, 2, 2)) + labels[:, None, None, None]).astype(np.float16),
    }
    settings = {"training_examples": [2, 4], "test_examples": 5, "splits": 2, "steps": 4, "tuning_steps": 1}
    rows = face_transfer.run(3, "cpu", features, **settings)
    assert rows.groupby("split").size().tolist() == [6, 6]
    assert sorted(rows.examples.unique()) == [4, 8]
    assert (rows.accuracy * 10 % 1).round(6).isin([0, 1]).all()  # of ten photographs
    found = face_transfer.summarise(rows.assign(seed=3))
    assert found.numbers["repetitions"] == 2
    assert found.arrays["fine_tuned"].shape == (2, 2)


def test_more_photographs_than_there_are():
    features = {"images": np.zeros((4, 25, 25), np.uint8), "labels": np.array([1, 1, 0, 0])}
    features["maps"] = np.zeros((4, 192, 1, 1), np.float16)
    features["network"] = np.array("efficientnet_lite0")
    features["images"][0] = 255
    with pytest.raises(ValueError, match="class 0 has 2 examples, 3 are wanted"):
        face_transfer.run(1, "cpu", features, [2], 1, splits=1, steps=1, tuning_steps=1)
