"""The tables of words: equal keys, no empty word, and no word of a language anywhere else in publishing."""

import re
from pathlib import Path

import pytest

from lecture import publishing, words
from lecture.words import numbers

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
TEXTS = {".py", ".lua", ".js", ".html", ".css", ".typ", ".csl", ".j2", ".json", ".md", ".tmTheme"}


def flat(table, prefix=""):
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


@pytest.mark.parametrize("language", words.known())
def test_every_language_has_the_same_words(language):
    assert flat(words.table(language)).keys() == flat(words.table("ru")).keys()
    for key, word in flat(words.table(language)).items():
        if key.startswith("quotes."):
            assert [len(mark) for mark in word] == [1, 1], key
        else:
            assert isinstance(word, str) and word.strip() == word != "", key


def test_every_language_has_its_numbers():
    assert sorted(numbers.LANGUAGES) == words.known() == ["en", "ru"]


def test_every_language_has_its_style_of_citations():
    assert sorted(path.stem for path in Path(publishing.__file__).parent.glob("citations/*.csl")) == words.known()


def test_english_is_english():
    assert not [key for key, word in flat(words.table("en")).items() if CYRILLIC.search(str(word))]


def test_a_region_is_no_language_of_its_own():
    assert words.table("en-GB") == words.table("en")
    assert numbers.of("RU") is numbers.RUSSIAN


@pytest.mark.parametrize("load", [words.table, words.primary, numbers.of])
def test_an_unknown_language_is_named_with_those_that_are_known(load):
    with pytest.raises(words.UnknownLanguageError, match=r"no words for the language 'de-AT'; known: en, ru"):
        load("de-AT")


def test_publishing_knows_no_language_by_heart():
    folder = Path(publishing.__file__).parent
    files = [path for path in folder.rglob("*") if path.suffix in TEXTS]
    assert {"typst.lua", "points.js", "page.html", "lecture.typ", "claims.py"} <= {path.name for path in files}
    found = [
        f"{path.relative_to(folder)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CYRILLIC.search(line)
    ]
    assert found == []
