"""The toy with a study that measures a time: its pages say the time on record, whatever a build measures."""

import json

import pytest

STUDY = '''"""How long some sums take."""

import time

import numpy as np

from lecture.studies.measured import Measured


def measure(count: int) -> Measured:
    """Numbers: `seconds`, `count`. Arrays: `seconds` (3,)."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        np.arange(count).sum()
        taken.append(time.perf_counter() - start)
    return Measured({"seconds": min(taken), "count": count}, {"seconds": np.array(taken)})
'''
FIGURE = '''"""The times."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style


@style.lecture()
def draw(*, seconds: np.ndarray) -> Figure:
    """Draw a bar for each time."""
    figure = style.figure(height=2)
    axes = figure.subplots()
    axes.bar(range(len(seconds)), seconds)
    axes.set(xlabel="round", ylabel="seconds")
    return figure
'''
PROSE = """## How long it takes {#sec-speed}

[The sum took {{ sums.seconds | scientific(6) }} s]{claim="sums_fast"}, see @fig-sums.

![Times of a sum.](../figures/sums.svg){#fig-sums alt="Three bars."}

::: {.exercise}
"""


@pytest.mark.long
def test_pages_say_the_times_on_record(edited_toy):
    folder = edited_toy.folder

    def json_of(file: str):
        return json.loads((folder / file).read_text())

    def page() -> str:
        return (folder / "public/index.html").read_text(encoding="utf-8")

    def graph() -> str:
        edited_toy.build("results/rulegraph.dot")
        return (folder / "results/rulegraph.dot").read_text(encoding="utf-8")

    (folder / "src/toy/walks/sums.py").write_text(STUDY)
    (folder / "src/toy/walks/figures/sums.py").write_text(FIGURE)
    claims = folder / "src/toy/walks/claims.yaml"
    claims.write_text(claims.read_text() + 'sums_fast:\n  statement: "A sum is fast."\n  measured: sums.seconds\n')
    edited_toy.edit("src/toy/lecture.yaml", "facts:", 'times: ["*.seconds"]\nfacts:')
    edited_toy.edit("config/lecture.yaml", "measurements:\n", "measurements:\n  sums: {count: 100000}\n")
    edited_toy.edit("config/lecture.yaml", "claims:\n", "claims:\n  sums_fast: {at_most: 60}\n")
    edited_toy.edit("notebooks/02-walks.md", "::: {.exercise}\n", PROSE)
    edited_toy.build()
    assert "numbers_on_record" not in graph()
    note = "Times of sums are on no record: this build measured them itself."
    assert note in page() and json_of("public/manifest.json")["times"] == {"run": None, "missing": ["sums.seconds"]}

    done = edited_toy.tell("record", "--times")
    assert done.returncode == 0, done.stderr
    recorded = json_of("results/published.json")["runs"]["lecture"]["groups"]["sums"]["numbers"]["sums.seconds"]
    assert recorded == json_of("results/own_times.json")["numbers"]["sums.seconds"]
    edited_toy.build()
    assert "numbers_on_record" in graph()
    said, drawn = edited_toy.published(), (folder / "figures/sums.svg").read_bytes()
    assert note not in page() and json_of("public/manifest.json")["times"]["run"]["machine"]["processor"]

    # the study measures again, as slow as a machine may be; nothing that is published changes
    edited_toy.edit("src/toy/walks/sums.py", "time.perf_counter() - start)", "100 + time.perf_counter() - start)")
    said_by_build = edited_toy.run().stdout
    assert "claim 'sums_fast', about times, holds for the run on record; this build measured 100" in said_by_build
    manifest = json_of("public/manifest.json")
    assert json_of("results/sums.json")["seconds"] > 60 and json_of("results/numbers.json")["sums.seconds"] == recorded
    assert {name for name, digest in edited_toy.published().items() if said[name] != digest} == {"public/manifest.json"}
    assert (folder / "figures/sums.svg").read_bytes() == drawn
    [own] = json_of("results/own_claims.json")
    assert own["id"] == "sums_fast" and not own["holds"]
    assert manifest["recipes"]["results/recipes/sums.json"]["code"]  # other code, as the manifest says: no other page

    # a time of other settings is no time of these
    edited_toy.edit("config/lecture.yaml", "count: 100000", "count: 200000")
    edited_toy.edit("config/lecture.yaml", "sums_fast: {at_most: 60}", "sums_fast: {at_most: 600}")
    edited_toy.build()
    assert note in page()


def test_without_a_build_there_is_nothing_to_record(bare):
    done = bare.tell("record", "--times")
    assert done.returncode == 1 and "build the lecture first" in done.stderr
