"""A claim can be refuted: it holds up to its threshold and not beyond."""

import math

import pytest

from lecture.studies.claims import Claim, check

CLAIMS = {
    "read": Claim("It is read.", lambda n: n["one.share"], "one.seeds"),
    "difference": Claim("One is more than the other.", lambda n: n["one.share"] - n["other.share"], "one.seeds"),
    "without_chance": Claim("No chance is in it.", lambda n: abs(n["other.share"])),
}
NUMBERS = {"one.share": 0.75, "other.share": 0.5, "one.seeds": 3}
MEASURED = {"read": 0.75, "difference": 0.25, "without_chance": 0.5}


def verdict(name: str, threshold: dict, numbers: dict = NUMBERS) -> dict:
    [found] = check({name: CLAIMS[name]}, numbers, {name: threshold})
    return found


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_holds_at_its_threshold_and_is_refuted_beyond(name):
    exact = MEASURED[name]
    below, above = math.nextafter(exact, -1), math.nextafter(exact, 1)
    for threshold, holds in (
        ({"at_least": exact}, True),
        ({"at_most": exact}, True),
        ({"at_least": exact, "at_most": exact}, True),
        ({"at_least": above}, False),
        ({"at_most": below}, False),
        ({"at_least": 0, "at_most": below}, False),
        ({"at_least": above, "at_most": 1}, False),
    ):
        assert verdict(name, threshold)["holds"] is holds


@pytest.mark.parametrize("threshold", [{"at_least": -1e9}, {"at_most": 1e9}, {"at_least": -1e9, "at_most": 1e9}])
def test_what_is_no_number_refutes(threshold):
    assert verdict("difference", threshold, NUMBERS | {"one.share": math.nan})["holds"] is False


def test_a_verdict():
    assert verdict("difference", {"at_least": 0.5}) == {
        "id": "difference",
        "statement": "One is more than the other.",
        "measured": 0.25,
        "threshold": {"at_least": 0.5},
        "holds": False,
        "seeds": 3,
        "evidence": ["one", "other"],
    }
    assert verdict("without_chance", {"at_least": 0})["seeds"] is None


def test_the_evidence_is_what_is_read():
    assert CLAIMS["difference"].numbers == ("one.share", "other.share", "one.seeds")
    assert CLAIMS["without_chance"].evidence == ("other",)
    for number in CLAIMS["difference"].numbers:
        with pytest.raises(KeyError, match=number):
            verdict("difference", {"at_least": 0}, {key: value for key, value in NUMBERS.items() if key != number})


def test_a_claim_without_a_threshold():
    with pytest.raises(KeyError, match="read"):
        check({"read": CLAIMS["read"]}, NUMBERS, {"other": {"at_least": 0}})
