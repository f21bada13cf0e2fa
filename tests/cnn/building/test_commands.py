"""What the bench measures of the commands for now and then, and what the documentation says of it."""

import json
import subprocess
import sys
import time
from importlib import import_module

import pytest

from tests.conftest import ROOT

RECORD = json.loads((ROOT / "workflow/bench/record.json").read_text(encoding="utf-8"))["commands"]


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "workflow/bench"))
    return import_module("commands")


def test_the_documentation_has_the_table_of_the_record(bench):
    text = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    assert RECORD["ratios"].keys() == bench.COMMANDS.keys()
    assert "\n".join(bench.table(RECORD)) in text


def test_each_command_is_one_of_make(bench):
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [name for name in bench.COMMANDS if f"\n{name.split()[1]}:" not in targets] == []


def test_processor_time_is_that_of_the_processes_that_are_waited_for(bench):
    burn = "import time\nwhile time.process_time() < {seconds}: pass"
    start = bench.processor_seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    burnt = bench.processor_seconds(lambda: subprocess.run([sys.executable, "-c", burn.format(seconds=start + 0.3)]))
    assert burnt >= start + 0.3

    def own() -> None:
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass

    assert bench.processor_seconds(own) == pytest.approx(0, abs=1e-9)


def test_a_command_that_fails_ends_the_bench_with_what_it_said(bench, tmp_path):
    with pytest.raises(SystemExit, match=r"^lecture crate crate\.zip: lecture crate: public/manifest\.json is missing"):
        bench.told(tmp_path, "crate", "crate.zip")


def test_a_lecture_that_is_not_built_is_not_measured(bench, tmp_path):
    with pytest.raises(SystemExit, match="the lecture is not built: run `make lecture` first"):
        bench.commands(tmp_path, 1, print)
