import numpy as np
import pandas as pd
import pytest

from cnn.data.mnist import Digits
from cnn.digits.learning_rate_grid import run, summarise

RATES, SIZES = [0.01, 0.04, 0.16], [16, 64, 256]


def rows(accuracy) -> pd.DataFrame:
    """A table for a rule that gives the accuracy of a rate and a batch size, for two seeds."""
    return pd.DataFrame(
        [(seed, r, b, accuracy(r, b)) for seed in (1, 2) for r in RATES for b in SIZES],
        columns=["seed", "rate", "batch_size", "accuracy"],
    )


def test_where_only_the_quotient_counts_the_advice_is_perfect():
    found = summarise(rows(lambda rate, size: 0.9 - 0.1 * abs(np.log(rate / size * 1600)))).numbers
    assert found["line"]["mean"] == pytest.approx(0, abs=1e-12)
    assert found["growth"] == pytest.approx(16)
    assert [row["rate"] for row in found["best"]] == RATES


def test_where_the_batch_does_not_count_the_advice_harms():
    found = summarise(rows(lambda rate, size: 0.9 - abs(rate - 0.04))).numbers
    assert found["ratio"]["mean"] == pytest.approx(0)
    assert found["largest"] == 0.04
    assert found["growth"] == pytest.approx(1)


def test_rates_too_large_for_the_advice_are_shown_and_not_counted():
    found = summarise(rows(lambda rate, size: np.nan if rate > 0.1 else 0.8 + rate))
    assert np.isnan(found.arrays["accuracy"][2]).all()
    assert (found.numbers["diverged"], found.numbers["trainings"]) == (6, 18)
    assert found.numbers["line"]["mean"] == pytest.approx(0.03)
    assert found.numbers["recipe"] == {"rate": 0.01, "batch_size": 64, "accuracy": 0.81, "best": pytest.approx(0.84)}


@pytest.mark.filterwarnings("error")
def test_a_run_keeps_going_where_a_rate_is_too_large():
    labels = (np.arange(300) % 10).astype(np.uint8)
    images = np.zeros((300, 28, 28), np.uint8)
    images[np.arange(300), 2 * labels + 4] = 255
    table = run(Digits(images, labels, images, labels), 1, "cpu", [0.05, 1e6], [20, 100], 200, 100)
    accuracy = table.set_index(["rate", "batch_size"]).accuracy
    assert len(accuracy) == 4
    assert accuracy[1e6].isna().all() and accuracy[0.05].notna().all()
