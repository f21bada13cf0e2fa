"""Before Snakemake has read its command line: what it would only tell in a way that helps nobody, or fail at.

That is an executor that isn't installed, and a home in which nothing can be written.
"""

import os
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


def is_snakemake() -> bool:
    return Path(sys.argv[0]).stem == "snakemake" or Path(sys.argv[0]).parts[-2:] == ("snakemake", "__main__.py")


def stop_if_missing() -> None:
    """End this process with a sentence if the command line asks for what isn't there."""
    if sentence := missing(sys.argv[1:]):
        sys.exit(sentence)


def have_a_home(substitute: Path = Path(".cache/home")) -> None:
    """Where the user's home can't be written to, take another: Snakemake, Jupyter and matplotlib want one."""
    names = {"HOME": ".cache", "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "", "XDG_RUNTIME_DIR": ""}
    for name, inner in names.items():
        folder = os.environ.get(name)
        if folder is None or _can_be_written(Path(folder, inner)):
            continue
        try:
            substitute.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # nothing can be written here, either, which is told soon
        if name == "HOME":
            os.environ[name] = str(substitute.resolve())
        else:
            del os.environ[name]  # what stands in the home


def _can_be_written(folder: Path) -> bool:
    """Whether files can be made in a folder, or the folder itself."""
    there = next(place for place in [folder, *folder.parents] if place.is_dir())
    if not os.access(there, os.W_OK | os.X_OK):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True
