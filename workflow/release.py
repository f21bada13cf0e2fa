"""The local part of a release: `release.py check` says what is missing, `release.py gather` fills dist/.

The version stands in pyproject.toml and CITATION.cff; the commit has the tag `vVERSION`; both lists of changes have a
heading for it. dist/ gets the page, PDF, EPUB, manifest, archive of results, crate, bill of materials, the readers'
changes of this version, and SHA256SUMS over all of them, as `sha256sum --check` reads it.
"""

import hashlib
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
ARCHIVES = ("archive/lecture.tar.xz", "archive/lecture.crate.zip")
BILL = ".cache/sbom.cdx.json"
DIST = "dist"


def version(root: Path) -> str:
    """The version that pyproject.toml names."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def changes(text: str, number: str) -> str | None:
    """What a list of changes says of a version, without its heading `## 2.0.0, 2026-11-29`; None if it says nothing."""
    found = re.search(rf"^## {re.escape(number)}(?:,[^\n]*)?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() or None if found else None


def mistakes(root: Path) -> Iterator[str]:
    """A line for each thing that must be done before this commit can be released."""
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
    if f"v{number}" not in _git(root, "tag", "--points-at", "HEAD").split():
        yield f"this commit has no tag v{number}: git tag --annotate v{number}"


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True).stdout


def gather(root: Path) -> list[str]:
    """Fill dist/, in place of what was there; the names of its files.

    Raises:
        FileNotFoundError: a part isn't built.
    """
    parts = [*(root / "public" / name for name in (*PUBLISHED, *ARCHIVES)), root / BILL]
    for part in parts:
        if not part.is_file():
            raise FileNotFoundError(f"{part.relative_to(root)} is missing")
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


def main(task: str) -> None:
    root = Path(__file__).parents[1]
    if task == "check":
        if found := list(mistakes(root)):
            sys.exit("\n".join(["make release: not yet:", *(f"  {line}" for line in found)]))
        return
    try:
        names = gather(root)
    except FileNotFoundError as missing:
        sys.exit(f"make release: {missing}")
    print(f"{DIST}/: version {version(root)}: {', '.join(names)}")


if __name__ == "__main__":
    main(sys.argv[1])
