"""An executor that isn't installed is asked for in a sentence, and a home that can't be written to is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from snakemake_logger_plugin_lecture.beginning import faulty, have_a_home, missing

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


def test_a_home_that_can_be_written_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    before = dict(os.environ)
    have_a_home()
    assert dict(os.environ) == before


def test_a_home_that_cannot_is_replaced(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/proc/nowhere")
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere/cache")
    have_a_home()
    assert os.environ["HOME"] == str(tmp_path / ".cache/home") and "XDG_CACHE_HOME" not in os.environ
    assert os.path.isdir(os.environ["HOME"])
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere/cache")  # undone at the end


@pytest.mark.parametrize(
    "content", ["networks: ü\n".encode("latin-1"), "a: 1\n".encode("utf-16"), b"a: [1\n", b"a: 1\na: 2\n"]
)
@pytest.mark.parametrize("arguments", [["--configfile", "{}"], ["-n", "--configfile={}"], ["--configfiles", "{}", "x"]])
def test_a_configuration_that_cannot_be_read_is_told_with_its_name(tmp_path, content, arguments):
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)
    assert faulty([word.format(file) for word in arguments]).startswith(f"{file}:")


def test_a_configuration_that_is_not_there_or_has_no_keys(tmp_path):
    assert (
        faulty(["--configfile", "absent.yaml"]) == "absent.yaml:1: this file can't be read: No such file or directory"
    )
    (tmp_path / "list.yaml").write_text("- a\n")
    for file in (tmp_path / "list.yaml", "/dev/null"):
        assert faulty(["--configfile", str(file)]) == f"{file}:1: no configuration, which is lines of `key: value`"


@pytest.mark.parametrize("word", ["data", "=5", "config/preview.yaml", "1=2"])
def test_what_is_no_pair_behind_config(word):
    expected = f"--config {word}: write KEY=VALUE, such as --config refuted=mark"
    assert faulty(["--config", "a=1", word]) == faulty(["-n", "-C", word]) == expected


def test_snakemake_itself_tells_it_in_a_line(tmp_path):
    (tmp_path / "mine.yaml").write_bytes("networks: ü\n".encode("latin-1"))
    command = [str(Path(sys.executable).with_name("snakemake")), "--cores", "1", "--configfile", "mine.yaml"]
    done = subprocess.run(command, cwd=tmp_path, text=True, capture_output=True)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert line.startswith("mine.yaml:1: ")


def test_a_configuration_that_can_be_read_is_left_alone(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("a: 1\n")
    (tmp_path / "target").write_bytes(b"\xff")
    for arguments in (["--configfile", str(file)], ["--config", "a=1", "b={c: 2}"], [str(tmp_path / "target")]):
        assert faulty(arguments) is None
    assert faulty(["--configfile", str(file), "--cores", str(tmp_path / "target")]) is None


def test_ctrl_c_before_the_rules_are_read_is_a_line(tmp_path):
    (tmp_path / "Snakefile").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    command = [str(Path(sys.executable).with_name("snakemake")), "--cores", "1"]
    done = subprocess.run(command, cwd=tmp_path, text=True, capture_output=True)
    assert (done.returncode, done.stderr) == (130, "Interrupted: nothing had begun.\n")
