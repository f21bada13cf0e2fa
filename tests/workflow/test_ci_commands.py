"""The commands of the CI files, each of which is a step there: with a GitHub that is made up."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.engine.conftest import TOY, alone, without_caches
from tests.workflow.conftest import equip

CI = ROOT / ".ci"


def run(*command, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("code", [0, 3])
def test_an_attempt_keeps_what_was_said_and_how_it_ended(tmp_path, code):
    done = run(CI / "attempt", "logs/x.log", "bash", "-c", f"echo out; echo err >&2; exit {code}", folder=tmp_path)
    assert done.returncode == 0
    assert sorted((tmp_path / "logs/x.log").read_text().split("\n")) == ["", "err", f"exit {code}", "out"]


def test_an_attempt_ends_when_its_time_is_over(tmp_path):
    (tmp_path / "Makefile").write_text("lecture:\n\t@echo began; sleep 600\n")
    done = run(CI / "attempt", "x.log", "make", "lecture", folder=tmp_path, TIME_LIMIT="5s")  # make forwards no signal
    assert done.returncode == 0
    first, *_, last = (tmp_path / "x.log").read_text().splitlines()
    assert (first, last) == ("began", "exit 124")


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_build_is_finished_as_it_was_judged(tmp_path, code):
    (tmp_path / "drift.json").write_text(json.dumps({"code": code}))
    assert run(CI / "finished", tmp_path, folder=tmp_path).returncode == code


def test_a_build_that_nobody_judged_is_not_finished(tmp_path):
    done = run(CI / "finished", tmp_path, folder=tmp_path)
    assert done.returncode == 2 and "drift.json is missing" in done.stderr


@pytest.mark.parametrize("report", ["", "{", "[]", "{}", '{"code": "0; id"}', '{"code": 7}', '{"code": null}'])
def test_a_report_that_is_none_finishes_nothing(tmp_path, report):
    (tmp_path / "drift.json").write_text(report)
    done = run(CI / "finished", tmp_path, folder=tmp_path)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "was not judged" in done.stderr


def test_versions_are_locked_or_newest():
    assert run(CI / "versions", "locked", folder=ROOT).returncode == 0
    assert run(CI / "versions", "other", folder=ROOT).returncode == 2


@pytest.fixture
def github(tmp_path):
    """Runs a command with a `gh` that notes its calls; answers are by the first two words of a call."""
    folder = tmp_path / "github"
    folder.mkdir()

    def call(*command, answers: dict[str, str] | None = None, **variables: str) -> tuple[int, list[str]]:
        cases = "".join(f'"{words}") {answer} ;;\n' for words, answer in (answers or {}).items())
        script = f'#!/usr/bin/env bash\necho "gh $*" >>"{folder}/calls"\ncase "$1 $2" in\n{cases}esac\n'
        (folder / "gh").write_text(script)
        (folder / "gh").chmod(0o755)
        (folder / "calls").write_text("")
        done = run(
            *command,
            folder=tmp_path,
            PATH=f"{folder}:{os.environ['PATH']}",
            GITHUB_REPOSITORY="who/what",
            GITHUB_RUN_ID="7",
            **variables,
        )
        return done.returncode, (folder / "calls").read_text().splitlines()

    return call


def report(folder: Path, kind: str) -> None:
    (folder / "report-locked").mkdir(exist_ok=True)
    (folder / "report-locked/drift.json").write_text(json.dumps({"kind": kind}))
    (folder / "report-locked/drift.md").write_text(f"**{kind}**\n")


@pytest.mark.parametrize("kind", ["content", "infrastructure"])
def test_an_issue_is_opened_and_then_updated(github, tmp_path, kind):
    report(tmp_path, kind)
    code, calls = github(CI / "issue", "locked")
    assert code == 0 and [call.split()[1:3] for call in calls] == [
        ["issue", "list"],
        ["label", "create"],
        ["issue", "create"],
    ]
    assert "--title Weekly build: locked" in calls[-1]
    assert "(https://github.com/who/what/actions/runs/7)" in (tmp_path / "report-locked/drift.md").read_text()
    code, calls = github(CI / "issue", "locked", answers={"issue list": "echo 12"})
    assert code == 0 and [call.split()[1:4] for call in calls[1:]] == [
        ["issue", "edit", "12"],
        ["issue", "comment", "12"],
    ]


@pytest.mark.parametrize("kind", ["numerics", "nothing"])
def test_an_issue_is_closed_when_it_is_gone(github, tmp_path, kind):
    report(tmp_path, kind)
    assert [call.split()[1:3] for call in github(CI / "issue", "locked")[1]] == [["issue", "list"]]
    _, calls = github(CI / "issue", "locked", answers={"issue list": "echo 12"})
    assert calls[-1].startswith("gh issue close 12 --comment Gone")


def test_a_build_without_a_report_is_an_issue_too(github, tmp_path):
    code, calls = github(CI / "issue", "locked", answers={"run download": "exit 1"})
    assert code == 0 and calls[-1].startswith("gh issue create")
    assert "without a report" in (tmp_path / "report-locked/drift.md").read_text()


@pytest.mark.parametrize("left", ['{"kind": "numer', "", "[]", '{"kind": "fine"}', '{"kind": "numerics"}'])
def test_a_report_that_is_cut_off_is_an_issue_too(github, tmp_path, left):
    """Of the last only the part for machines is there."""
    (tmp_path / "report-locked").mkdir()
    (tmp_path / "report-locked/drift.json").write_text(left)
    code, calls = github(CI / "issue", "locked")
    assert code == 0 and calls[-1].startswith("gh issue create")
    assert "without a report" in (tmp_path / "report-locked/drift.md").read_text()


def test_when_the_issues_cannot_be_read_none_is_opened(github, tmp_path):
    report(tmp_path, "content")
    code, calls = github(CI / "issue", "locked", answers={"issue list": "exit 4"})
    assert code == 4 and len(calls) == 1


def test_the_issue_is_found_by_its_title(github, tmp_path):
    """The filter as `gh` hands it to jq."""
    report(tmp_path, "numerics")
    _, [call] = github(CI / "issue", "locked")
    assert call.endswith("""--jq [.[] | select(.title == "Weekly build: locked").number][0] // empty""")
    assert "--state open --label weekly-build --json number,title" in call


