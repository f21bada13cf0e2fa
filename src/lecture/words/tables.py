"""Loading the table of a language."""

from functools import cache
from pathlib import Path

import yaml

HERE = Path(__file__).parent


class UnknownLanguageError(LookupError):
    """There is no table for a language; the message names those that there are."""


def known() -> list[str]:
    """The languages that have a table, such as "en"."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def primary(tag: str) -> str:
    """The language of a tag such as "en" or "en-GB".

    Raises:
        UnknownLanguageError: it has no table.
    """
    language = tag.partition("-")[0].lower()
    if language not in known():
        raise UnknownLanguageError(f"no words for the language {tag!r}; known: {', '.join(known())}")
    return language


def typography(tag: str) -> dict[str, str]:
    """What is wrong in a text of the language, by the regular expression that finds it (`lecture.text.typography`)."""
    return yaml.safe_load((HERE / "typography" / f"{primary(tag)}.yaml").read_text(encoding="utf-8"))


@cache
def table(tag: str) -> dict:
    """The words of a language, in groups: `table("en")["claims"]["title"]`.

    Args:
        tag: such as "en" or "en-GB".

    Raises:
        UnknownLanguageError: the language has no table.
    """
    return yaml.safe_load((HERE / f"{primary(tag)}.yaml").read_text(encoding="utf-8"))
