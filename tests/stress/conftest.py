"""What the tests that take long share: the preview of one thread a training, which no number of cores changes."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT, Checkout, built_once, copied
from tests.engine.conftest import first_toy, toy  # noqa: F401, fixtures

ONE_THREAD = ("--set-threads", "train=1")


@pytest.fixture(scope="session")
def preview(shared) -> Checkout:
    """The built preview, which nobody changes."""
    plain = Checkout(shared / "preview")
    return built_once(replace(plain, options=(*plain.options, *ONE_THREAD)), copied)[0]


def installed(folder: Path, *packages: str) -> Path:
    """Packages that no environment of the lecture holds, in a folder of their own; skips where they can't be had.

    Args:
        packages: what pip takes: names with versions, or `-r FILE` and its options.
    """
    uv = shutil.which("uv") or str(ROOT / ".cache/uv-tool/bin/uv")
    command = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--target", str(folder), *packages]
    try:
        done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as refusal:
        pytest.skip(f"{packages[0]} can't be installed: {refusal}")
    if done.returncode:
        pytest.skip(f"{packages[0]} can't be installed: {done.stdout}")
    return folder
