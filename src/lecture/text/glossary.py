"""The glossary: terms, each defined in one sentence, with a link to its first use."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from lecture import words
from lecture.files.texts import parse
from lecture.text import structure
from lecture.text.cells import Cell
from lecture.text.reading import ChapterError

if TYPE_CHECKING:
    from nbformat import NotebookNode

# What a term and its definition can't hold, since the list of terms is made of them: results and references.
TEMPLATE = re.compile(r"\{\{|\{%")
REFERENCE = re.compile(r"(?<![\w\\])@[\w{]|\[\^")
BRACKETS = re.compile(r"[][{}<>]")


@dataclass(frozen=True)
class Term:
    """A term in the lecture's language, in English where that is another word, and its definition, one sentence."""

    term: str
    english: str
    definition: str


def read(text: str, file: str) -> dict[str, Term]:
    """Read a glossary from YAML: under the name of each term its `term`, `definition` and, if need be, `english`.

    Args:
        text: what is in the file.
        file: its name, for messages.

    Raises:
        TextError: with `file:line`, all mistakes at once: this is not YAML of that form, a name or a term stands twice,
            a field is missing, unknown, empty or no text, a definition is no sentence, or one of them is no prose
            that stands by itself.
    """
    document = parse(text, file)
    if not isinstance(document.value, dict):
        raise ChapterError(f"{file}:1: a glossary is a mapping from names to terms")
    mistakes, places, prose = [], {}, []
    for name, given in document.value.items():
        place = f"{file}:{document.lines[name,]}"
        if not name.isidentifier() or not name.isascii():
            mistakes.append(f"{place}: {name!r} is no name: Latin letters, digits and _")
        elif mistake := _mistake(name, given):
            mistakes.append(f"{place}: {mistake}")
        elif given["term"] in places:
            mistakes.append(f"{place}: «{given['term']}» is defined twice, here and in {places[given['term']]}")
        else:
            places[given["term"]] = place
            prose += [Cell("markdown", text, (), document.lines[name, field]) for field, text in given.items()]
    mistakes += [f"{file}:{line}: {what}" for line, what in sorted(set(_no_prose(prose)))]
    if mistakes:
        raise ChapterError("\n".join(mistakes))
    return {name: Term(**{"english": ""} | given) for name, given in document.value.items()}


def _mistake(name: str, given: object) -> str:
    """What is wrong with an entry; empty if nothing is."""
    if not isinstance(given, dict) or given.keys() | {"english"} != {field.name for field in fields(Term)}:
        return f"the term {name!r} needs term and definition, may have english, and nothing else"
    for field, value in given.items():
        if not isinstance(value, str) or not value.strip():
            return f"the {field} of {name!r} is empty or no text"
        if "\n" in value.strip():
            return f"the {field} of {name!r} has several lines; write one"
        if field != "definition" and (sign := BRACKETS.search(value)):
            return f"the {field} of {name!r} has a sign of Markdown, {sign[0]}; write words"
    definition = given["definition"]
    if not definition[0].isupper() or definition[-1] != "." or ". " in definition:
        return f"the definition of {name!r} is not one sentence, from a capital to a full stop"
    return ""


def _no_prose(texts: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Line and text of what the chapters' prose may not hold either, and of what it may and a glossary may not."""
    for text in texts:
        if TEMPLATE.search(text.source):
            yield text.line, "a glossary names no results: write the sentence without braces"
        elif found := REFERENCE.search(text.source):
            yield text.line, f"{found[0]}… refers to another place, and a definition stands by itself; \\@ is the sign"
        else:
            yield from structure.mistakes([text])
    if any("$" in text.source for text in texts):
        yield from structure.formulas(texts)


def unmarked(terms: Collection[str], marked: Collection[str]) -> list[str]:
    """The terms whose first use no chapter marks: they stand in the glossary without a link."""
    return sorted(set(terms) - set(marked))


def cell(terms: Mapping[str, Term], marked: Collection[str], language: str) -> "NotebookNode":
    """The glossary as the last cell of the lecture, in the order of the alphabet; not on slides.

    Args:
        terms: by name.
        marked: the names that chapters mark.
        language: of the lecture.
    """
    from nbformat.v4 import new_markdown_cell  # who only reads a glossary needs none

    title = words.table(language)["headings"]["glossary"]
    lines = ["::: {.not-on-slides}", f"# {title} {{#glossary .unnumbered}}", "", "::: {.glossary}", ""]
    for name, term in sorted(terms.items(), key=lambda item: item[1].term.casefold().replace("ё", "е")):
        first_use = f" @term-{name}" if name in marked else ""
        english = f" ({term.english})" if term.english not in ("", term.term) else ""
        lines += [f"[{term.term}]{{#glossary-{name}}}{english}", f":   {term.definition}{first_use}", ""]
    made = new_markdown_cell("\n".join([*lines, ":::", ":::"]))
    made.id = made.metadata["chapter"] = "glossary"
    return made
