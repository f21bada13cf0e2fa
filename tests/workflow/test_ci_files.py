"""The files that GitHub and other runners read, checked offline."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
YAML_FILES = [*WORKFLOWS, ROOT / ".pre-commit-config.yaml", ROOT / "environment.yml", ROOT / "CITATION.cff"]
YAMLLINT = """
extends: default
rules:
  line-length: {max: 110}
  document-start: disable
  truthy: {check-keys: false}  # `on:` is a key of a workflow
  comments: {min-spaces-from-content: 1}
"""


def run(*command, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, **options
    )


def passes(*command) -> None:
    done = run(*command, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def jobs(path: Path) -> dict[str, dict]:
    return yaml.safe_load(path.read_text())["jobs"]


def test_workflows_fit_their_schema():
    passes(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)


def test_workflows_have_no_known_weakness():
    passes(BIN / "zizmor", "--offline", "--persona=auditor", *WORKFLOWS)


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_yaml_is_tidy(path):
    passes(BIN / "yamllint", "--strict", "-d", YAMLLINT, path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    uses = re.findall(r"uses: (.*)", path.read_text())
    assert uses
    for action in uses:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_has_one_version_everywhere():
    uses = {action for path in WORKFLOWS for action in re.findall(r"uses: (\S+)", path.read_text())}
    assert len(uses) == len({action.partition("@")[0] for action in uses})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_few_rights_and_an_end(path):
    assert yaml.safe_load(path.read_text())["permissions"] == {}
    for name, job in jobs(path).items():
        allowed = {"pages": "write", "id-token": "write"} if name == "deploy" else {"contents": "read"}
        assert job["permissions"] == allowed
        assert job["timeout-minutes"] > 0
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_what_the_workflows_run():
    [test] = jobs(ROOT / ".github/workflows/test.yml").values()
    assert test["steps"][-1]["run"] == ".ci/run"
    assert (ROOT / ".ci/run").read_text().splitlines()[-2:] == [".ci/system-packages", "make test"]
    build = jobs(ROOT / ".github/workflows/lecture.yml")["build"]
    assert [step["run"] for step in build["steps"] if "run" in step] == ["make lecture", "make archive"]


def test_pre_commit_uses_the_environment_of_the_project():
    passes(BIN / "pre-commit", "validate-config", ".pre-commit-config.yaml")
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")


@pytest.mark.parametrize("name", ["run", "system-packages"])
def test_scripts_are_executable(name):
    script = ROOT / ".ci" / name
    assert script.stat().st_mode & 0o111 == 0o111
    passes("bash", "-n", script)


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing but the given commands; returns what .ci/system-packages did there."""
    bash = shutil.which("bash")

    def system_packages(**commands: str) -> subprocess.CompletedProcess:
        for name in ("env", "true", "touch", "chmod"):
            (tmp_path / name).symlink_to(shutil.which(name))
        commands.setdefault("sudo", 'shift; exec "$@"')
        for name, body in commands.items():
            (tmp_path / name.replace("_", "-")).write_text(f"#!{bash}\n{body}\n")
            (tmp_path / name.replace("_", "-")).chmod(0o755)
        return run(bash, ROOT / ".ci/system-packages", env={"PATH": str(tmp_path)})

    return system_packages


def test_nothing_to_install(machine):
    done = machine(make="", chromium="", pdftotext="", apt_get="echo apt-get was called; exit 1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "System packages: nothing is missing.\n", "")


def test_missing_packages_are_installed(machine, tmp_path):
    installs = f'echo "$@"; case " $* " in *" install "*) cd {tmp_path}; touch pdftotext; chmod +x pdftotext;; esac'
    done = machine(make="", chromium="", apt_get=installs)
    assert done.returncode == 0, done.stderr
    first, update, install = done.stdout.splitlines()
    assert first == "System packages: installing poppler-utils"
    assert " update" in update
    assert install.endswith("install -qq -y --no-install-recommends poppler-utils")


@pytest.mark.parametrize("commands", [{}, {"apt_get": "exit 100"}], ids=["no apt-get", "apt-get fails"])
def test_packages_that_cannot_be_installed_are_named(machine, commands):
    done = machine(make="", **commands)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "System packages: missing: chromium poppler-utils",
        "On Debian, as root: apt-get update && apt-get install chromium poppler-utils",
    ]
