"""What a profile's executor needs, said before Snakemake prints its whole usage and that the choice is invalid."""

import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path

# Executors that are extras, since Snakemake imports each that is installed at every start: the extra of each.
EXTRAS = {"slurm": "slurm"}


def missing(arguments: Sequence[str]) -> str | None:
    """What the command line of Snakemake asks for and isn't installed, in a sentence; None if nothing is."""
    for option, value in zip_longest(arguments, arguments[1:], fillvalue=""):
        name, _, given = option.partition("=")
        value = given or value
        if name in ("--executor", "-e"):
            executor, asked = value, option
        elif name in ("--profile", "--workflow-profile"):
            executor, asked = _of_profile(Path(value)), f"the profile {value}"
        else:
            continue
        if executor in EXTRAS and find_spec(f"snakemake_executor_plugin_{executor}") is None:
            return (
                f"{asked} builds on a cluster by {executor.capitalize()}, and the package snakemake-executor-plugin-"
                f"{executor} is not installed: `make {EXTRAS[executor]}` installs it, or pip install "
                f"'.[{EXTRAS[executor]}]'"
            )
    return None


def _of_profile(folder: Path) -> str:
    """The executor that a profile names."""
    for file in sorted(folder.glob("config*.yaml")):
        if found := re.search(r"^executor:\s*[\"']?([\w-]+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            return found[1]
    return ""


def stop_if_missing() -> None:
    """End this process with a sentence if it is a Snakemake that can't do what its command line asks for."""
    if Path(sys.argv[0]).stem == "snakemake" and (sentence := missing(sys.argv[1:])):
        sys.exit(sentence)
