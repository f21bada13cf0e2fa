"""An executor that is an extra and isn't installed is asked for in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from snakemake_logger_plugin_lecture.executors import missing

HIDING = """
import importlib.util, pkgutil
modules, spec = pkgutil.iter_modules, importlib.util.find_spec
pkgutil.iter_modules = lambda *given: (found for found in modules(*given) if "plugin_slurm" not in found.name)
importlib.util.find_spec = lambda name, *given: None if "plugin_slurm" in name else spec(name, *given)
"""


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "profiles/slurm"
    folder.mkdir(parents=True)
    (folder / "config.yaml").write_text("# a cluster\nexecutor: slurm   # by name\njobs: 3\n")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["--profile", "{}"],
        ["--profile={}"],
        ["-n", "--workflow-profile", "{}"],
        ["--executor", "slurm"],
        ["-e", "slurm"],
    ],
)
def test_snakemake_says_in_a_sentence_what_is_missing(tmp_path, profile, arguments):
    (tmp_path / "sitecustomize.py").write_text(HIDING)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    command = [str(Path(sys.executable).with_name("snakemake")), *(word.format(profile) for word in arguments)]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, text=True, capture_output=True)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "snakemake-executor-plugin-slurm is not installed: `make slurm` installs it" in line


def test_whoever_asks_for_nothing_that_is_missing_is_left_alone(tmp_path):
    for arguments in ([], ["--cores", "2"], ["--executor", "local"], ["--profile", str(tmp_path)], ["--profile", "x"]):
        assert missing(arguments) is None
