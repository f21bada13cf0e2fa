"""Two editions side by side: there and back costs the publication and no job more, whatever happens in between."""

import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lecture.workflow import RULES
from tests.engine.archive.conftest import FIGURES, PUBLICATION, RESULTS, bytes_of

pytestmark = pytest.mark.long

SHORT = "config/short.yaml"
# What a Python runs first that finds it on its path: it dies at the second result that it puts in place.
DYING = """
import os, signal
from lecture.archive.store import Store
place, left = Store.place, [2]
def dying(self, entry):
    left[0] -= 1
    if not left[0] and {before}:
        os.kill(os.getpid(), signal.SIGKILL)
    place(self, entry)
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
Store.place = dying
"""

# A file that is brought, of which the digest is known, and a result that is made from it.
BROUGHT = """

KNOWN["data/people.txt"] = "{digest}"

rule people:
    output: "data/people.txt"
    shell: "sleep 1; printf 60 > {{output}}"

rule doubled:
    input: "data/people.txt"
    output: "results/doubled.json"
    params: code={{"digest": "1", "versions": {{}}}}
    shell: "echo 120 > {{output}}"
"""

# A job that has written its result when it fails, as long as a file says so.
FAILING = """

rule failing:
    output: "results/failing.json"
    params: code={"digest": "1", "versions": {}}
    shell: "echo 1 > {output}; test ! -e fails"
"""


def test_there_and_back_only_the_publication_runs(edited_toy):
    first = bytes_of(edited_toy)
    jobs = edited_toy.build(*RESULTS, configfile=SHORT)
    assert "experiment random_walk 1" in jobs and "notebook 01-birthdays" not in jobs
    short = bytes_of(edited_toy)
    assert short != first
    for configfile, expected in (("", first), (SHORT, short), ("", first)):
        assert sorted(edited_toy.build("--dry-run", configfile=configfile)) == PUBLICATION
        assert edited_toy.build(*RESULTS, configfile=configfile) == []
        assert {file: bytes_of(edited_toy)[file] for file in expected} == expected
    assert not [file for file in (edited_toy.folder / ".cache/results/files").iterdir() if file.stat().st_nlink > 1]


def test_what_is_made_under_other_conditions_is_another_result_and_stands_beside_the_first(edited_toy):
    first = (edited_toy.folder / "Snakefile").read_text(encoding="utf-8")
    stages = re.findall(r'"(\w+\.smk)"', Path(RULES).read_text(encoding="utf-8"))
    included = [f"include: {str(Path(RULES).with_name(stage))!r}\n" for stage in stages]
    other = first.replace("include: RULES\n", "".join([included[0], 'CONDITIONS["kernels"] = "old"\n', *included[1:]]))
    assert first != other
    made = {"experiment random_walk 1", "notebook 01-birthdays", "claims", *FIGURES}
    for snakefile, expected in ((other, made), (first, set()), (other, set())):
        (edited_toy.folder / "Snakefile").write_text(snakefile, encoding="utf-8")
        assert expected <= set(jobs := edited_toy.build(*RESULTS)), jobs
        assert expected or not jobs, jobs


@pytest.mark.parametrize("before", [True, False], ids=["before a result", "behind a result"])
def test_a_kill_in_the_middle_of_changing_loses_nothing(edited_toy, tmp_path, before):
    first = bytes_of(edited_toy)
    edited_toy.build(*RESULTS, configfile=SHORT)
    short = bytes_of(edited_toy)
    (tmp_path / "sitecustomize.py").write_text(DYING.format(before=before))
    path = f"{tmp_path}:{edited_toy.variables['PYTHONPATH']}"
    dying = replace(edited_toy, variables={**edited_toy.variables, "PYTHONPATH": path})
    assert dying.run(*RESULTS).returncode == -9
    shutil.rmtree(edited_toy.folder / ".snakemake/locks")  # what `snakemake --unlock` does
    for configfile, expected in ((SHORT, short), ("", first)):  # first back, then on
        assert edited_toy.build(*RESULTS, "--rerun-incomplete", configfile=configfile) == []
        assert {file: bytes_of(edited_toy)[file] for file in expected} == expected


def test_an_edit_and_its_undoing_compute_once(edited_toy):
    walks = "src/toy/walks/random_walk.py"
    before = bytes_of(edited_toy)
    text = (edited_toy.folder / walks).read_text()
    edited_toy.edit("config/lecture.yaml", "at_least: 0.45", "at_least: 0.46")
    assert edited_toy.build("results/claims.json") == ["claims"]
    edited_toy.edit("config/lecture.yaml", "at_least: 0.46", "at_least: 0.45")
    (edited_toy.folder / walks).write_text(f"{text}\n# a remark\n")
    assert edited_toy.build("results/claims.json") == []
    assert bytes_of(edited_toy) == before


def test_a_damaged_result_of_the_store_is_computed_again(edited_toy):
    before = bytes_of(edited_toy)
    (edited_toy.folder / "results/claims.json").unlink()
    for file in (edited_toy.folder / ".cache/results/files").iterdir():
        if file.read_bytes() == before["results/claims.json"]:
            file.write_bytes(before["results/claims.json"].replace(b"true", b"tru3"))
    assert edited_toy.build("results/claims.json") == ["claims"]
    assert bytes_of(edited_toy) == before


def test_what_is_made_of_a_known_file_that_is_yet_to_come_is_not_made_again(bare):
    digest = hashlib.sha256(b"60").hexdigest()
    with (bare.folder / "Snakefile").open("a") as file:
        file.write(BROUGHT.format(digest=digest))
    targets = "results/doubled.json", "data/people.txt"
    assert bare.build(*targets) == ["people", "doubled"]
    (bare.folder / "data/people.txt").unlink()
    (bare.folder / "results/doubled.json").unlink()
    assert bare.build(*targets) == ["people"]
    assert (bare.folder / "results/doubled.json").is_file()
    assert bare.build(*targets) == []


def test_what_is_to_be_made_anew_is_made_anew(edited_toy):
    assert edited_toy.build("results/claims.json", "--forcerun", "claims") == ["claims"]


def test_another_build_at_work_is_left_alone(edited_toy):
    locks = edited_toy.folder / ".snakemake/locks"
    locks.mkdir(exist_ok=True)
    (locks / "0.output.lock").write_text("results/claims.json\n")
    (edited_toy.folder / "results/claims.json").unlink()
    done = edited_toy.run("results/claims.json")
    assert done.returncode == 1 and "cannot be locked" in done.stdout
    assert not (edited_toy.folder / "results/claims.json").exists()


def test_what_a_job_wrote_before_it_failed_is_no_result(bare):
    with (bare.folder / "Snakefile").open("a") as file:
        file.write(FAILING)
    (bare.folder / "fails").touch()
    for _ in range(2):
        done = bare.run("results/failing.json")
        assert done.returncode == 1 and "failing" in done.stdout and "is not kept" not in done.stdout
        assert not (bare.folder / "results/failing.json").exists()
    (bare.folder / "fails").unlink()
    assert bare.build("results/failing.json") == ["failing"]
    (bare.folder / "results/failing.json").unlink()
    assert bare.build("results/failing.json") == []
