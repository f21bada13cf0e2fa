"""Every figure and every table of the lecture is referred to in some chapter."""

from pathlib import Path

import pytest
import yaml

from lecture.build.description import describe
from lecture.text.reading import read

ROOT = Path(__file__).parents[2]
FACTS = {
    fact: str(yaml.safe_load((ROOT / "config/lecture.yaml").read_text(encoding="utf-8"))[key])
    for fact, key in describe(ROOT / "src").facts.items()
}
CHAPTERS = [
    read(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)), FACTS)
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.md"))
]
REFERRED_TO = {reference.name for chapter in CHAPTERS for reference in chapter.references}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_figures_and_tables_are_referred_to(chapter):
    forgotten = [
        f"{chapter.file}:{found.line}: nothing refers to {found.name}"
        for found in chapter.identifiers
        if found.name.startswith(("fig-", "tbl-")) and found.name not in REFERRED_TO
    ]
    assert not forgotten, "\n" + "\n".join(forgotten)
