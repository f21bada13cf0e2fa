"""Pages say the times of the run on record; a build's own times decide nothing on them."""

import numpy as np
import pytest

from lecture.studies import times
from lecture.text.edition import origin

PATTERNS = ["*.seconds", "*.pace.*", "!bench.*"]
NAMES, GROUPS = (
    ["a", "b"],
    [{"seconds": 9.0, "share": 0.5, "pace": {"mean": 3.0}}, {"rows": [{"seconds": 8.0, "x": 1}]}],
)
SETTINGS = {"a": {"steps": 10, "seeds": (1, 2)}}
RUN = {"date": "2026-11-29", "machine": {"processor": "P"}, "versions": {}}


def of_build(groups=GROUPS, run=None, settings=SETTINGS) -> dict:
    return times.own(NAMES, groups, PATTERNS, run or {}, "lecture", settings)


@pytest.fixture
def run() -> dict:
    arrays = {"a": {"curve.seconds": np.array([[1.0, 2.0]]), "curve.sides": np.array([3])}}
    return times.run_on_record(of_build(), arrays, PATTERNS, RUN)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.seconds", True),
        ("a.rows[2].seconds", True),
        ("a.pace.mean", True),
        ("a.secondary", False),
        ("seconds", False),
    ],
)
def test_times_are_told_by_their_names(name, expected):
    assert times.is_time(name, PATTERNS) is expected


@pytest.mark.parametrize("patterns", [[], ["!*"]])
def test_without_patterns_nothing_is_a_time(patterns):
    assert not times.is_time("a.seconds", patterns)


def test_a_pattern_takes_names_out_again():
    assert not times.is_time("bench.seconds", PATTERNS) and times.is_time("bench.seconds", PATTERNS[:2])


def test_a_run_keeps_times_and_nothing_else(run):
    groups = run["groups"]
    assert groups["a"]["numbers"] == {"a.seconds": 9.0, "a.pace.mean": 3.0}
    assert groups["b"]["numbers"] == {"b.rows[0].seconds": 8.0}
    assert groups["a"]["arrays"] == {"curve.seconds": [[1.0, 2.0]]} and groups["b"]["arrays"] == {}
    assert groups["a"]["settings"] == {"steps": 10, "seeds": [1, 2]}


def test_numbers_and_arrays_take_their_times_from_the_record(run):
    a, b = run["groups"]["a"], run["groups"]["b"]
    slow = {"seconds": 90.0, "share": 0.25, "pace": {"mean": 30.0}}
    said = times.numbers_on_record("a", slow, a["numbers"])
    assert said == {"seconds": 9.0, "share": 0.25, "pace": {"mean": 3.0}}
    rows = times.numbers_on_record("b", {"rows": [{"seconds": 80.0, "x": 2}]}, b["numbers"])
    assert rows == {"rows": [{"seconds": 8.0, "x": 2}]}
    own = {"curve.seconds": np.array([[7.0, 7.0]], np.float32), "curve.sides": np.array([4])}
    drawn = times.arrays_on_record("a", own, a["arrays"])
    assert drawn["curve.seconds"].tolist() == [[1.0, 2.0]] and drawn["curve.seconds"].dtype == np.float32
    assert drawn["curve.sides"].tolist() == [4]


def test_arrays_of_another_shape_are_refused(run):
    with pytest.raises(ValueError, match=r"results/published\.json: runs: a: curve\.seconds has the shape \(1, 2\)"):
        times.arrays_on_record("a", {"curve.seconds": np.zeros(3)}, run["groups"]["a"]["arrays"])


def test_what_is_on_record_is_not_missing(run):
    found = of_build([{"seconds": 1.0, "share": 0, "pace": {"mean": 2.0}}, GROUPS[1]], run)
    assert found["missing"] == [] and found["run"] == RUN and found["numbers"]["a.seconds"] == 1.0


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"run": {}}, ["a.pace.mean", "a.seconds", "b.rows[0].seconds"]),
        ({"settings": {"a": {"steps": 20, "seeds": (1, 2)}}}, ["a.pace.mean", "a.seconds"]),
        ({"groups": [GROUPS[0] | {"more": {"seconds": 1.0}}, GROUPS[1]]}, ["a.more.seconds"]),
    ],
    ids=["another edition", "other settings", "a new number"],
)
def test_what_the_record_lacks_is_named(run, change, missing):
    found = of_build(**{"run": run} | change)
    assert found["missing"] == missing
    groups = sorted({name.partition(".")[0] for name in missing})
    assert (
        origin({}, 7, "en", found) == f"Times of {', '.join(groups)} are on no record: this build measured them itself."
    )


def test_without_a_record_all_times_are_the_builds_own():
    found = of_build()
    assert found["run"] is None and set(found["missing"]) == set(found["numbers"])


def test_a_claim_about_times_is_held_against_both():
    claims = {name: {"statement": "…", "measured": f"a.{name}"} for name in ("seconds", "share")}
    thresholds = {"seconds": {"at_least": 5}, "share": {"at_least": 0.1}}
    numbers = {"a.seconds": 9.0, "a.share": 0.5}
    [own] = times.own_claims(claims, thresholds, PATTERNS, numbers, {"numbers": {"a.seconds": 2.0}})
    assert (own["id"], own["measured"], own["holds"]) == ("seconds", 2.0, False)


def test_a_recipe_loses_its_speed():
    assert times.without_times({"threads": 2, "seconds": 1.5}, PATTERNS) == {"threads": 2}
