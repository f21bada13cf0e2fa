"""What a release needs, and what it brings."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("release", ROOT / "workflow/release.py")
release = importlib.util.module_from_spec(spec)
spec.loader.exec_module(release)


def write_manifest(root, **told) -> None:
    path = root / "public/manifest.json"
    path.write_text(json.dumps(told))
    os.utime(path, (1, 1))  # archives are younger


@pytest.fixture
def repository(tmp_path):
    """A commit that can be released, with its tag; what is built lies in public/."""
    for file in ("pyproject.toml", "CITATION.cff", *release.CHANGES):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / file, tmp_path / file)
    for file in [*(f"public/{name}" for name in (*release.PUBLISHED, *release.ARCHIVES)), release.BILL]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file)
    published = {f"public/{name}": hashlib.sha256(f"public/{name}".encode()).hexdigest() for name in release.PUBLISHED}
    write_manifest(tmp_path, edition="lecture", published=published)
    (tmp_path / ".gitignore").write_text("/public/\n/.cache/\n/dist/\n")
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", f"v{release.version(ROOT)}"]):
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True)
    return tmp_path


def test_this_version_has_told_what_is_new():
    told = [line for line in release.mistakes(ROOT) if "CITATION" in line or "tell" in line]
    assert told == []


def test_a_commit_that_can_be_released(repository):
    assert list(release.mistakes(repository)) == []


def test_what_must_be_done_before_a_release(repository):
    path = repository / "pyproject.toml"
    path.write_text(path.read_text().replace(f'version = "{release.version(ROOT)}"', 'version = "9.0.0"'))
    assert [line.partition(":")[0] for line in release.mistakes(repository)] == [
        "CITATION.cff",
        "CHANGELOG.md",
        "docs/changes.md",
        "there are changes that aren't committed",
        "this commit has no tag v9.0.0",
    ]


def test_changes_of_a_version():
    text = "# x\n\n## Unreleased\n\n- a\n\n## 2.0.0, day\n\n- b\n- c\n\n## 2.0.0.1, day\n\n## 1.0.0\n- d\n"
    assert release.changes(text, "2.0.0") == "- b\n- c"
    assert release.changes(text, "1.0.0") == "- d"
    assert release.changes(text, "1.0") is None


def test_a_release_is_gathered_with_its_sums(repository):
    (repository / "dist").mkdir()
    (repository / "dist/old").write_text("of another version")
    names = release.gather(repository)
    assert {"lecture.pdf", "lecture.epub", "lecture.tar.xz", "lecture.crate.zip", "sbom.cdx.json"} <= set(names)
    assert sorted(file.name for file in (repository / "dist").iterdir()) == sorted(names)
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=repository / "dist").returncode == 0
    (repository / "dist/lecture.pdf").write_text("forged")
    assert subprocess.run(check, cwd=repository / "dist", capture_output=True).returncode == 1


def tag_elsewhere(root) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", *who, "commit", "-qm", "y", "--allow-empty"], cwd=root, check=True)


def test_a_tag_that_stands_elsewhere(repository):
    tag_elsewhere(repository)
    [line] = release.mistakes(repository)
    assert line.startswith(f"the tag v{release.version(ROOT)} exists at another commit, ")
    assert line.endswith(": raise the version in pyproject.toml and CITATION.cff")


def aged(root) -> None:
    os.utime(root / "public/archive/lecture.tar.xz", (0, 0))


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (lambda root: shutil.rmtree(root / "public"), "public/index.html is missing: make lecture makes it"),
        (lambda root: (root / "public/lecture.epub").unlink(), "public/lecture.epub is missing: make lecture makes it"),
        (
            lambda root: (root / "public/archive/lecture.crate.zip").unlink(),
            "public/archive/lecture.crate.zip is missing: make crate makes it",
        ),
        (lambda root: (root / release.BILL).unlink(), f"{release.BILL} is missing: make release makes it"),
        (lambda root: (root / "public/lecture.pdf").write_text("forged"), "public/lecture.pdf is not what was built"),
        (lambda root: write_manifest(root, edition="preview", published={}), "public/ holds the edition 'preview'"),
        (lambda root: (root / "public/manifest.json").write_text("[]"), "public/manifest.json is no manifest"),
        (aged, "public/archive/lecture.tar.xz is older than the build: make archive makes it anew"),
    ],
)
def test_what_cannot_be_gathered_is_named(repository, broken, line):
    broken(repository)
    with pytest.raises(release.ReleaseError) as said:
        release.gather(repository)
    assert str(said.value).startswith(line) and len(str(said.value).splitlines()) == 1
    assert not (repository / "dist").exists()


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (lambda root: shutil.rmtree(root / ".git"), "make release: git status: fatal: not a git repository"),
        (lambda root: (root / "CHANGELOG.md").unlink(), "CHANGELOG.md: No such file or directory"),
        (lambda root: (root / "pyproject.toml").write_text("[project"), "make release: "),
        (lambda root: (root / "CITATION.cff").write_text("a: [1"), "make release: "),
    ],
)
def test_what_is_no_checkout_is_told_in_a_line(repository, broken, line):
    (repository / "workflow").mkdir()
    shutil.copyfile(ROOT / "workflow/release.py", repository / "workflow/release.py")
    broken(repository)
    command = [sys.executable, "workflow/release.py", "check"]
    environment = os.environ | {"GIT_CEILING_DIRECTORIES": str(repository.parent), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True)
    [said] = done.stderr.splitlines()
    assert done.returncode == 1 and line in said and said.startswith("make release: ")


def test_what_make_release_runs():
    done = subprocess.run(["make", "--dry-run", "release"], cwd=ROOT, capture_output=True, text=True)
    places = [
        done.stdout.index(part) for part in ("release.py check", "cyclonedx-py requirements", "release.py gather")
    ]
    assert places == sorted(places)