HEAD = "a" * 40


def comment(github, tmp_path, number: str, text: str, head: str = HEAD):
    left = tmp_path / "left"
    left.mkdir()
    (left / "number").write_text(number)
    (left / "comparison.md").write_text(text)
    download = f'for last; do :; done; cp "{left}"/* "$last"'
    wrote = f'for last; do :; done; cp "$last" "{tmp_path}/body.md"'
    answers = {"run download": download, "pr view": f"echo {head}", "pr comment": wrote}
    return github(CI / "comment", answers=answers, RUN="7", HEAD=HEAD)


def test_a_comparison_becomes_a_comment(github, tmp_path):
    code, calls = comment(github, tmp_path, "15\n", "| different | number |\n")
    assert code == 0 and calls[-1].startswith("gh pr comment 15 --edit-last --create-if-none")
    body = (tmp_path / "body.md").read_text()
    assert "| different | number |" in body


@pytest.mark.parametrize("left", ["nothing", "no number", "no text"])
def test_a_build_that_left_less_is_not_commented(github, tmp_path, left):
    file = {"no number": "comparison.md", "no text": "number"}.get(left)
    download = f'for last; do :; done; echo 15 >"$last/{file}"' if file else "exit 1"
    code, calls = github(
        CI / "comment", answers={"run download": download, "pr view": f"echo {HEAD}"}, RUN="7", HEAD=HEAD
    )
    assert code == 1 and not [call for call in calls if " comment " in call]


@pytest.mark.parametrize("number", ["", "15; rm -rf /", "-1", "../../x", "$(id)", "0"])
def test_what_is_no_number_is_refused(github, tmp_path, number):
    code, calls = comment(github, tmp_path, number, "text")
    assert code == 1 and len(calls) == 1


def test_a_stranger_cannot_write_below_another_pull_request(github, tmp_path):
    code, calls = comment(github, tmp_path, "16", "text", head="b" * 40)
    assert code == 0 and not [call for call in calls if "comment" in call]


