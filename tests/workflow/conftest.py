"""The toy lecture as a checkout that the project's own Makefile and `.ci/` know how to handle."""

import shlex
import shutil
import sys
from pathlib import Path

from tests.conftest import ROOT, Checkout
from tests.engine.conftest import edited_toy, first_toy, toy  # noqa: F401 - fixtures

TOOLS = {"lecture": "lecture.command", "snakemake": "snakemake", "python": ""}


def equip(lecture: Checkout) -> Checkout:
    """Give a lecture our Makefile and `.ci/`, and an environment that is ready: ours.

    Every step of the workflows runs there as it does in this repository, in seconds.
    """
    folder = lecture.folder
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    for file in ("Makefile", "requirements.lock", "pyproject.toml", "workflow/environment.sh"):
        (folder / file).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / file, folder / file)
    (folder / "workflow/profiles/default").mkdir(parents=True)
    (folder / "workflow/profiles/default/config.yaml").write_text("logger: lecture\nrerun-incomplete: true\n")
    stand_in(folder / ".venv/bin", TOOLS)
    (folder / ".venv/ready").touch()
    return lecture


def stand_in(folder: Path, tools: dict[str, str]) -> None:
    """Write commands that run modules of this very Python."""
    folder.mkdir(parents=True)
    for name, module in tools.items():
        words = [sys.executable, *(["-m", module] if module else [])]
        (folder / name).write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        (folder / name).chmod(0o755)
