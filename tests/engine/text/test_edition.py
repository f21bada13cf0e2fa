import json

import pytest

from lecture.text.edition import metadata, refuted

NUMBERS = {
    "network_a": {"training_examples": 60_000, "epochs": 3, "seeds": 3},
    "network_b": {"training_examples": 60_000, "epochs": 10, "seeds": 1},
}
CLAIMS = {
    "good": {"id": "good", "measured": 0.9, "threshold": {"at_least": 0.5}, "holds": True},
    "bad": {"id": "bad", "measured": 0.123456789, "threshold": {"at_least": 0.5}, "holds": False},
    "worse": {"id": "worse", "measured": float("nan"), "threshold": {"at_most": 1}, "holds": False},
}


def test_metadata_is_json_and_holds_the_claims():
    claims = {"good": CLAIMS["good"]}
    found = metadata("lecture", NUMBERS, claims)
    assert json.loads(json.dumps(found)) == found
    assert (found["lang"], found["claims"]) == ("ru", claims)
    assert found["title"] and found["subtitle"]


def test_the_lecture_itself_has_no_banner():
    assert "edition" not in metadata("lecture", NUMBERS, {})


@pytest.mark.parametrize(("edition", "word"), [("preview", "Предпросмотр"), ("full", "Полное издание")])
def test_banner(edition, word):
    banner = metadata(edition, NUMBERS, {})["edition"].replace("\u00a0", " ").replace("\u202f", " ")
    assert banner.startswith(word)
    assert "60 000 примерах" in banner
    assert "сеть A: 3 эпохи, 3 запуска" in banner
    assert "сеть B: 10 эпох, 1 запуск" in banner


def test_what_is_refuted_is_named_with_value_and_threshold():
    assert refuted({"good": CLAIMS["good"]}) == ""
    first, second = refuted(CLAIMS).splitlines()
    assert "'bad' is refuted" in first and "0.123457" in first and "'at_least': 0.5" in first
    assert "'worse' is refuted" in second and "nan" in second


def test_a_value_just_beyond_its_threshold_is_told_apart_from_it():
    line = refuted({"close": {"measured": 0.961, "threshold": {"at_least": 0.962}, "holds": False}})
    assert "0.961" in line and "0.962" in line
