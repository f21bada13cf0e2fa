"""The chapters that every reader reads are no longer than the lecture's description allows."""

import pytest

from lecture.build.description import describe
from lecture.text.main_line import lengths
from tests.conftest import ROOT

CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.md"))
LIMITS = describe(ROOT / "src").main_line


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[int, int | None]]:
    """Length and limit of each chapter; pandoc reads all of them, so only who asks waits."""
    return lengths(ROOT)


@pytest.mark.parametrize(("first", "behind", "most"), [(0, 6, 11_000), (6, 100, 9_000)])
def test_both_halves_are_limited(first, behind, most):
    half = [name for name in CHAPTERS if first <= int(name[:2]) < behind]
    assert len(half) >= 5 and set(half) <= set(LIMITS)
    assert sum(LIMITS[name] for name in half) <= most


@pytest.mark.parametrize("name", LIMITS)
def test_the_main_line_of_a_chapter(found, name):
    length, most = found[name]
    assert 100 < length <= most == LIMITS[name]
