"""What is told of a verification."""

import pytest

from lecture.checking.comparison import DIFFERENT, EQUAL, WITHIN
from lecture.checking.findings import MOST, Finding, Report


@pytest.mark.parametrize(
    ("verdicts", "unchecked", "code"),
    [([EQUAL], [], 0), ([WITHIN], [], 0), ([DIFFERENT], ["x"], 1), ([EQUAL], ["x"], 2), ([], [], 2)],
)
def test_the_exit_code_is_that_of_the_worst(verdicts, unchecked, code):
    report = Report([Finding("a", verdict, "why") for verdict in verdicts], unchecked)
    assert report.code == code
    assert list(report.lines())[-1].isprintable()


def test_many_lines_are_counted():
    report = Report([Finding(str(number), DIFFERENT, "why") for number in range(100)])
    lines = list(report.lines())
    assert len(lines) == MOST + 3
    assert f"and {100 - MOST} more" in lines[MOST]
