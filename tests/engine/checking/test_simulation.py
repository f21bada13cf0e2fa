"""How often drift is told where there is none, and how often where there is some: `lecture.checking.simulation`."""

import json

import numpy as np
import pytest

from lecture.build.description import describe
from lecture.checking import drift
from lecture.checking.simulation import alarms
from tests.conftest import ROOT

REBUILDS = 5000
NUMBERS = json.loads((ROOT / "results/published.json").read_text(encoding="utf-8"))["numbers"]
SAMPLES = drift.samples(NUMBERS)
ACCURACY, HEADLINE = "network_a.test_accuracy.mean", describe(ROOT / "src").headline
# The record's spread of network A is of three seeds, and happens to be small: of ten trainings as it has them it is
TEN_SEEDS = 0.00195
SAMPLES[ACCURACY] = SAMPLES[ACCURACY]._replace(spread=max(TEN_SEEDS, SAMPLES[ACCURACY].spread))


@pytest.mark.parametrize("heavy", [False, True], ids=["normal", "stray further"])
@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_false_alarms_come_in_at_most_one_of_a_hundred_rebuilds(correlation, heavy):
    share, _ = alarms(SAMPLES, HEADLINE, rebuilds=REBUILDS, correlation=correlation, heavy=heavy)
    assert share <= 0.01


def test_false_alarms_against_ten_seeds():
    assert alarms(SAMPLES, HEADLINE, 10, rebuilds=REBUILDS)[0] <= 0.01


def test_ten_seeds_find_a_fall_of_half_a_point():
    _, found = alarms(SAMPLES, HEADLINE, 10, rebuilds=REBUILDS, fall={ACCURACY: 0.005})
    assert found[ACCURACY] >= 0.9


@pytest.mark.parametrize("seeds", [(3, 3), (10, 1)])
def test_few_seeds_do_not_find_it_and_the_judgement_says_from_where_on(seeds):
    _, found = alarms(SAMPLES, HEADLINE, seeds, rebuilds=1000, fall={ACCURACY: 0.005})
    assert found[ACCURACY] < 0.5
    assert drift.smallest(*seeds, drift.HEADLINE) * SAMPLES[ACCURACY].spread > 0.005


def test_the_simulation_judges_as_a_build_is_judged():
    """Rebuilds as records, judged one by one, and as arrays."""
    names = [name for name in SAMPLES if name.startswith("network_a.") and name.endswith(".mean")]
    random = np.random.default_rng(5)
    values = np.array([SAMPLES[name].mean + SAMPLES[name].spread * random.normal(size=(40, 2, 10)) for name in names])
    values[0, :, 1] -= SAMPLES[names[0]].spread * np.linspace(0, 6, 40)[:, None]
    mean, spread = values.mean(axis=-1), values.std(axis=-1, ddof=1)  # (M, rebuilds, before and after)
    found = drift.p_values(mean[..., 0], spread[..., 0], 10, mean[..., 1], spread[..., 1], 10)
    rejected = drift.holm(found.T, drift.OTHERS)
    assert 0.1 < rejected[:, 0].mean() < 0.9

    def record(rebuild: int, which: int) -> dict:
        numbers = {"network_a.seeds": 10}
        for row, name in enumerate(names):
            numbers[name] = float(mean[row, rebuild, which])
            numbers[name.replace(".mean", ".std")] = float(spread[row, rebuild, which])
        return {"edition": "lecture", "numbers": numbers, "claims": {}, "figures": {}, "files": {}}

    for rebuild in range(40):
        told = {
            finding.name
            for finding in drift.judge(record(rebuild, 0), record(rebuild, 1)).findings
            if finding.kind == drift.CONTENT
        }
        assert told == {name for name, moved in zip(names, rejected[rebuild], strict=True) if moved}
