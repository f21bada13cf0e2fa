"""How large a fall is found, against formulas."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import chi2

from cnn.building.drift_power import FALLS, SEEDS, measure
from tests.cnn.building import again

NETWORKS = {name: {} for name in "abcdef"}
DIGITS = SimpleNamespace(test_labels=np.zeros(1000, int))
POINTS = 0.005


def answers(*right: int) -> list[dict[str, np.ndarray]]:
    """Of trainings that read so many of 1000 digits."""
    return [{"trained": np.stack([np.ones(1000), np.arange(1000) >= count], axis=1) * [1, 2]} for count in right]


def simulated(networks=NETWORKS, trainings=(968, 970, 972), rebuilds=1000, unchanged=1):
    settings = {"rebuilds": rebuilds, "unchanged": unchanged, "fall": 2.5, "points": POINTS}
    return measure(networks, DIGITS, answers(*trainings), **settings)


@pytest.fixture(scope="module")
def measured():
    return simulated(unchanged=4000)


def test_every_share_is_that_of_the_formulas(measured):
    for seeds, curve in zip(SEEDS.values(), measured.arrays["found"], strict=True):
        wanted = np.array([again.found(fall, seeds, len(NETWORKS)) for fall in FALLS])
        assert (np.abs(curve - wanted) <= [again.chance(share, 1000) for share in wanted]).all()
    numbers = measured.numbers
    share = again.unchanged(numbers["compared"])
    assert numbers["compared"] == len(NETWORKS) and abs(numbers["false_alarms"] - share) <= again.chance(share, 4000)


def test_the_named_fall_and_the_least_that_is_found_lie_on_the_curves(measured):
    place = list(FALLS).index(2.5)
    for name, curve in zip(SEEDS, measured.arrays["found"], strict=True):
        row = measured.numbers[name]
        assert row["found"] == curve[place]
        if row["smallest"] is None:
            assert curve.max() < 0.9
        else:
            assert np.interp(row["smallest"], FALLS, curve) == pytest.approx(0.9)


def test_one_network_is_tested_less_strictly():
    alone = simulated({"a": {}}, rebuilds=500).numbers
    assert alone["compared"] == 1 and alone["ten"]["found"] > simulated(rebuilds=500).numbers["ten"]["found"]


def test_a_fall_in_points_is_found_by_the_spread_of_the_trainings_and_by_what_it_may_be(measured):
    of_a = measured.numbers["of_a"]
    assert (of_a["points"], of_a["seeds"]) == (POINTS, 3) and of_a["spread"] == pytest.approx(0.002)
    assert 2 * (of_a["spread"] / np.array([of_a["low"], of_a["high"]])) ** 2 == pytest.approx(
        chi2.ppf([0.975, 0.025], 2)
    )
    for width, found in (("spread", "found"), ("low", "found_low"), ("high", "found_high")):
        share = again.found(POINTS / of_a[width], (10, 10), len(NETWORKS))
        assert abs(of_a[found] - share) <= again.chance(share, 1000)
    assert of_a["found_high"] < 0.1 < 0.9 < of_a["found"] <= of_a["found_low"] == 1


@pytest.mark.parametrize("trainings", [(970,), (970, 970)])
def test_trainings_that_tell_no_spread_tell_of_no_points(trainings):
    of_a = simulated(trainings=trainings, rebuilds=10).numbers["of_a"]
    assert {key for key, value in of_a.items() if value is None} == {
        *("spread", "low", "high", "found", "found_low", "found_high")
    }
