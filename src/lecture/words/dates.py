"""How a language writes a day."""

import datetime

from lecture.words.tables import table


def day_in_words(day: str, language: str) -> str:
    """A day such as 2026-11-29: 29 ноября 2026 г. or 29 November 2026.

    Raises:
        ValueError: it is no day.
        UnknownLanguageError: the language has no table of words.
    """
    date, words = datetime.date.fromisoformat(day), table(language)["date"]
    return words["form"].format(day=date.day, month=words["months"].split()[date.month - 1], year=date.year)
