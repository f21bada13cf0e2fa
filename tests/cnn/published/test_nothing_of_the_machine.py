"""What is published tells of no machine: no host, no user, no path; its times are those of the run on record."""

import json

import pytest

from tests.published_files import traces


@pytest.mark.long
def test_no_published_file_names_the_machine(build):
    assert traces(build.root / "public", build.root) == []


def test_times_are_those_of_the_run_on_record(build):
    """Where this fails: build the lecture, `make record TIMES=1`, build again, commit `results/published.json`."""
    record = json.loads((build.root / "results/published.json").read_text(encoding="utf-8"))["runs"]
    if (edition := build.manifest["edition"]) in record:
        recipe, usual = build.trainings["a"][0].recipe, record[edition]["groups"]["network_a"]["settings"]
        if any(recipe[name] != value for name, value in usual.items() if name in recipe):  # on other data, portable
            assert "network_a.seconds_per_epoch" in build.manifest["times"]["missing"], "times of other trainings"
            return
        assert build.manifest["times"]["missing"] == [], f"results/published.json lacks times of the {edition}"
        groups = record[edition]["groups"].values()
        numbers = {name: value for group in groups for name, value in group["numbers"].items()}
        said = {name: value for name, value in build.numbers.items() if name in numbers}
        assert said and said == {name: numbers[name] for name in said}
