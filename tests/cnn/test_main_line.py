"""The chapters that every reader reads are no longer than the lecture's description allows."""

from pathlib import Path

import pytest

from lecture.text.main_line import lengths

LENGTHS = lengths(Path(__file__).parents[2])
LIMITED = {name: found for name, found in LENGTHS.items() if found[1] is not None}


@pytest.mark.parametrize(("first", "behind", "most"), [(0, 6, 11_000), (6, 100, 9_000)])
def test_both_halves_are_limited(first, behind, most):
    half = [name for name in LENGTHS if first <= int(name[:2]) < behind]
    assert len(half) >= 5 and set(half) <= set(LIMITED)
    assert sum(LIMITED[name][1] for name in half) <= most


@pytest.mark.parametrize("name", LIMITED)
def test_the_main_line_of_a_chapter(name):
    length, most = LIMITED[name]
    assert 100 < length <= most
