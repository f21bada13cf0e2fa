"""Many spoiled configurations and texts of each kind, others each time; a failure prints the smallest one."""

import pytest
from hypothesis import given, settings

from tests.generated import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_spoiled_is_refused_with_its_place_or_right(kind):
    inputs, holds = KINDS[kind]
    settings(max_examples=300, deadline=None, database=None)(given(inputs)(holds))()
