import json
import runpy
from copy import deepcopy
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


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)  # as when the script is run
    return runpy.run_path(str(BENCH / "run.py"))


def test_the_bench_shows_a_record_and_writes_it_a_line_for_each_part(bench, capsys):
    bench["show"](RECORD)
    table = capsys.readouterr().out
    assert all(f"| {peer} |" in table for peer in RECORD["network_b"]["times_faster_than"])
    assert all(f"| {what} | {row['against']} |" in table for what, row in RECORD["author"]["ratios"].items())
    assert bench["a_line_each"](RECORD) == (BENCH / "record.json").read_text(encoding="utf-8")
    assert bench["contest"]({"it": (Stopwatch(), 10)}, 6) == {"it": [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]}, "two warm up"


def test_the_bench_says_what_grew_since_the_record_and_keeps_silent_about_noise(bench):
    assert bench["grown"](RECORD, RECORD) == []
    now = deepcopy(RECORD)
    for row, factor in zip(now["author"]["ratios"].values(), (1.09, 1.11), strict=False):
        row["median"] = factor * row["max"]
    for ratio, factor in zip(now["network_b"]["times_faster_than"].values(), (0.92, 0.9), strict=False):
        ratio["median"] = factor * ratio["min"]
    grew, slower = bench["grown"](RECORD, now)
    assert grew.startswith(f"grew: {list(RECORD['author']['ratios'])[1]} takes ")
    assert slower.startswith("slower: network_b is ") and list(RECORD["network_b"]["times_faster_than"])[1] in slower


def test_what_is_timed_stands_beside_what_is_timed_in_the_same_round(bench, monkeypatch):
    ratio = bench["author"].__globals__["ratio"]
    seconds = {"slow": [4.0, 9.0, 2.0], "fast": [2.0, 3.0, 2.0]}
    assert ratio(seconds, "slow", "fast") == {"against": "fast", "median": 2.0, "min": 1.0, "max": 3.0}


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
