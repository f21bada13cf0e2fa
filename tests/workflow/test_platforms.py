"""Set-up on machines that nobody has tried: it says so, or refuses before it fetches anything."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

UNTRIED = "nobody has tried this on"


@dataclass(frozen=True)
class Done:
    """What the set-up said, and whether it went on to install packages."""

    code: int
    said: str
    installed: bool


def set_up(folder: Path, system: str, machine: str, release: str, libc: str = "ldd (GNU libc) 2.36") -> Done:
    """Run the set-up where `uname` and `ldd` tell of another machine, with a uv that installs nothing."""
    programs = folder / "programs"
    for file in ("workflow/environment.sh", "requirements.lock"):
        (folder / file).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / file, folder / file)
    (folder / ".venv/bin").mkdir(parents=True)
    programs.mkdir()
    for name, script in {
        "uname": f'case "$1" in -s) echo {system};; -m) echo {machine};; -r) echo {release};; esac',
        "ldd": f"echo '{libc}'",
        "uv": f"echo called >> {folder}/uv.log",
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    variables = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([folder / "workflow/environment.sh"], env=variables, text=True, capture_output=True)
    return Done(done.returncode, done.stdout + done.stderr, (folder / "uv.log").exists())


def test_where_it_was_tried_nothing_is_said(tmp_path):
    done = set_up(tmp_path, "Linux", "x86_64", "6.1.0")
    assert done.code == 0 and done.installed and UNTRIED not in done.said


@pytest.mark.parametrize(
    ("system", "machine", "release", "name"),
    [
        ("Linux", "aarch64", "6.1.0", "Linux on ARM"),
        ("Linux", "x86_64", "5.15.167.4-microsoft-standard-WSL2", "Windows (WSL)"),
        ("Darwin", "arm64", "24.6.0", "a Mac"),
        ("Darwin", "arm64", "25.0.0", "a Mac"),
    ],
)
def test_where_it_may_work_that_is_said(tmp_path, system, machine, release, name):
    done = set_up(tmp_path, system, machine, release)
    assert done.code == 0 and done.installed and f"{UNTRIED} {name}" in done.said


@pytest.mark.parametrize(
    ("system", "machine", "release", "libc", "why"),
    [
        ("Darwin", "x86_64", "24.6.0", "", "no PyTorch of these days for Macs with Intel"),
        ("Darwin", "arm64", "22.1.0", "", "macOS 15 or newer is needed"),
        ("Linux", "riscv64", "6.1.0", "ldd (GNU libc) 2.36", "no PyTorch for Linux on riscv64"),
        ("MINGW64_NT-10.0", "x86_64", "3.4", "", "build on Linux, on Windows in WSL"),
        ("Linux", "x86_64", "6.1.0", "musl libc (x86_64)", "a Linux with musl"),
    ],
)
def test_where_it_cannot_work_it_ends_before_anything_is_fetched(tmp_path, system, machine, release, libc, why):
    done = set_up(tmp_path, system, machine, release, libc)
    assert done.code == 1 and not done.installed
    [line] = done.said.splitlines()
    assert line.startswith("set-up: ") and why in line
