"""The glossary: what is read, the mistakes with their lines, the cell at the end of the lecture."""

import re
from pathlib import Path

import pytest

from lecture.files.texts import TextError
from lecture.text import glossary

ROOT = Path(__file__).parents[3]
TEXT = """# Термины
kernel:
  term: ядро
  english: kernel
  definition: Таблица весов свёртки.
softmax:
  term: softmax
  english: softmax
  definition: Функция, которая даёт вероятности.
"""


def test_what_is_read():
    assert glossary.read(TEXT, "notebooks/glossary.yaml") == {
        "kernel": glossary.Term("ядро", "kernel", "Таблица весов свёртки."),
        "softmax": glossary.Term("softmax", "softmax", "Функция, которая даёт вероятности."),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("softmax:\n", "kernel:\n", 6, "the key 'kernel' stands twice"),
        ("term: softmax", "term: ядро", 6, "«ядро» is defined twice"),
        ("  definition: Таблица весов свёртки.\n", "", 2, "'kernel' needs term and definition"),
        ("  english: softmax\n", "  english: softmax\n  plural: softmaxes\n", 6, "and nothing else"),
        ("  english: softmax\n", "  english: softmax\n  english: softmax\n", 9, "the key 'english' stands twice"),
        ("english: softmax", "english: ''", 6, "the english of 'softmax' is empty or no text"),
        ("english: softmax", "english: [softmax]", 6, "the english of 'softmax' is empty or no text"),
        ("вероятности.", "вероятности", 6, "not one sentence"),
        ("вероятности.", "вероятности. Их сумма 1.", 6, "not one sentence"),
        ("Таблица весов", "таблица весов", 2, "not one sentence"),
        ("softmax:\n", "soft-max:\n", 6, "'soft-max' is no name"),
        ("softmax:\n", "[softmax]:\n", 6, "a key must be a text"),
        ("Таблица весов", "Таблица {{ a.b }} весов", 5, "a glossary names no results"),
        ("Таблица весов", "Таблица {% raw %} весов", 5, "a glossary names no results"),
        ("Таблица весов", "Таблица [@key] весов", 5, "@k… refers to another place"),
        ("Таблица весов", "Таблица @sec-one весов", 5, "@s… refers to another place"),
        ("Таблица весов", "Таблица[^1] весов", 5, "[^… refers to another place"),
        ("Таблица весов", "Таблица $x весов", 5, "$ opens a formula that is not closed"),
        ("Таблица весов", "Таблица $\\nosuch$ весов", 5, "pandoc doesn't understand this formula: \\nosuch"),
        ("Таблица весов", "Таблица <b>весов", 5, "<b> is HTML"),
        ("Таблица весов", "Таблица **весов", 5, "** opens bold letters"),
        ("Таблица весов", "Таблица `весов", 5, "` opens code"),
        ("Таблица весов свёртки.", "|\n    Таблица\n\n    весов.", 2, "has several lines"),
        ("term: ядро", "term: я]дро", 2, "the term of 'kernel' has a sign of Markdown, ]"),
        ("english: softmax", "english: <softmax", 6, "the english of 'softmax' has a sign of Markdown, <"),
        ("term: ядро", "term: 'ядро", 6, "not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(old, new, line, message):
    assert TEXT.count(old) == 1
    with pytest.raises(TextError, match=rf"^notebooks/glossary\.yaml:\d+: .*{re.escape(message)}") as caught:
        glossary.read(TEXT.replace(old, new), "notebooks/glossary.yaml")
    if message != "not YAML":  # the parser names the place where it lost its way
        assert f"glossary.yaml:{line}: " in str(caught.value)


@pytest.mark.parametrize("text", ["", "- kernel\n", "kernel\n"])
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(TextError, match=r"^g\.yaml:1: a glossary is a mapping"):
        glossary.read(text, "g.yaml")


def test_terms_that_no_chapter_marks():
    assert glossary.unmarked(["b", "a", "c"], {"b", "d"}) == ["a", "c"]


def test_the_cell_stands_in_the_order_of_the_russian_alphabet():
    term = glossary.Term("ёж", "hedgehog", "Зверь.")
    terms = {"b": glossary.Term("жук", "beetle", "Насекомое."), "a": term}
    source = glossary.cell(terms, {"a"}, "ru").source
    assert source.startswith("::: {.not-on-slides}\n# Словарь терминов {#glossary .unnumbered}\n")
    assert "[ёж]{#glossary-a} (hedgehog)\n:   Зверь. @term-a\n" in source
    assert "[жук]{#glossary-b} (beetle)\n:   Насекомое.\n" in source
    assert source.index("ёж") < source.index("жук")


def test_an_english_word_is_not_written_twice():
    terms = glossary.read(TEXT, "g.yaml")
    assert "[softmax]{#glossary-softmax}\n" in glossary.cell(terms, (), "ru").source


def test_the_glossary_of_the_lecture():
    path = ROOT / "notebooks/glossary.yaml"
    terms = glossary.read(path.read_text(encoding="utf-8"), str(path))
    names = re.findall(r"^(\w+):$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert names == sorted(terms) and len(terms) > 60


def test_formulas_and_code_are_prose():
    text = TEXT.replace("Таблица весов", "Таблица весов $w_{ij}$ и `w`, **то есть** чисел,")
    assert glossary.read(text, "g.yaml")["kernel"].definition.startswith("Таблица весов $w_{ij}$")
