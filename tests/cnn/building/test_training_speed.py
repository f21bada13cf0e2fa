import json
from pathlib import Path

import pytest

from cnn.building.training_speed import PEERS, measure

RECORD = json.loads((Path(__file__).parents[3] / "workflow/bench/record.json").read_text(encoding="utf-8"))


def test_every_contest_of_the_record_is_a_row():
    found = measure(RECORD, {"networks": []})
    contests = [RECORD[f"network_{name}"]["times_faster_than"] for name in ("a", "b")]
    assert [row["peer"] for row in found.numbers["rows"]] == [PEERS[peer] for contest in contests for peer in contest]
    first = contests[0]["tutorial"]
    assert found.arrays["ratios"][0].tolist() == [first["median"], first["min"], first["max"]]
    assert all(row["min"] <= row["median"] <= row["max"] for row in found.numbers["rows"])


def test_a_record_of_another_version():
    with pytest.raises(KeyError, match="seeds"):
        measure({key: value for key, value in RECORD.items() if key != "seeds"}, {"networks": []})
