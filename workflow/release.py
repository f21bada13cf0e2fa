"""The local part of a release: `release.py check` says what is missing, `release.py gather` fills dist/.

The version stands in pyproject.toml and CITATION.cff; the commit has the tag `vVERSION`; both lists of changes have a
heading for it. dist/ gets the page, PDF, EPUB, manifest, archive of results, crate, bill of materials, the readers'
changes of this version, and SHA256SUMS over all of them, as `sha256sum --check` reads it.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

CHANGES = {"CHANGELOG.md": "developers", "docs/changes.md": "readers"}
PUBLISHED = ("index.html", "lecture.pdf", "lecture.epub", "slides.html", "notebooks.zip", "manifest.json")
EDITION = "lecture"
ARCHIVES = (f"archive/{EDITION}.tar.xz", f"archive/{EDITION}.crate.zip")
BILL = ".cache/sbom.cdx.json"
MAKES = dict(zip((*ARCHIVES, BILL), ("make archive", "make crate", "make release"), strict=True))
DIST = "dist"


class ReleaseError(ValueError):
    """Nothing can be released; the message is one line."""


def version(root: Path) -> str:
    """The version that pyproject.toml names."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def changes(text: str, number: str) -> str | None:
    """What a list of changes says of a version, without its heading `## 2.0.0, 2026-11-29`; None if it says nothing."""
    found = re.search(rf"^## {re.escape(number)}(?:,[^\n]*)?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() or None if found else None


def mistakes(root: Path) -> Iterator[str]:
    """A line for each thing that must be done before this commit can be released.

    Raises:
        ReleaseError: this is no checkout of git.
        OSError: a file that tells the version or what is new can't be read.
    """
    number = version(root)
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    if str(cited["version"]) != number:
        yield f"CITATION.cff: version {cited['version']}, pyproject.toml has {number}"
    for file, whom in CHANGES.items():
        if changes((root / file).read_text(encoding="utf-8"), number) is None:
            heading = f"## {number}, {cited['date-released']}"
            yield f"{file}: tell {whom} what is new: there is no heading `{heading}` with text"
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        yield "there are changes that aren't committed"
    tag = f"v{number}"
    if tag in _git(root, "tag", "--points-at", "HEAD").split():
        return
    if tag in _git(root, "tag", "--list", tag).split():
        at = _git(root, "rev-list", "--max-count=1", "--abbrev-commit", tag, "--").strip()
        yield f"the tag {tag} exists at another commit, {at}: raise the version in pyproject.toml and CITATION.cff"
    else:
        yield f"this commit has no tag {tag}: git tag --annotate {tag}"


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    except FileNotFoundError:
        raise ReleaseError("git is not installed: a release is a commit with a tag") from None
    if done.returncode:
        raise ReleaseError(f"git {arguments[0]}: {(done.stderr.strip().splitlines() or ['failed'])[0]}")
    return done.stdout


def gather(root: Path) -> list[str]:
    """Fill dist/, in place of what was there; the names of its files.

    Raises:
        ReleaseError: a part isn't built, or isn't what the build left.
    """
    names = [*(f"public/{name}" for name in (*PUBLISHED, *ARCHIVES)), BILL]
    for name in names:
        if not (root / name).is_file():
            raise ReleaseError(f"{name} is missing: {_maker(name)} makes it")
    _of_one_build(root)
    parts = [root / name for name in names]
    dist = root / DIST
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for part in parts:
        shutil.copyfile(part, dist / part.name)
    told = changes((root / "docs/changes.md").read_text(encoding="utf-8"), version(root))
    (dist / "changes.md").write_text(f"{told}\n", encoding="utf-8")
    names = sorted(file.name for file in dist.iterdir())
    sums = [f"{hashlib.sha256((dist / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (dist / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return [*names, "SHA256SUMS"]


def _of_one_build(root: Path) -> None:
    """Refuse what is of another edition, was changed, or was packed before it was built anew.

    Raises:
        ReleaseError: as told; or the manifest can't be read.
    """
    public = root / "public"
    try:
        told = json.loads((public / "manifest.json").read_bytes())
        edition, published = told["edition"], dict(told["published"])
    except (ValueError, KeyError, TypeError):
        raise ReleaseError("public/manifest.json is no manifest: build the lecture again: make lecture") from None
    if edition != EDITION:
        raise ReleaseError(f"public/ holds the edition {edition!r}; build the lecture: make lecture")
    for name in PUBLISHED:
        path = f"public/{name}"
        if name != "manifest.json" and hashlib.sha256((root / path).read_bytes()).hexdigest() != published.get(path):
            raise ReleaseError(f"{path} is not what was built: build the lecture again: make lecture")
    built = (public / "manifest.json").stat().st_mtime
    for name in ARCHIVES:
        if (public / name).stat().st_mtime < built:
            raise ReleaseError(f"public/{name} is older than the build: {_maker(f'public/{name}')} makes it anew")


def _maker(path: str) -> str:
    """The command that makes a part."""
    return MAKES.get(path.removeprefix("public/"), "make lecture")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="release.py", description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=("check", "gather"))
    root, task = Path(__file__).parents[1], parser.parse_args(arguments).task
    try:
        if task == "gather":
            names = gather(root)
            print(f"{DIST}/: version {version(root)}: {', '.join(names)}")
        elif found := list(mistakes(root)):
            sys.exit("\n".join(["make release: not yet:", *(f"  {line}" for line in found)]))
    except OSError as mistake:
        sys.exit(f"make release: {mistake.filename}: {mistake.strerror}")
    except (ReleaseError, KeyError, ValueError, yaml.YAMLError) as mistake:
        sys.exit(f"make release: {' '.join(str(mistake).split())}")


if __name__ == "__main__":
    main()
