"""The document: the lecture parsed and numbered, a tree for each chapter. Every format starts from it."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from lecture.files import read_json, write_text
from lecture.files.texts import text_of
from lecture.keeping import digest, kept
from lecture.publishing import conversion
from lecture.publishing.errors import PublishingError
from lecture.publishing.jupyter.reading import finished
from lecture.publishing.trees import marks, tree
from lecture.publishing.trees.numbering import Numbering
from lecture.publishing.trees.references import References, with_quotes
from lecture.publishing.trees.tree import plain

LITERATURE, GLOSSARY = "literature", "glossary"  # the names of the chapters behind the others
NOT_FOUND = "Citeproc: citation "
WHOLE = "lecture"  # the file of a chapter without a name


@dataclass(frozen=True)
class Text:
    """What an author wrote of a chapter, with what its cells printed.

    Attributes:
        name: "" if the lecture has one chapter only.
        number: None if it is the one behind the last.
        markdown: in pandoc's dialect.
        foreign: whether it was translated from Jupyter's.
    """

    name: str
    number: int | None
    markdown: str
    foreign: bool = False


@dataclass(frozen=True)
class Chapter:
    """A chapter, parsed and numbered.

    Attributes:
        name: as in its text; the last may be "literature".
        source: a whole document, in pandoc's JSON. References are links; numbers stand in the attribute `number`.
        pictures: the sources of its pictures, as they are written.
        claims: the names of the claims that it makes.
        tree: what `source` says; only who has to look into a chapter parses it.
    """

    name: str
    source: str
    pictures: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)

    @cached_property
    def tree(self) -> dict:
        return json.loads(self.source)


@dataclass(frozen=True)
class Document:
    """The lecture, parsed and numbered.

    Attributes:
        facts: about the whole: `lang`, `title`, `heading` (the title or what stands for it), `name`, `subtitle`,
            `authors`, `date`, `version`, `licence`, `cover`, `edition`, `foreign` (whether it is a notebook from
            elsewhere), `arranged` (whether its cells say on which slides they are), `places` ({source of a picture:
            where it stands}) and `claims`, {name: what its mark opens, and where it stands} in the order of the text.
        chapters: in their order; what is cited stands in the last one.
    """

    facts: Mapping
    chapters: list[Chapter]


def make(
    texts: Iterable[Text],
    facts: Mapping,
    words: Mapping,
    *,
    first: int = 1,
    bibliography: Path | None = None,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> Document:
    """Parse and number a lecture.

    Args:
        texts: its chapters.
        facts: about the lecture, with all claims that were checked.
        words: the table of its language.
        first: the number of the first chapter.
        bibliography: a BibTeX file.
        cache: a folder where pandoc's answers are kept, a file for each chapter; None keeps nothing.
        warn: called with each warning of pandoc.

    Raises:
        PublishingError: mistakes of the text, one a line: unknown references, claims, citations, duplicate
            identifiers, figures without alternative text.
    """
    texts = list(texts)
    trees = parsed(texts, words, cache, warn)
    numbering = Numbering(words, first, entries=glossary_entries(texts, trees))
    for text, made in zip(texts, trees, strict=True):
        made["blocks"] = numbering.walk(text.name, text.number, made["blocks"])
    references = References(numbering.targets, facts["claims"], bibliography is not None, facts["foreign"])
    named = []
    for text, made in zip(texts, trees, strict=True):
        made["blocks"], *names = references.walk(made["blocks"], numbering.renamed.get(text.name, {}))
        named.append(names)
    problems = numbering.problems + references.problems
    literature = []
    if references.citations:
        cited, unknown = cite(references.citations, bibliography, facts["lang"], cache)
        problems += [f"unknown citation: @{name}" for name in unknown]
        title = tree.text(words["headings"]["literature"])
        heading = {"t": "Header", "c": [1, [LITERATURE, ["unnumbered"], []], title]}
        literature = [Chapter(LITERATURE, compact(trees[0] | {"blocks": [heading, *cited]}))]
    if problems:
        raise PublishingError("\n".join(dict.fromkeys(problems)))
    chapters = [
        Chapter(text.name, compact(made), *names) for text, made, names in zip(texts, trees, named, strict=True)
    ]
    chapters += literature
    heading = facts["title"] or first_heading(chapters) or facts["name"]
    claims = {
        name: facts["claims"][name] | place | {"number": number}
        for number, (name, place) in enumerate(references.places.items(), 1)
    }
    return Document(facts | {"heading": heading, "claims": claims}, chapters)


def parsed(
    texts: Iterable[Text], words: Mapping, cache: str | Path | None, warn: Callable[[str], object]
) -> list[dict]:
    """pandoc's tree of each text, with the quotation marks of the language.

    Args:
        texts, words, cache, warn: as in `make`.
    """
    version, quotes = conversion.code(), words["quotes"]

    def parse(text: Text) -> tuple[dict, list[str]]:
        reading = "jupyter.lua" if text.foreign else "foreign_html.lua"
        answer, warnings = conversion.pandoc(text.markdown, conversion.READER, "json", filters=[reading])
        made = json.loads(answer)
        blocks = tree.without_typst(made["blocks"]) if '"typst' in answer else made["blocks"]
        blocks = finished(blocks) if text.foreign else marks.in_words(blocks) if marks.MARK.search(answer) else blocks
        return made | {"blocks": with_quotes(blocks, quotes)}, warnings

    def answer(text: Text) -> tuple[dict, list[str]]:
        key = digest(version, compact(quotes), text.markdown, *["jupyter"] * text.foreign)
        return kept(place(cache, text.name, "text"), key, lambda: parse(text))

    answers = conversion.side_by_side(answer, texts)
    for warning in chain.from_iterable(warnings for _, warnings in answers):
        warn(warning)
    return [made for made, _ in answers]


def place(cache: str | Path | None, chapter: str, what: str) -> Path | None:
    """The file in a cache that keeps something of a chapter."""
    return Path(cache, f"{chapter or WHOLE}.{what}.json") if cache else None


def glossary_entries(texts: Iterable[Text], trees: Iterable[Mapping]) -> set[str]:
    """The identifiers of the glossary's entries."""
    marked = [made["blocks"] for text, made in zip(texts, trees, strict=True) if "{#glossary-" in text.markdown]
    identifiers = {span["c"][0][0] for blocks in marked for span in tree.find(blocks, "Span")}
    return {identifier for identifier in identifiers if identifier.startswith("glossary-")}


