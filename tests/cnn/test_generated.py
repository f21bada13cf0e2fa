"""A few spoiled configurations and texts of each kind; `make stress` tries many."""

import pytest
from hypothesis import given, settings

from tests.generated import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_spoiled_is_refused_with_its_place_or_right(kind):
    inputs, holds = KINDS[kind]
    settings(max_examples=20, derandomize=True, deadline=None, database=None)(given(inputs)(holds))()
