"""How often drift is told where there is none, and how often where there is some: `lecture.checking.simulation`."""

import json

import numpy as np
import pytest

from lecture.build.description import describe
from lecture.checking import drift
from lecture.checking.comparison import fits
from lecture.checking.simulation import alarms
from lecture.studies.measured import spread_interval
from tests.conftest import ROOT

REBUILDS = 5000
NUMBERS = json.loads((ROOT / "results/published.json").read_text(encoding="utf-8"))["numbers"]
SAMPLES = drift.samples(NUMBERS)
ACCURACY, HEADLINE = "network_a.test_accuracy.mean", describe(ROOT / "src").headline
HALF_A_POINT = 0.005


@pytest.mark.parametrize("heavy", [False, True], ids=["normal", "stray further"])
@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_false_alarms_come_in_at_most_one_of_a_hundred_rebuilds(correlation, heavy):
    share, _ = alarms(SAMPLES, HEADLINE, rebuilds=REBUILDS, correlation=correlation, heavy=heavy)
    assert share <= 0.01


def test_false_alarms_against_ten_seeds():
    assert alarms(SAMPLES, HEADLINE, 10, rebuilds=REBUILDS)[0] <= 0.01


def test_ten_seeds_find_a_fall_of_half_a_point_if_the_spread_is_that_on_record():
    _, found = alarms(SAMPLES, HEADLINE, 10, rebuilds=REBUILDS, fall={ACCURACY: HALF_A_POINT})
    assert found[ACCURACY] >= 0.9


def test_they_need_not_find_it_if_the_spread_is_as_large_as_the_seeds_on_record_allow():
    """Whatever the record is: the judgement names the fall that is still found then, and rebuilds say the same."""
    largest = spread_interval(SAMPLES[ACCURACY].spread, SAMPLES[ACCURACY].seeds)[1]
    wide = SAMPLES | {ACCURACY: SAMPLES[ACCURACY]._replace(spread=largest)}
    step = drift.HEADLINE / sum(fits(name, HEADLINE) and sample.seeds > 1 for name, sample in SAMPLES.items())
    told = drift.smallest(10, 10, step) * largest
    _, found = alarms(wide, HEADLINE, 10, rebuilds=REBUILDS, fall={ACCURACY: told})
    assert found[ACCURACY] == pytest.approx(0.9, abs=0.02)
    _, found = alarms(wide, HEADLINE, 10, rebuilds=1000, fall={ACCURACY: HALF_A_POINT})
    assert (found[ACCURACY] >= 0.9) == (told <= HALF_A_POINT)


@pytest.mark.parametrize("seeds", [(3, 3), (10, 1)])
def test_few_seeds_do_not_find_what_ten_do_and_the_judgement_says_from_where_on(seeds):
    fall = 2.5  # standard deviations of a seed
    _, found = alarms(SAMPLES, HEADLINE, seeds, rebuilds=1000, fall={ACCURACY: fall * SAMPLES[ACCURACY].spread})
    assert found[ACCURACY] < 0.5
    assert drift.smallest(*seeds, drift.HEADLINE) > fall


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