def test_a_stranger_s_text_stays_in_its_block(github, tmp_path):
    fence = "~" * 24
    comment(github, tmp_path, "15", f"{fence}\n@everyone [x](https://evil.org)\n" + "x" * 100000)
    lines = (tmp_path / "body.md").read_text().splitlines()
    assert lines.count(fence) == 2 and lines[-1] == fence and lines.index(fence) == 2
    assert sum(map(len, lines)) < 21000


def test_a_release_is_published_with_sums_that_fit(github, tmp_path):
    shutil.copytree(CI, tmp_path / ".ci")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/changes.md").write_text("- new\n")
    subprocess.run("sha256sum changes.md >SHA256SUMS", shell=True, cwd=tmp_path / "dist", check=True)
    code, [call] = github(tmp_path / ".ci/publish-release", "v2.0.0")
    assert code == 0 and call.startswith("gh release create v2.0.0 --verify-tag") and "dist/SHA256SUMS" in call
    (tmp_path / "dist/changes.md").write_text("forged\n")
    assert github(tmp_path / ".ci/publish-release", "v2.0.0") == (1, [])


def test_what_another_job_gathered_is_released(github, tmp_path):
    shutil.copytree(CI, tmp_path / ".ci")
    fetched = "mkdir dist; cd dist; echo new >changes.md; sha256sum changes.md >SHA256SUMS"
    code, calls = github(tmp_path / ".ci/publish-release", "v2.0.0", answers={"run download": fetched})
    assert code == 0 and calls[0] == "gh run download 7 --name dist --dir dist"
    assert calls[1].startswith("gh release create v2.0.0 --verify-tag")


@pytest.mark.parametrize("sums", ["", "no sum at all\n", None])
def test_a_release_without_its_sums_is_not_published(github, tmp_path, sums):
    shutil.copytree(CI, tmp_path / ".ci")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/changes.md").write_text("- new\n")
    if sums is not None:
        (tmp_path / "dist/SHA256SUMS").write_text(sums)
    code, calls = github(tmp_path / ".ci/publish-release", "v2.0.0")
    assert code != 0 and calls == []


def test_a_release_that_github_refuses_fails_the_step(github, tmp_path):
    shutil.copytree(CI, tmp_path / ".ci")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/changes.md").write_text("- new\n")
    subprocess.run("sha256sum changes.md >SHA256SUMS", shell=True, cwd=tmp_path / "dist", check=True)
    code, _ = github(tmp_path / ".ci/publish-release", "v2.0.0", answers={"release create": "exit 1"})
    assert code == 1
    code, calls = github(tmp_path / ".ci/publish-release")  # a tag must be named
    assert code != 0 and calls == []


@pytest.mark.long
def test_the_weekly_build_is_rehearsed_on_the_toy(shared, tmp_path):
    """Steps in order in a clean folder; one fails on purpose, the issue says why; then all is well and it is closed."""
    toy = alone(tmp_path / "clean folder", tmp_path / "absent")
    without_caches(TOY, toy.folder)
    equip(toy)
    toy.build()
    assert toy.tell("record").returncode == 0

    def rehearse(*arguments: str) -> subprocess.CompletedProcess:
        return run(sys.executable, CI / "rehearse", toy.folder, *arguments, folder=ROOT, **toy.variables)

    failed = rehearse("--fail", "make lecture=https://example.org/digits.gz: Connection refused")
    assert failed.returncode == 2, failed.stdout + failed.stderr
    told = [line for line in failed.stdout.splitlines() if line.startswith("==> ")]
    assert told[0] == "==> actions/checkout: GitHub's own" and told[-1] == "==> .ci/issue locked"
    assert told[-2] == "==> ended with 2: the steps behind it are left out"
    assert "--- the issue is opened: Weekly build: locked\n" in failed.stdout
    assert (
        "| infrastructure | `a download failed` | https://example.org/digits.gz: Connection refused |" in failed.stdout
    )

    well = rehearse()
    assert well.returncode == 0, well.stdout + well.stderr
    assert "==> make archive" in well.stdout and "--- the issue is closed: Gone: this build is of class" in well.stdout
