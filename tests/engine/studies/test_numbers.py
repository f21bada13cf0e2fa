"""Numbers by their dotted names, flat and in groups."""

import pytest

from lecture.studies.numbers import flat, nested

FLAT = {"a.x": 1, "a.b.y": [1, {"z": 2}], "a.b.w": None, "c": 0.5, "d.e.f.g": "text"}
TREE = {"a": {"x": 1, "b": {"y": [1, {"z": 2}], "w": None}}, "c": 0.5, "d": {"e": {"f": {"g": "text"}}}}


def test_flat_and_nested():
    assert nested(FLAT) == TREE
    assert flat(TREE) == FLAT
    assert (nested({}), flat({})) == ({}, {})


@pytest.mark.parametrize("names", [["a", "a.b"], ["a.b", "a"], ["a.b.c", "a.b"], ["x.a.b", "x.a"], ["a.b", "a.b.c.d"]])
def test_a_name_that_is_a_group_and_a_number(names):
    with pytest.raises(ValueError, match=r"a(\.b)? .*a number and a group of numbers|: [ab] is a number and a group"):
        nested(dict.fromkeys(names, 1))
