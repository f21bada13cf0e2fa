"""How pandoc is called: with as much room as its input asks for, which changes nothing of what it writes."""

import subprocess

import pytest

from lecture.publishing import conversion

TEXT = "*Text* with a formula, $x$, and `code`.\n"


@pytest.fixture
def calls(monkeypatch) -> list[list[str]]:
    """The command lines of pandoc, which runs all the same."""
    seen, run = [], subprocess.run

    def noted(command, **options):
        seen.append(command)
        return run(command, **options)

    monkeypatch.setattr(conversion.subprocess, "run", noted)
    return seen


def test_a_chapter_takes_the_room_that_pandoc_takes_by_itself(calls):
    conversion.pandoc(TEXT, "markdown", "html")
    assert "+RTS" not in calls[0]


@pytest.mark.parametrize("many", [2000, 8000])
def test_room_grows_with_the_text_and_the_result_is_the_same(many, calls, monkeypatch):
    plain = conversion.pandoc(TEXT * many, "markdown", "html")
    monkeypatch.setattr(conversion, "OWN_ROOM", 1 << 20)
    assert conversion.pandoc(TEXT * many, "markdown", "html") == plain
    assert plain[0].count("<code>") == many
    at = calls[-1].index("+RTS")
    assert calls[-1][at : at + 3] == ["+RTS", f"-A{16 * many * len(TEXT) >> 20}m", "-RTS"]
