"""A claim can be refuted: it holds up to its threshold and not beyond."""

import math
from dataclasses import asdict

import pytest

from lecture.files.texts import TextError
from lecture.studies.claims import Claim, ClaimError, check
from lecture.studies.declarations import claims

CLAIMS = {
    "read": Claim("It is read.", "one.share"),
    "difference": Claim("One is more than the other.", "one.share - other.share"),
    "without_chance": Claim("No chance is in it.", "other.share | abs"),
}
NUMBERS = {"one.share": 0.75, "other.share": 0.5, "one.seeds": 3}
MEASURED = {"read": 0.75, "difference": 0.25, "without_chance": 0.5}


def verdict(name: str, threshold: dict, numbers: dict = NUMBERS) -> dict:
    [found] = check({name: asdict(CLAIMS[name])}, numbers, {name: threshold})
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
        "rewritten": None,
        "holds": False,
        "seeds": 3,
        "unit": "",
        "numbers": ["one.share", "other.share"],
        "evidence": ["one", "other"],
    }
    assert verdict("without_chance", {"at_least": 0})["seeds"] is None


def test_a_claim_that_a_first_measurement_changed_says_so():
    found = verdict("read", {"at_least": 0.5, "rewritten": "It was 0.9."})
    assert (found["rewritten"], found["threshold"], found["holds"]) == ("It was 0.9.", {"at_least": 0.5}, True)


def test_the_evidence_is_what_is_read():
    assert CLAIMS["difference"].numbers == ("one.share", "other.share")
    assert CLAIMS["without_chance"].evidence == ("other",)
    assert Claim("", "one.share", "other.seeds").evidence == ("one", "other")
    for number in CLAIMS["difference"].numbers:
        with pytest.raises(ClaimError, match=f"there is no number {number}"):
            verdict("difference", {"at_least": 0}, {key: value for key, value in NUMBERS.items() if key != number})


@pytest.mark.parametrize(
    ("measured", "names", "value"),
    [
        ("a.x - a.y / b.x", ("a.x", "a.y", "b.x"), -1.0),
        ("[a.y, a.x] | min", ("a.y", "a.x"), 1),
        ("(a.x - a.y) | abs", ("a.x", "a.y"), 2),
    ],
)
def test_a_value_is_written_as_in_a_chapter(measured, names, value):
    claim = Claim("", measured)
    assert claim.numbers == names
    assert claim.measure({"a.x": 1, "a.y": 3, "b.x": 1.5}) == value


@pytest.mark.parametrize(
    ("measured", "seeds", "count"),
    [
        ("a.b.c.share", "seeds", 2),
        ("a.b.share + d.share", "seeds", 2),
        ("a.share", "seeds", 1),
        ("a.b.share", "trainings", 4),
        ("a.b.share", "d.seeds", 3),
        ("a.b.share", None, None),
        ("c.share", "seeds", None),
    ],
)
def test_the_number_of_seeds_is_the_nearest(measured, seeds, count):
    numbers = {"a.seeds": 1, "a.b.seeds": 2, "d.seeds": 3, "a.trainings": 4}
    assert Claim("", measured, seeds).count(numbers) == count


def test_a_number_of_seeds_that_is_not_there():
    with pytest.raises(KeyError, match="trainings"):
        Claim("", "a.share", "trainings").count({"a.seeds": 1})


def test_claims_are_read(tmp_path):
    file = tmp_path / "claims.yaml"
    file.write_text('first: {statement: "Yes.", measured: a.x, seeds: null, only: {data: D}}\n')
    assert claims([file]) == {"first": Claim("Yes.", "a.x", None, {"data": "D"})}


def test_what_stands_above_all_claims_of_a_file_is_for_those_that_say_nothing_else(tmp_path):
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("only: {data: D}\na: {statement: S., measured: a.x}\nb: {statement: S., measured: b.x, only: {}}\n")
    other.write_text("c: {statement: S., measured: c.x}\n")
    assert {name: claim.only for name, claim in claims([one, other]).items()} == {"a": {"data": "D"}, "b": {}, "c": {}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: {statement: S., measured: a.x}\na: {statement: S., measured: a.y}\n",
            "2: the key 'a' stands twice, here and in line 1",
        ),
        ("a: {statement: S.}\n", "1: the claim 'a': 'measured' is a required property"),
        ("a: {statement: S., measured: a.x, only: D}\n", "1: the claim 'a': 'D' is not of type 'object'"),
        ("a: {statement: S., measured: a.x, only: {data: 3}}\n", "1: the claim 'a': 3 is not of type 'string'"),
        ("only: [data]\na: {statement: S., measured: a.x}\n", "2: the claim 'a': ['data'] is not of type 'object'"),
        ("\na: {statement: S., measured: a.x -}\n", "2: the claim 'a': unexpected"),
        ("a: {statement: S., measured: '5 * 5'}\n", "1: the claim 'a': measured: '5 * 5' names no number"),
        ("a: {statement: S., measured: '0.5'}\n", "1: the claim 'a': a number that is typed is no result"),
        ("a: [\n", "2: this is not YAML"),
        ("[a]\n", "1: expected claims"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, text, message):
    file = tmp_path / "claims.yaml"
    file.write_text(text)
    with pytest.raises(TextError) as raised:
        claims([file])
    assert f"{file}:{message}" in str(raised.value)


def test_a_claim_without_a_threshold():
    with pytest.raises(KeyError, match="read"):
        check({"read": asdict(CLAIMS["read"])}, NUMBERS, {"other": {"at_least": 0}})


def test_claims_that_the_numbers_do_not_answer_are_named_all_at_once():
    wrong = {
        "missing": "a.y",
        "group": "a",
        "zero": "a.x / (a.x - a.x)",
        "text": "a.name",
        "kinds": "a.x - a.name",
        "list": "[a.x]",
    }
    numbers = {"a.x": 1.0, "a.name": "one", "a.seeds": 1}
    fields = {name: {"statement": "S.", "measured": measured} for name, measured in wrong.items()}
    with pytest.raises(ClaimError) as caught:
        check(fields, numbers, {name: {"at_least": 0} for name in wrong})
    assert str(caught.value).splitlines() == [
        "the claim 'missing': a.y: there is no number a.y",
        "the claim 'group': a: there is no number a",
        "the claim 'zero': a.x / (a.x - a.x): float division by zero",
        "the claim 'text': a.name: the value is no number but of type str",
        "the claim 'kinds': a.x - a.name: - is for numbers, not str",
        "the claim 'list': [a.x]: the value is no number but of type list",
    ]
