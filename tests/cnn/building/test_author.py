"""What `make bench` times of an author's waiting can be timed; the rest of it needs a whole lecture that is built."""

import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture
def author(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "workflow/bench"))
    import author

    yield author
    sys.modules.pop("author")


def test_jobs_that_do_nothing_run_and_are_timed(author, tmp_path, monkeypatch):
    monkeypatch.setattr(author.tempfile, "tempdir", str(tmp_path))
    asked, run = [], author.run

    def running(folder, *arguments):
        run(folder, *arguments)
        asked.append(sorted(file.name for file in folder.glob("*.txt")))

    monkeypatch.setattr(author, "run", running)
    assert author.jobs(2) > 0
    assert asked == [["0.txt", "1.txt"]]


def test_ratios_are_of_rounds_that_stood_side_by_side(author):
    seconds = {"slow": [2.0, 6.0, 3.0], "fast": [1.0, 2.0, 3.0]}
    assert author.ratio(seconds, "slow", "fast") == {"against": "fast", "median": 2.0, "min": 1.0, "max": 3.0}
