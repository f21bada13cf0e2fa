"""The workflow and the code keep the form that their own tools ask for."""

import re
import subprocess
import sys
from pathlib import Path

from tests.hang_guard import HANG_GUARD

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [str(TOOLS / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, timeout=HANG_GUARD
    )
    return done


def test_snakemake_lint_asks_for_an_environment_and_nothing_else():
    done = run("snakemake", "--lint")
    complaints = set(re.findall(r"^ +\* (.+):$", done.stdout + done.stderr, re.MULTILINE))
    assert complaints == {"Specify a conda environment or container for each rule."}


def test_snakefmt():
    files = [str(path) for folder in ("src", "tests", "workflow") for path in (ROOT / folder).rglob("*.smk")]
    starters = [str(path) for folder in ("src", "tests") for path in (ROOT / folder).rglob("Snakefile")]
    assert len(starters) == 2
    done = run("snakefmt", "--check", "Snakefile", *starters, *files)
    assert done.returncode == 0, done.stderr


def test_ruff():
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."]):
        done = run(*command)
        assert done.returncode == 0, done.stdout


def test_every_command_of_make_is_told_and_every_one_told_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    told = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/commands.md"))
    commands = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split()
    assert set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)) == set(commands)
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", told, re.MULTILINE)) == set(commands)
