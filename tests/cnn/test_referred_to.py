"""Every figure and every table of the lecture is referred to in some chapter."""

import pytest

from lecture.build.description import describe
from lecture.files.texts import read as read_yaml
from lecture.text.reading import Chapter, all_of
from tests.conftest import ROOT

TEXTS = sorted((ROOT / "notebooks").glob("[0-9]*.md"))


@pytest.fixture(scope="module")
def chapters() -> dict[str, Chapter]:
    """The chapters by name; pandoc reads those that have changed, so only who asks waits."""
    config = read_yaml(ROOT / "config/lecture.yaml").value
    facts = {fact: str(config[key]) for fact, key in describe(ROOT / "src").facts.items()}
    return all_of(TEXTS, facts, ROOT / ".cache/chapters")


@pytest.mark.parametrize("name", [text.stem for text in TEXTS])
def test_figures_and_tables_are_referred_to(chapters, name):
    referred_to = {reference.name for chapter in chapters.values() for reference in chapter.references}
    forgotten = [
        f"notebooks/{name}.md:{found.line}: nothing refers to {found.name}"
        for found in chapters[name].identifiers
        if found.name.startswith(("fig-", "tbl-")) and found.name not in referred_to
    ]
    assert not forgotten, "\n" + "\n".join(forgotten)
