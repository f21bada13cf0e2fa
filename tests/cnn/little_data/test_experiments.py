"""The experiments on learning from few examples, on digits that are easy to tell."""

import numpy as np
import pandas as pd
import pytest

from cnn.data.mnist import Digits
from cnn.little_data import augmentation, overfitting, surface_ladder


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


def test_overfitting_watches_both_ways(digits):
    settings = {"of_each": 2, "held_out": 20, "steps": 6, "every": 3}
    rows = overfitting.run(digits, 1, "cpu", **settings)
    assert rows.step.tolist() == [0, 3, 6] * 2
    assert rows.augmentation.unique().tolist() == ["none", "moved"]
    start = rows[rows.step == 0].drop(columns="augmentation")
    assert start.iloc[0].equals(start.iloc[1])  # the same weights and images, which nothing has moved yet
    pd.testing.assert_frame_equal(rows, overfitting.run(digits, 1, "cpu", **settings))


def test_looking_changes_no_training(digits):
    settings = {"of_each": 2, "held_out": 20, "steps": 6}
    often, seldom = (overfitting.run(digits, 1, "cpu", every=every, **settings) for every in (1, 6))
    pd.testing.assert_frame_equal(often[often.step % 6 == 0].reset_index(drop=True), seldom)


def test_summary_of_overfitting():
    losses = {"none": [(2, 2), (0.5, 0.8), (0.1, 1)], "moved": [(2, 2), (0.7, 0.8), (0.4, 0.6)]}
    rows = pd.DataFrame(
        [
            {"seed": seed, "augmentation": kind, "step": 10 * place, "training_loss": training}
            | {"validation_loss": validation, "test_loss": validation + 0.1 * seed * place, "test_accuracy": 0.9}
            for seed in (1, 2)
            for kind, pairs in losses.items()
            for place, (training, validation) in enumerate(pairs)
        ]
    )
    found = overfitting.summarise(rows)
    numbers = found.numbers
    assert numbers["gap"]["mean"] == pytest.approx(0.9) and numbers["turned"]["mean"] == pytest.approx(0.2)
    assert numbers["stopped"]["mean"] == pytest.approx(0.2 + 0.15)
    assert numbers["moved_gain"]["mean"] == pytest.approx(0.4)
    assert numbers["none"]["best"]["step"]["mean"] == 10 and numbers["moved"]["best"]["step"]["mean"] == 20
    np.testing.assert_allclose(found.arrays["none_validation"], [[2, 0.8, 1]] * 2)


@pytest.fixture(scope="module")
def pieces() -> dict[str, np.ndarray]:
    """Three surfaces, each of a brightness of its own, as the base would give them, too."""
    random = np.random.default_rng(1)

    def like(shape: tuple[int, ...]) -> np.ndarray:
        classes = np.arange(3).reshape(3, *[1] * (len(shape) - 1))
        return classes + random.uniform(0, 0.2, shape)

    counts = {"training": 4, "validation": 2, "test": 5}
    maps = {f"{kind}_maps": like((3, count, 192, 2, 2)) for kind, count in counts.items()}
    maps["training_maps"] = np.stack([maps["training_maps"]] * 2)
    arrays = (
        {kind: (100 * like((3, count, 32, 32))).astype(np.uint8) for kind, count in counts.items()}
        | {name: values.astype(np.float16) for name, values in maps.items()}
        | {"network": np.array("efficientnet_lite0")}
    )
    return {f"pieces.{name}": values for name, values in arrays.items()}


def test_the_ladder_has_all_its_rungs(pieces):
    settings = {"training_examples": [2, 4], "steps": 3, "tuning_steps": 2, "tuning_rates": [0.0001, 0.001]}
    rows = surface_ladder.run(1, "cpu", pieces, **settings)
    assert sorted(rows[["way", "examples"]].apply(tuple, axis=1)) == sorted(
        (way, size) for way in surface_ladder.WAYS for size in (2, 4)
    )
    assert rows.rate.nunique() == 1 and rows.rate[0] in settings["tuning_rates"]
    assert (rows.accuracy * 15 % 1).round(5).isin([0, 1]).all()  # of fifteen pieces
    pd.testing.assert_frame_equal(rows, surface_ladder.run(1, "cpu", pieces, **settings))
    base = rows[rows.way.isin(["frozen", "frozen_moved"])].accuracy
    assert (base == 1).all()  # the surfaces' features lie far apart


def test_the_rate_is_chosen_on_validation_pieces(pieces):
    """Validation pieces whose labels are turned round prefer the rate that spoils most."""
    settings = {"training_examples": [2, 4], "steps": 1, "tuning_steps": 20}
    turned = pieces | {"pieces.validation_maps": pieces["pieces.validation_maps"][[1, 2, 0]]}
    rates = [
        surface_ladder.run(1, "cpu", given, tuning_rates=[1e-9, 0.001], **settings).rate[0]
        for given in (pieces, turned)
    ]
    assert rates == [1e-9, 0.001]  # the base reads all of the first, none of the second before it is spoilt


def test_summary_of_the_ladder():
    share = {"scratch": 0.4, "scratch_moved": 0.5, "frozen": 0.7, "frozen_moved": 0.8, "fine_tuned": 0.85}
    rows = pd.DataFrame(
        [
            {"seed": seed, "way": way, "examples": size, "accuracy": value + 0.01 * seed, "rate": 0.001 * seed}
            for seed in (1, 2)
            for way, value in share.items()
            for size in (2, 10)
        ]
    )
    found = surface_ladder.summarise(rows)
    few = found.numbers["few"]
    assert {name: few[name]["mean"] for name in ("moved_scratch", "moved_frozen", "base", "tuning")} == pytest.approx(
        {"moved_scratch": 0.1, "moved_frozen": 0.1, "base": 0.3, "tuning": 0.05}
    )
    assert found.numbers["rates"] == [0.001, 0.002]
    np.testing.assert_allclose(found.arrays["scratch"], [[0.41, 0.41], [0.42, 0.42]])


def test_more_pieces_than_there_are(pieces):
    with pytest.raises(ValueError, match="surfaces have 4 training pieces each, 5 are wanted"):
        surface_ladder.run(1, "cpu", pieces, training_examples=[5], steps=1, tuning_steps=1, tuning_rates=[0.1])
