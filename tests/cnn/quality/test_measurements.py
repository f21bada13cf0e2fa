"""The measurements of quality, on answers that were made up so that the result is known."""

import numpy as np
import pytest
from scipy.special import log_softmax
from scipy.stats import t

from cnn.data.mnist import Digits
from cnn.networks.digits import network_a
from cnn.quality import (
    calibration,
    confident_mistakes,
    label_errors,
    paired_test,
    per_class,
    rejection,
    robustness,
    seed_accuracy,
)
from cnn.quality.figures import confident_mistakes as confident_mistakes_figure
from cnn.quality.figures import rejection as rejection_figure

LABELS = (np.arange(200) % 10).astype(np.uint8)
DIGITS = Digits(
    np.zeros((10, 28, 28), np.uint8), LABELS[:10], np.full((200, 28, 28), 7, np.uint8) * LABELS[:, None, None], LABELS
)


def answers(given: np.ndarray, sureness: np.ndarray | float, second: np.ndarray = LABELS) -> dict[str, np.ndarray]:
    """Log-probabilities (N, 10): the answer gets its sureness, the second guess two thirds of what is left."""
    p = np.ones((len(given), 10)) * np.reshape((1 - np.asarray(sureness)) / 27, (-1, 1))
    each = np.arange(len(given))
    p[each, second] = 2 / 3 * (1 - np.asarray(sureness))
    p[each, given] = sureness
    return {"trained": np.log(p / p.sum(axis=1, keepdims=True))}


def mistaken(places) -> np.ndarray:
    given = LABELS.astype(int).copy()
    given[places] = (given[places] + 1) % 10
    return given


def test_indicators_of_a_class():
    matrix = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 0]])
    first, second, third = per_class.by_class(matrix)
    assert (first["recall"], first["precision"]) == (0.8, pytest.approx(8 / 9))
    assert first["f1"] == pytest.approx(2 / (1 / 0.8 + 9 / 8))
    assert second["f1_low"] < second["f1"] < second["f1_high"]
    assert (third["recall"], third["recall_low"], third["recall_high"]) == (0, 0, 1)


def test_macro_recall_and_the_hardest_digit():
    numbers = per_class.measure(
        DIGITS, a=[answers(mistaken([3, 13, 23, 34]), 0.9)], b=[answers(mistaken([]), 0.9)]
    ).numbers
    assert (numbers["a"]["hardest"], numbers["b"]["macro"]["f1"]) == (3, 1)
    assert numbers["a"]["macro"]["recall"] == pytest.approx(0.98)
    assert numbers["a"]["macro_and_accuracy"]["mean"] == pytest.approx(0, abs=1e-12)  # classes of one size


def test_the_surest_mistakes_come_first():
    sureness = np.full(200, 0.8)
    sureness[[5, 50, 150]] = 0.7, 0.99, 0.95
    found = confident_mistakes.measure(DIGITS, [answers(mistaken([5, 50, 150]), sureness)])
    assert found.arrays["labels"].tolist() == [0, 0, 5]
    assert found.arrays["answers"].tolist() == [1, 1, 6]
    np.testing.assert_allclose(found.arrays["probabilities"][:, 0], [0.99, 0.95, 0.7], atol=0.02)
    assert (found.numbers["wrong"], found.numbers["sure"], found.numbers["second"]["mean"]) == (3, 2, 1)
    means = {key: found.numbers[key]["mean"] for key in ("gap", "right_answers", "wrong_answers")}
    assert means["gap"] == pytest.approx(means["right_answers"] - means["wrong_answers"])
    assert means["wrong_answers"] == pytest.approx((0.7 + 0.99 + 0.95) / 3, abs=0.01)


def test_a_network_without_mistakes():
    """Images that are easier than digits: what only mistakes tell is None, and the figures say that there are none."""
    perfect, one = answers(mistaken([]), np.full(200, 0.8)), answers(mistaken([5]), np.full(200, 0.8))
    found = confident_mistakes.measure(DIGITS, [perfect])
    assert (found.numbers["wrong"], found.numbers["second"], found.numbers["least"]) == (0, None, None)
    assert confident_mistakes.measure(DIGITS, [perfect, one]).numbers["second"]["mean"] == 1
    drawing = confident_mistakes_figure.draw(**found.arrays)
    assert [text.get_text() for text in drawing.texts] == ["ошибок нет"]
    curves = rejection.measure(DIGITS, a=[one], b=[perfect])
    [axes] = rejection_figure.draw(**curves.arrays).axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["сеть B: ошибок нет"]
    shared = label_errors.measure(DIGITS, a=[one], b=[perfect]).numbers
    assert (shared["expected"], shared["ratio"]) == (0, None)


