"""The lock holds packages for the machines that the set-up lets through, and for none that it refuses."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

# Pure Python, without a wheel: built anywhere.
FROM_SOURCE = ("--no-binary", "connection-pool")


def resolved(platform: str, tmp_path, **variables: str) -> str:
    """What uv says to the lock on a platform: nothing if each package has a wheel there."""
    uv = shutil.which("uv") or str(ROOT / ".cache/uv-tool/bin/uv")
    environment = tmp_path / "environment"
    wheels = ["--require-hashes", "--only-binary", ":all:", *FROM_SOURCE]
    sync = [uv, "pip", "sync", "--dry-run", "--python-platform", platform, "--python", environment / "bin/python"]
    try:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, environment], check=True)
        done = subprocess.run(
            [*sync, *wheels, ROOT / "requirements.lock"], env=os.environ | variables, text=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as refusal:
        pytest.skip(f"uv is not here: {refusal}")
    if re.search(r"[Ff]ailed to fetch|error sending request|dns error", done.stderr):
        pytest.skip(f"no package index can be reached: {done.stderr.splitlines()[-1]}")
    return "" if done.returncode == 0 else " ".join(done.stderr.split())


@pytest.mark.parametrize("platform", ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin"])
def test_packages_are_there(platform, tmp_path):
    assert resolved(platform, tmp_path, MACOSX_DEPLOYMENT_TARGET="15.0") == ""


@pytest.mark.parametrize("platform", ["x86_64-apple-darwin", "x86_64-unknown-linux-musl"])
def test_there_are_none(platform, tmp_path):
    assert "has no" in resolved(platform, tmp_path, MACOSX_DEPLOYMENT_TARGET="15.0")
