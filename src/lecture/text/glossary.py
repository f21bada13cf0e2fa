"""The glossary: terms, each defined in one sentence, with a link to its first use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields

import nbformat
import yaml
from nbformat import NotebookNode

from lecture import words
from lecture.text.reading import ChapterError


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
        ChapterError: with `file:line`: this is not YAML of that form, a name or a term stands twice, a field is
            missing, unknown or empty, or a definition is no sentence.
    """
    try:
        document = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as mistake:
        mark, problem = getattr(mistake, "problem_mark", None), getattr(mistake, "problem", mistake)
        raise ChapterError(f"{file}:{mark.line + 1 if mark else 1}: the glossary is not YAML: {problem}") from None
    if not isinstance(document, yaml.MappingNode):
        raise ChapterError(f"{file}:1: a glossary is a mapping from names to terms")
    found: dict[str, Term] = {}
    for key, node in document.value:
        place, name = f"{file}:{key.start_mark.line + 1}", key.value
        if not isinstance(name, str) or not name.isidentifier() or not name.isascii():
            raise ChapterError(f"{place}: {name!r} is no name: Latin letters, digits and _")
        if name in found:
            raise ChapterError(f"{place}: the term {name!r} is defined twice")
        term = _term(node, name, place)
        if term.term in (other.term for other in found.values()):
            raise ChapterError(f"{place}: «{term.term}» is defined twice")
        found[name] = term
    return found


def _term(node: yaml.Node, name: str, place: str) -> Term:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    given = {key.value: value.value for key, value in pairs}
    if set(given) | {"english"} != {field.name for field in fields(Term)} or len(pairs) != len(given):
        raise ChapterError(
            f"{place}: the term {name!r} needs term and definition, may have english, each once, and nothing else"
        )
    for field, value in given.items():
        if not isinstance(value, str) or not value.strip():
            raise ChapterError(f"{place}: the {field} of {name!r} is empty")
    definition = given["definition"]
    if not definition[0].isupper() or definition[-1] != "." or ". " in definition:
        raise ChapterError(f"{place}: the definition of {name!r} is not one sentence, from a capital to a full stop")
    return Term(**{"english": ""} | given)


def unmarked(terms: Collection[str], marked: Collection[str]) -> list[str]:
    """The terms whose first use no chapter marks: they stand in the glossary without a link."""
    return sorted(set(terms) - set(marked))


def cell(terms: Mapping[str, Term], marked: Collection[str], language: str) -> NotebookNode:
    """The glossary as the last cell of the lecture, in the order of the alphabet; not on slides.

    Args:
        terms: by name.
        marked: the names that chapters mark.
        language: of the lecture.
    """
    title = words.table(language)["headings"]["glossary"]
    lines = ["::: {.not-on-slides}", f"# {title} {{#glossary .unnumbered}}", "", "::: {.glossary}", ""]
    for name, term in sorted(terms.items(), key=lambda item: item[1].term.casefold().replace("ё", "е")):
        first_use = f" @term-{name}" if name in marked else ""
        english = f" ({term.english})" if term.english not in ("", term.term) else ""
        lines += [f"[{term.term}]{{#glossary-{name}}}{english}", f":   {term.definition}{first_use}", ""]
    made = nbformat.v4.new_markdown_cell("\n".join([*lines, ":::", ":::"]))
    made.id = made.metadata["chapter"] = "glossary"
    return made