def test_the_temperature_is_found_again():
    random = np.random.default_rng(0)
    logits = random.normal(scale=3, size=(4000, 10))
    labels = np.array([random.choice(10, p=p) for p in np.exp(log_softmax(logits, axis=1))])
    assert calibration.best_temperature(log_softmax(2 * logits, axis=1), labels) == pytest.approx(2, rel=0.05)
    before = calibration.calibration_error(calibration.reliability(log_softmax(2 * logits, axis=1), labels))
    after = calibration.calibration_error(calibration.reliability(log_softmax(logits, axis=1), labels))
    assert after < 0.03 < before


def test_calibration_error_by_hand():
    log_p = np.log([[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [1.0, 1e-9]])
    table = calibration.reliability(log_p, np.array([0, 1, 0, 0]))
    assert table[:, 2].tolist() == [0, 0, 0, 0, 0, 0, 1, 0, 0, 3]
    assert np.isnan(table[0, :2]).all()
    assert calibration.calibration_error(table) == pytest.approx((0.4 + 3 * abs(2.8 / 3 - 2 / 3)) / 4)


def test_calibration_measures_on_the_other_half():
    numbers = calibration.measure(
        DIGITS, a=[answers(mistaken(np.arange(0, 200, 2)), 0.99)], b=[answers(mistaken([]), 0.9)]
    ).numbers
    assert (numbers["fitted"], numbers["measured"]) == (100, 100)
    assert numbers["a"]["before"]["error"]["mean"] == pytest.approx(0, abs=0.005)  # the odd ones are right
    assert numbers["a"]["temperature"]["mean"] > 2  # fitted where all are wrong
    assert numbers["a"]["improvement"]["mean"] < 0


def test_mcnemar():
    one, other = np.arange(20) < 12, np.arange(20) >= 10
    found = paired_test.compare(one, other)
    assert (found["both"], found["only_one"], found["only_other"], found["neither"]) == (2, 10, 8, 0)
    assert found["difference"] == pytest.approx(-0.1)
    assert found["p"] == pytest.approx(2 * sum([1, 18, 153, 816, 3060, 8568, 18564, 31824, 43758]) / 2**18, rel=1e-9)
    assert paired_test.compare(one, one)["p"] == 1


def test_pairs_of_seeds():
    a = [answers(mistaken([1]), 0.9), answers(mistaken([2, 3]), 0.9)]
    numbers = paired_test.measure(DIGITS, a=a, b=a[:1]).numbers
    [pair] = numbers["a_pairs"]
    assert (pair["one"], pair["other"], pair["only_one"], pair["only_other"]) == (1, 2, 2, 1)
    assert numbers["disagreement"] == pytest.approx(3 / 200)
    assert paired_test.measure(DIGITS, a=a[:1], b=a).numbers["disagreement"] is None


def test_refusing_takes_the_least_sure():
    sureness = np.linspace(0.5, 0.9, 200)
    curve = rejection.errors(answers(mistaken([0, 1, 199]), sureness)["trained"], LABELS)
    assert (curve(0), curve(0.01), curve(0.5)) == (3 / 200, 1 / 198, 1 / 100)
    found = rejection.measure(DIGITS, a=[answers(mistaken([0]), sureness)], b=[answers(mistaken([0]), sureness)])
    assert found.numbers["a"]["ratio"]["mean"] == pytest.approx(2)  # half an error stands for none
    assert found.arrays["a"].shape == (1, len(found.arrays["refused"]))


@pytest.mark.parametrize("measurement", [per_class, calibration, rejection])
def test_each_network_has_its_own_number_of_trainings(measurement):
    """Three trainings of A stay three beside one of B."""
    answered = answers(mistaken([3, 14]), 0.9)
    numbers = measurement.measure(DIGITS, a=[answered] * 3, b=[answered]).numbers
    assert (numbers["a"]["seeds"], numbers["b"]["seeds"]) == (3, 1)


def test_candidates_are_agreed_upon():
    one, other = mistaken([4, 7, 8]), mistaken([4, 7, 9])
    other[7] = 3
    sureness = np.full(200, 0.9)
    found = label_errors.measure(DIGITS, [answers(one, sureness)], [answers(other, 0.6)])
    assert found.arrays["numbers"].tolist() == [4]
    assert (found.numbers["wrong_in_all"], found.numbers["agreed"]) == (2, 1)
    assert found.numbers["ratio"] == pytest.approx(2 / (200 * (3 / 200) ** 2))
    assert found.arrays["sureness"][0] == pytest.approx(0.6, abs=0.02)


@pytest.fixture
def spot() -> np.ndarray:
    """Four images with one bright pixel in the middle."""
    images = np.zeros((4, 29, 29))
    images[:, 14, 14] = 1
    return images


def test_shift_moves_in_four_directions(spot):
    moved = robustness.shift(spot, 3)
    assert [np.argwhere(image == 1).tolist() for image in moved] == [[[14, 17]], [[17, 14]], [[14, 11]], [[11, 14]]]


def test_corruptions_grow_and_start_from_nothing(spot):
    for spoil, strengths in robustness.CORRUPTIONS.values():
        spot[:, 10, 14] = 1  # a rotation has something to move
        distances = [np.abs(spoil(spot, strength) - spot).sum() for strength in (0, *strengths)]
        assert distances[0] == pytest.approx(0, abs=1e-9)
        assert min(distances[1:]) > 0
        assert spoil(spot, strengths[-1]).shape == spot.shape
    np.testing.assert_allclose(robustness.rotation(spot, 90)[0, 14, 10], 1, atol=1e-6)
    np.testing.assert_allclose(robustness.rotation(spot, 90)[1, 14, 18], 1, atol=1e-6)


def test_robustness_of_an_untrained_network():
    weights = {key: tensor.numpy() for key, tensor in network_a().state_dict().items()}
    found = robustness.measure(
        DIGITS,
        {"mean": 0.1, "std": 0.3},
        {"a": "cnn.networks.digits:network_a"},
        {"a": "standardised"},
        10,
        a=[weights, weights],
    )
    assert found.numbers["a"]["seeds"] == found.numbers["small_shift_seeds"] == found.numbers["large_shift_seeds"] == 2
    assert found.arrays["accuracy"].shape == (1, 5, 6)
    assert found.arrays["examples"].shape == (5, 28, 28)
    assert found.arrays["networks"].tolist() == ["a"]
    assert len(set(found.arrays["accuracy"][0, :, 0])) == 1  # the first column is without corruption
    assert found.numbers["a"]["clean"]["std"] == 0
    assert found.numbers["large_shift"] == found.numbers["a"]["shift"]["fell"]["mean"]


def test_a_difference_over_seeds():
    found = seed_accuracy.difference([0.9, 0.92, 0.94], [0.8, 0.81, 0.82])
    assert found["mean"] == pytest.approx(0.11)
    # Welch: standard error sqrt((0.02² + 0.01²) / 3), 2.94 degrees of freedom, t = 3.22
    freedom = (0.0004 + 0.0001) ** 2 / ((0.0004**2 + 0.0001**2) / 2)
    half = float(t.ppf(0.975, freedom)) * np.sqrt((0.0004 + 0.0001) / 3)
    assert (found["low"], found["high"]) == pytest.approx((0.11 - half, 0.11 + half))
    assert seed_accuracy.difference([0.9], [0.8, 0.7])["low"] is None


def test_every_training_has_its_accuracy_and_interval():
    a = [answers(mistaken([1]), 0.9), answers(mistaken([2, 3]), 0.9)]
    found = seed_accuracy.measure(DIGITS, a=a, b=[answers(mistaken([]), 0.9)])
    assert found.arrays["networks"].tolist() == ["a", "a", "b"]
    assert found.arrays["accuracies"].tolist() == pytest.approx([0.995, 0.99, 1])
    assert (found.arrays["low"] < found.arrays["accuracies"]).all()
    assert found.arrays["high"][-1] == 1
    [row] = found.numbers["against"]
    assert (row["name"], row["mean"], row["low"]) == ("b", pytest.approx(0.0075), None)
    several = seed_accuracy.measure(DIGITS, a=a, mlp=a).numbers["against"]
    assert [(row["name"], row["mean"], row["low"] < 0 < row["high"]) for row in several] == [("mlp", 0, True)]
