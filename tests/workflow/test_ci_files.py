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
GITHUB = [*WORKFLOWS, ROOT / ".github" / "dependabot.yml"]
YAML_FILES = [
    *GITHUB,
    ROOT / ".gitlab-ci.yml",
    ROOT / ".pre-commit-config.yaml",
    ROOT / "environment.yml",
    ROOT / "CITATION.cff",
]
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
    passes(BIN / "check-jsonschema", "--builtin-schema", "vendor.dependabot", ROOT / ".github/dependabot.yml")
    passes(BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", ROOT / ".gitlab-ci.yml")


def actionlint(*options, cwd=ROOT) -> subprocess.CompletedProcess:
    return run(BIN / "actionlint", "-no-color", "-oneline", "-shellcheck", BIN / "shellcheck", *options, cwd=cwd)


def test_workflows_say_what_github_knows():
    done = actionlint()
    assert done.returncode == 0, done.stdout + done.stderr


# What no schema sees: in a workflow, by what actionlint says of it.
MISTAKES = {
    "undefined variable": ("build.yml", "${{ inputs.versions }}-", "${{ given.versions }}-"),
    'property "version" is not defined': ("build.yml", "${{ inputs.versions }}-", "${{ inputs.version }}-"),
    'needs job "locked"': ("lecture.yml", "  locked:\n", "  other:\n"),
    'input "version" is not defined': ("lecture.yml", "versions: newest", "version: newest"),
    'input "name" is required': ("lecture.yml", "      name: gpu\n", ""),
    "label": ("test.yml", "ubuntu-24.04", "ubuntu-2404"),
    "invalid CRON": ("upkeep.yml", "41 5 * * 3", "41 25 * * 3"),
    "shellcheck": ("test.yml", ".ci/run", "cd $(ls)"),
    "unknown permission scope": ("comment.yml", "pull-requests: write", "comments: write"),
}


@pytest.mark.parametrize("words", MISTAKES)
def test_mistakes_of_workflows_are_found(tmp_path, words):
    name, old, new = MISTAKES[words]
    shutil.copytree(WORKFLOWS[0].parent, tmp_path / ".github/workflows")
    (tmp_path / ".git").mkdir()
    path = tmp_path / ".github/workflows" / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    done = actionlint(cwd=tmp_path)
    assert done.returncode == 1 and words in done.stdout, done.stdout + done.stderr


def test_workflows_have_no_known_weakness():
    passes(BIN / "zizmor", "--offline", "--persona=auditor", *GITHUB)


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: path.name)
def test_yaml_is_tidy(path):
    passes(BIN / "yamllint", "--strict", "-d", YAMLLINT, path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    uses = re.findall(r"uses: (.*)", path.read_text())
    assert uses
    for action in uses:
        if not action.startswith("./.github/workflows/"):
            assert re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_has_one_version_everywhere():
    uses = {action for path in WORKFLOWS for action in re.findall(r"uses: (actions/\S+)", path.read_text())}
    versions = {(re.match(r"actions/[\w-]+", action)[0], action.partition("@")[2]) for action in uses}
    assert len(versions) == len({name for name, _ in versions})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_few_rights_and_an_end(path):
    assert yaml.safe_load(path.read_text())["permissions"] == {}
    for name, job in jobs(path).items():
        assert job["permissions"] == RIGHTS.get((path.name, name), {"contents": "read"})
        if job.get("uses", "").startswith("./"):
            continue
        assert job["timeout-minutes"] > 0
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
                assert "ref" not in step["with"]  # no stranger's code beside rights


# What a job may do beside reading the repository.
RIGHTS = {
    ("release.yml", "release"): {"contents": "write", "actions": "read"},
    ("lecture.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("lecture.yml", "tell"): {"contents": "read", "actions": "read", "issues": "write"},
    ("comment.yml", "comment"): {"contents": "read", "actions": "read", "pull-requests": "write"},
}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_has_secrets_and_every_step_is_a_command_of_ours(path):
    assert "secrets." not in path.read_text()
    for job in jobs(path).values():
        for step in job.get("steps", ()):
            command = step.get("run", ".ci/run").split()
            assert "${{" not in step.get("run", "")
            if command[0] == "make":
                assert re.search(rf"^{command[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
            else:
                assert (ROOT / command[0]).is_file() and command[0].startswith(".ci/"), command


def test_what_a_stranger_starts_has_no_rights():
    strangers = [path.name for path in WORKFLOWS if "pull_request" in yaml.safe_load(path.read_text())[True]]
    assert strangers == ["comparison.yml", "test.yml"]
    assert not [key for key in RIGHTS if key[0] in strangers]
    assert "pull_request_target" not in "".join(path.read_text() for path in WORKFLOWS)


def commands(workflow: str, job: str) -> list[str]:
    return [step["run"] for step in jobs(ROOT / ".github/workflows" / workflow)[job]["steps"] if "run" in step]


def test_what_the_workflows_run():
    assert commands("test.yml", "test") == [".ci/run"]
    assert (ROOT / ".ci/run").read_text().splitlines()[-2:] == [".ci/system-packages", "make test"]
    weekly = [
        '.ci/versions "$VERSIONS"',
        ".ci/attempt report/build.log make lecture",
        ".ci/attempt report/drift.log make drift LOG=report/build.log TO=report",
        ".ci/finished report",
        "make archive",
        '.ci/editions "$SITE"',
    ]
    assert commands("build.yml", "build") == weekly
    assert commands("lecture.yml", "tell") == [".ci/issue locked", ".ci/issue newest", ".ci/issue gpu"]
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())["lecture"]["script"]
    assert [line for line in gitlab if not line.startswith("if ")] == weekly


def test_pre_commit_uses_the_environment_of_the_project():
    passes(BIN / "pre-commit", "validate-config", ".pre-commit-config.yaml")
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/")


SCRIPTS = [*sorted((ROOT / ".ci").iterdir()), ROOT / "workflow/environment.sh"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_are_executable(script):
    assert script.stat().st_mode & 0o111 == 0o111
    if "python" not in script.read_text().splitlines()[0]:
        passes(BIN / "shellcheck", "--external-sources", script)


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
