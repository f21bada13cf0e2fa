"""What moved between two editions, and by how much."""

import copy
import json

import pytest

from lecture.checking import comparison
from lecture.checking.comparison import DIFFERENT, EQUAL, WITHIN, RecordError, changes, standard_error, verdict

RECORD = {
    "edition": "lecture",
    "times": ["*.seconds"],
    "numbers": {
        **{"a.share.mean": 0.97, "a.share.std": 0.002, "a.share.min": 0.968, "a.seeds": 8, "a.seconds": 12.0},
        **{"b.share": 0.5, "b.name": "MNIST", "b.one.mean": 0.3, "b.one.std": None, "b.seeds": 1, "c.mean": 1.0},
        **{"c.std": 0.0, "c.seeds": 3},
    },
    "claims": {"good": {"measured": 0.97, "threshold": {"at_least": 0.96}, "holds": True, "seeds": 8}},
    "figures": {"curve": "a" * 64},
    "files": {"results/curve.npz": "b" * 64},
}


def moved(**numbers) -> dict[str, tuple[str, str]]:
    after = copy.deepcopy(RECORD)
    after["numbers"] |= {name.replace("__", "."): value for name, value in numbers.items()}
    return {change.name: (change.verdict, change.moved) for change in changes(RECORD, after)}


def test_equal_editions():
    assert changes(RECORD, copy.deepcopy(RECORD)) == []
    assert verdict([]) == EQUAL


def test_a_mean_moves_by_standard_errors_of_a_difference():
    # over eight seeds the error of a difference is half of the spread
    assert standard_error("a.share.mean", RECORD["numbers"]) == pytest.approx(0.001)
    assert moved(a__share__mean=0.9725) == {"a.share.mean": (WITHIN, "2.5 standard errors of a difference")}
    assert moved(a__share__mean=0.9665) == {"a.share.mean": (DIFFERENT, "3.5 standard errors of a difference")}
    assert moved(a__share__min=0.961)["a.share.min"][0] == WITHIN  # a single value scatters as far as the spread says


@pytest.mark.parametrize(
    ("name", "value", "found", "words"),
    [
        ("b__share", 0.5 + 1e-8, WITHIN, "rounding"),
        ("b__share", 0.51, DIFFERENT, "spread unknown"),
        ("b__one__mean", 0.31, DIFFERENT, "spread unknown"),
        ("c__mean", 1.01, DIFFERENT, "no spread between seeds"),
        ("b__name", "Shapes", DIFFERENT, "is another one"),
        ("b__share", None, DIFFERENT, "is another one"),
    ],
)
def test_a_number_without_a_spread(name, value, found, words):
    assert moved(**{name: value}) == {name.replace("__", "."): (found, words)}


def test_times_are_recorded_and_never_compared():
    assert moved(a__seconds=99.0) == {}


def test_what_is_new_and_what_is_gone():
    after = copy.deepcopy(RECORD)
    after["numbers"]["d.x"] = 1
    del after["numbers"]["b.name"]
    assert {c.name: c.moved for c in changes(RECORD, after)} == {"b.name": "is gone", "d.x": "is new"}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("holds", False, "is refuted now"), ("threshold", {"at_least": 0.9}, "has another threshold")],
)
def test_claims(key, value, words):
    after = copy.deepcopy(RECORD)
    after["claims"]["good"][key] = value
    [change] = changes(RECORD, after)
    assert (change.kind, change.verdict, change.moved) == ("claim", DIFFERENT, words)


def test_a_claim_that_still_holds_moves_with_its_numbers():
    after = copy.deepcopy(RECORD)
    after["claims"]["good"]["measured"] = 0.971
    assert changes(RECORD, after) == []


def test_figures_and_files_follow_the_numbers():
    after = copy.deepcopy(RECORD)
    after["figures"]["curve"] = after["files"]["results/curve.npz"] = "c" * 64
    found = changes(RECORD, after)
    assert [(c.kind, c.verdict) for c in found] == [("figure", WITHIN), ("file", WITHIN)]
    assert verdict(found) == WITHIN


def test_editions_of_other_sizes_are_not_compared():
    with pytest.raises(RecordError, match="one is the lecture, the other the preview"):
        changes(RECORD, RECORD | {"edition": "preview"})


def test_the_table_for_a_pull_request():
    after = copy.deepcopy(RECORD)
    after["numbers"]["b.share"] = 0.25
    assert list(comparison.as_markdown(changes(RECORD, after)))[2:] == [
        "| different | number | `b.share` | 0.5 | 0.25 | spread unknown |"
    ]


def test_different_lectures_are_not_compared():
    other = {"edition": "lecture", "numbers": {"x.y": 1}, "claims": {}, "figures": {}, "files": {}}
    with pytest.raises(RecordError, match="these are different lectures, nothing can be compared"):
        changes(RECORD, other)
    assert changes(RECORD, other | {"numbers": {}}) != []  # one that says nothing may have come to say something


def test_a_finished_build_is_recorded_and_compared(edited_toy):
    said = edited_toy.tell("compare")
    assert said.returncode == 2 and "results/published.json is no file" in said.stderr
    assert edited_toy.tell("record").returncode == 0
    record = json.loads((edited_toy.folder / "results/published.json").read_text())
    assert record["claims"]["half_is_small"]["holds"] and "results/random_walk.npz" in record["files"]
    same = edited_toy.tell("compare")
    assert same.returncode == 0 and same.stdout.rstrip().endswith("figures: equal")
    path = edited_toy.folder / "results/numbers.json"
    numbers = json.loads(path.read_text())
    name = next(name for name, value in numbers.items() if isinstance(value, int))
    path.unlink()  # a hard link to the toy of all tests
    path.write_text(json.dumps(numbers | {name: numbers[name] + 1}))
    other = edited_toy.tell("compare", str(edited_toy.folder), "--markdown")
    assert other.returncode == 1 and f"| different | number | `{name}` |" in other.stdout
