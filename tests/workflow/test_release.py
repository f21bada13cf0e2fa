"""What a release needs, and what it brings."""

import importlib.util
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

spec = importlib.util.spec_from_file_location("release", ROOT / "workflow/release.py")
release = importlib.util.module_from_spec(spec)
spec.loader.exec_module(release)


@pytest.fixture
def repository(tmp_path):
    """A commit that can be released, with its tag; what is built lies in public/."""
    for file in ("pyproject.toml", "CITATION.cff", *release.CHANGES):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / file, tmp_path / file)
    for file in [*(f"public/{name}" for name in (*release.PUBLISHED, *release.ARCHIVES)), release.BILL]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(file)
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


def test_a_part_that_is_missing_is_named(repository):
    (repository / "public/lecture.epub").unlink()
    with pytest.raises(FileNotFoundError, match=r"^public/lecture\.epub is missing$"):
        release.gather(repository)


def test_what_make_release_runs():
    done = subprocess.run(["make", "--dry-run", "release"], cwd=ROOT, capture_output=True, text=True)
    places = [
        done.stdout.index(part) for part in ("release.py check", "cyclonedx-py requirements", "release.py gather")
    ]
    assert places == sorted(places)
