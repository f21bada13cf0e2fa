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


def test_the_bench_says_what_grew_of_whole_builds_and_beside_others(bench):
    shares = {what: {"median": 0.5, "min": 0.4, "max": 0.6} for what in ("alone", "kept", "kept_by_library")}
    whole = {"lecture_over_network_b": 2.0, "preview_over_import_torch": 80.0}
    record = {"beside": {"network_b": shares}, "builds": whole}
    assert bench["grown"](record, record) == [] and bench["grown"](RECORD, record) == []
    now = deepcopy(record)
    now["beside"]["network_b"]["kept"]["median"] = 0.36
    now["builds"]["preview_over_import_torch"] = 88.1
    slower, grew = bench["grown"](record, now)
    assert slower.startswith("slower: network_b beside a busy process, kept: 0.36, on record 0.50 (0.40 … 0.60)")
    assert grew == "grew: preview over import torch is 88.10, on record 80.00"


@pytest.mark.long
def test_whole_builds_are_timed_from_nothing(bench, monkeypatch):
    """On the toy, which has no network B."""
    asked = []
    inside = bench["builds"].__globals__
    monkeypatch.setitem(inside, "EDITIONS", {"lecture": [], "preview": ["--configfile", "config/short.yaml"]})
    monkeypatch.setitem(inside, "training", lambda recipe: asked.append(recipe) or 2.0)
    monkeypatch.setenv("PYTHONPATH", str(BENCH.parents[1] / "src"))
    found = bench["builds"](BENCH.parents[1] / "tests/engine/toy")
    assert [recipe.parts[-5:] for recipe in asked] == [("results", "training", "b", "1", "recipe.json")]
    assert found["lecture_over_network_b"] == found["lecture"] / 2
    assert found["preview_over_import_torch"] == found["preview"] / found["import_torch"] > 1


def test_a_build_that_fails_ends_the_bench_with_what_it_said(bench, tmp_path, monkeypatch):
    (tmp_path / "Snakefile").write_text("rule all:\n    input: 'nowhere.txt'\n")
    monkeypatch.setitem(bench["builds"].__globals__, "import_torch", lambda: 1.0)
    with pytest.raises(SystemExit, match=r"(?s)the lecture isn't built:.*nowhere\.txt"):
        bench["builds"](tmp_path)


def test_what_a_training_took_is_told_by_its_recipe(bench, tmp_path):
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({"epochs": 10, "training_examples": 60_000, "examples_per_second": 1_500.0}))
    assert bench["training"](recipe) == 400.0


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
