"""The chapters that every reader reads are no longer than the lecture's description allows."""

from pathlib import Path

import pytest

from lecture.text.main_line import lengths

LENGTHS = lengths(Path(__file__).parents[2])
LIMITED = {name: found for name, found in LENGTHS.items() if found[1] is not None}


def test_the_beginning_is_limited():
    assert {"01-vision", "02-convolution", "03-pooling", "04-digits-pytorch"} <= set(LIMITED)
    assert sum(most for _, most in LIMITED.values()) <= 11_000


@pytest.mark.parametrize("name", LIMITED)
def test_the_main_line_of_a_chapter(name):
    length, most = LIMITED[name]
    assert 100 < length <= most