def cite(
    citations: list[tree.Element], bibliography: Path, language: str, cache: str | Path | None
) -> tuple[list, list[str]]:
    """Let pandoc write citations: it gets them alone, in their order.

    Args:
        citations: the elements; they are changed.
        bibliography: a BibTeX file.
        language: of the lecture.
        cache: as in `make`.

    Returns:
        (the blocks of the bibliography, the names that are not in it).

    Raises:
        TextError: the bibliography is no text.
        PublishingError: it is no BibTeX.
    """
    sources = {"t": "Div", "c": [["refs", [], []], []]}
    blocks = [{"t": "Para", "c": [citation]} for citation in citations]
    source = compact({"pandoc-api-version": [1, 23], "meta": {}, "blocks": [*blocks, sources]})
    options = [
        "--citeproc",
        f"--bibliography={bibliography}",
        f"--csl={conversion.HERE / 'citations' / language}.csl",
        "--metadata=link-citations:true",
        f"--metadata=lang:{language}",
    ]
    shown = bibliography.relative_to(Path.cwd()) if bibliography.is_relative_to(Path.cwd()) else bibliography
    key = digest(conversion.code(), language, text_of(shown), source)
    file = place(cache, LITERATURE, "text")
    try:
        answer, warnings = kept(file, key, lambda: conversion.pandoc(source, "json", "json", options=options))
    except PublishingError as refusal:
        if not (found := conversion.UNREADABLE.search(str(refusal))):
            raise
        raise PublishingError(f"{shown}:{found[1]}: this is no BibTeX: {' '.join(found[2].split())}") from None
    *written, sources = json.loads(answer)["blocks"]
    for citation, paragraph in zip(citations, written, strict=True):
        citation["c"] = paragraph["c"][0]["c"]
    unknown = [text.removeprefix(NOT_FOUND).split()[0] for text in warnings if text.startswith(NOT_FOUND)]
    return [sources], unknown


def first_heading(chapters: Iterable[Chapter]) -> str:
    """The words of the first heading; "" if there is none."""
    headings = (block["c"][2] for chapter in chapters for block in chapter.tree["blocks"] if block["t"] == "Header")
    return plain(next(headings, []))


def save(document: Document, folder: str | Path) -> None:
    """Write a document: `document.json`, and the tree of each chapter."""
    folder = Path(folder)
    for chapter in document.chapters:
        write_text(folder / f"{chapter.name or WHOLE}.json", chapter.source)
    about = [{"name": c.name, "pictures": c.pictures, "claims": c.claims} for c in document.chapters]
    write_text(folder / "document.json", compact({"facts": document.facts, "chapters": about}))


def load(folder: str | Path) -> Document:
    """Read a document."""
    about = read_json(Path(folder, "document.json"))
    chapters = [
        Chapter(source=Path(folder, f"{chapter['name'] or WHOLE}.json").read_text(encoding="utf-8"), **chapter)
        for chapter in about["chapters"]
    ]
    return Document(about["facts"], chapters)


def compact(content: object) -> str:
    """JSON without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
