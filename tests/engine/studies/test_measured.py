import random
from statistics import NormalDist

import numpy as np
import pytest

from lecture.studies.measured import over_seeds, spread_interval, wilson

Z = NormalDist().inv_cdf(0.975)


def test_over_seeds():
    found = over_seeds([0.5, 0.25, 0.75])
    assert found == {"mean": 0.5, "std": 0.25, "min": 0.25, "max": 0.75}


def test_over_seeds_takes_arrays_and_gives_plain_numbers():
    found = over_seeds(np.array([0.5, 0.25, 0.75], np.float32))
    assert found == over_seeds([0.5, 0.25, 0.75])
    assert {type(value) for value in found.values()} == {float}


def test_over_seeds_keeps_the_form_of_mappings():
    seeds = [{"loss": 1, "by": {"digit": 3}}, {"loss": 2, "by": {"digit": 5}}]
    assert over_seeds(seeds) == {"loss": over_seeds([1, 2]), "by": {"digit": over_seeds([3, 5])}}


def test_one_seed_has_no_spread():
    assert over_seeds([0.9]) == {"mean": 0.9, "std": None, "min": 0.9, "max": 0.9}


def test_equal_seeds_have_a_spread_of_zero():
    assert over_seeds([0.1] * 3)["std"] == 0


def test_a_spread_lies_in_its_interval_as_often_as_it_says():
    values = np.random.default_rng(1).normal(size=(4000, 3)).std(axis=1, ddof=1)
    for confidence in (0.5, 0.95):
        inside = np.mean([low <= 1 <= high for low, high in (spread_interval(s, 3, confidence) for s in values)])
        assert inside == pytest.approx(confidence, abs=0.03)


def test_more_seeds_know_the_spread_better():
    """A table of factors for 95 %: of three values 0.52 to 6.28, of ten 0.688 to 1.826 of their standard deviation."""
    assert spread_interval(2.0, 3) == pytest.approx((2 * 0.5207, 2 * 6.2847), abs=1e-3)
    assert spread_interval(1.0, 10) == pytest.approx((0.6878, 1.8256), abs=1e-4)
    with pytest.raises(ValueError, match="1 value tells nothing of a spread"):
        spread_interval(0.1, 1)


def test_wilson_at_the_boundaries():
    """No successes of n: from 0 to z² / (n + z²)."""
    for trials in (1, 10, 10_000):
        low, high = wilson(0, trials)
        assert low == pytest.approx(0, abs=1e-15)
        assert high == pytest.approx(Z**2 / (trials + Z**2))
        low, high = wilson(trials, trials)
        assert low == pytest.approx(trials / (trials + Z**2))
        assert high == pytest.approx(1)


def test_wilson_published():
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3: four examples at 95 %."""
    for successes, trials, interval in (
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0000, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ):
        assert wilson(successes, trials) == pytest.approx(interval, abs=5e-5)


def test_the_ends_solve_the_equation_of_the_score():
    rng = random.Random(0)
    for _ in range(500):
        trials = rng.randrange(1, 20_000)
        successes, confidence = rng.randrange(trials + 1), rng.choice([0.5, 0.9, 0.95, 0.99])
        z, share = NormalDist().inv_cdf(0.5 + confidence / 2), successes / trials
        low, high = wilson(successes, trials, confidence)
        assert -1e-15 <= low <= share + 1e-12 and share - 1e-12 <= high <= 1 + 1e-15
        for end in (low, high):
            assert (share - end) ** 2 == pytest.approx(z * z * max(end * (1 - end), 0) / trials, abs=1e-12)


def test_wilson_is_symmetric_and_narrows():
    low, high = wilson(30, 100)
    assert wilson(70, 100) == pytest.approx((1 - high, 1 - low))
    wide, narrow, sure = wilson(30, 100), wilson(3000, 10_000), wilson(30, 100, confidence=0.99)
    assert sure[0] < wide[0] < narrow[0] < 0.3 < narrow[1] < wide[1] < sure[1]


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (3, 2), (-1, 5)])
def test_impossible_counts(successes, trials):
    with pytest.raises(ValueError, match=f"{successes} successes of {trials} trials"):
        wilson(successes, trials)


def test_an_interval_of_a_share_is_inside_0_and_1():
    for trials in range(1, 300):
        for successes in (0, trials):
            low, high = wilson(successes, trials)
            assert 0 <= low <= high <= 1
