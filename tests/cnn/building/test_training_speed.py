import json
import runpy
from pathlib import Path

import pytest

from cnn.building.training_speed import PEERS, measure

BENCH = Path(__file__).parents[3] / "workflow/bench"
RECORD = json.loads((BENCH / "record.json").read_text(encoding="utf-8"))


def test_every_contest_of_the_record_is_a_row():
    found = measure(RECORD, {"networks": []})
    contests = [RECORD[f"network_{name}"]["times_faster_than"] for name in ("a", "b")]
    assert [row["peer"] for row in found.numbers["rows"]] == [PEERS[peer] for contest in contests for peer in contest]
    first = contests[0]["tutorial"]
    assert found.arrays["ratios"][0].tolist() == [first["median"], first["min"], first["max"]]
    assert all(row["min"] <= row["median"] <= row["max"] for row in found.numbers["rows"])


def test_the_bench_shows_a_record_and_writes_it_a_line_for_each_part(capsys):
    bench = runpy.run_path(str(BENCH / "run.py"))
    bench["show"](RECORD)
    table = capsys.readouterr().out
    assert all(f"| {peer} |" in table for peer in RECORD["network_b"]["times_faster_than"])
    assert bench["a_line_each"](RECORD) == (BENCH / "record.json").read_text(encoding="utf-8")
    assert bench["contest"]({"it": (Stopwatch(), 10)}) == {"it": [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]}, "two rounds warm up"


class Stopwatch:
    """A contender whose rounds take 1, 2, 3 … seconds."""

    rounds = 0

    def seconds(self, many):
        self.rounds += 1
        return self.rounds

    def close(self):
        pass


def test_a_record_of_another_version():
    with pytest.raises(KeyError, match="seeds"):
        measure({key: value for key, value in RECORD.items() if key != "seeds"}, {"networks": []})
