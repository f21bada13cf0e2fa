"""How large a fall is found, against formulas."""

import numpy as np
import pytest

from cnn.building.drift_power import FALLS, SEEDS, measure
from tests.cnn.building import again

NETWORKS = {name: {} for name in "abcdef"}


@pytest.fixture(scope="module")
def measured():
    return measure(NETWORKS, rebuilds=1000, unchanged=4000, fall=2.5)


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
    alone = measure({"a": {}}, rebuilds=500, unchanged=500, fall=2.5).numbers
    assert (
        alone["compared"] == 1
        and alone["ten"]["found"] > measure(NETWORKS, rebuilds=500, unchanged=1, fall=2.5).numbers["ten"]["found"]
    )
