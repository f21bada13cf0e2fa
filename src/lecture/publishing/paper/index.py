"""The places where a text speaks of its glossary's terms, for an index with page numbers."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from lecture.publishing.document import GLOSSARY, LITERATURE, Document, compact
from lecture.publishing.trees import tree
from lecture.publishing.trees.tree import Element, plain, rewrite

ENTRY = "glossary-"
MOST = 8  # sections that are named of a term that more of them speak of: those that do it most
WORD = re.compile(r"\w+")
BRACKETS = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True)
class Stems:
    """Words without their endings, so that a term is found in each of its forms.

    Attributes:
        endings: of a language, a regular expression.
    """

    endings: re.Pattern

    def of(self, text: str) -> list[str]:
        """The stems of the words of a text; a word of three letters or fewer stays whole."""
        words = WORD.findall(text.casefold())
        return [word if len(word) < 4 else self.endings.sub("", word) for word in words]


def terms(document: Document) -> dict[str, str]:
    """The glossary's terms by name, in its order; empty without a glossary."""
    entries = (span for chapter in document.chapters for span in tree.find(chapter.tree["blocks"], "Span"))
    return {
        span["c"][0][0].removeprefix(ENTRY): plain(span["c"][1])
        for span in entries
        if span["c"][0][0].startswith(ENTRY)
    }


def marked(document: Document, words: Mapping) -> Document:
    """A document where a mark stands in the first paragraph of each section that speaks of a term, for Typst.

    Args:
        document: the lecture; it stays as it is.
        words: the table of its language.
    """
    stems = Stems(re.compile(words["endings"]))
    wanted = phrases(terms(document), stems)
    if not wanted:
        return document
    trees = {
        chapter.name: json.loads(chapter.source)
        for chapter in document.chapters
        if chapter.name not in (LITERATURE, GLOSSARY)
    }
    mentions: dict[str, Counter] = defaultdict(Counter)
    firsts: dict[tuple[str, int], Element] = {}
    sections = count()
    for made in trees.values():
        for section, paragraph in paragraphs(made["blocks"], sections):
            for name in spoken_of(stems.of(plain(paragraph["c"])), wanted):
                mentions[name][section] += 1
                firsts.setdefault((name, section), paragraph)
    names: dict[int, tuple[Element, list[str]]] = {}
    for name, found in mentions.items():
        for section, _ in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST]:
            paragraph = firsts[name, section]
            names.setdefault(id(paragraph), (paragraph, []))[1].append(name)
    for paragraph, inside in names.values():
        listed = " ".join(f'"{name}",' for name in sorted(inside))
        paragraph["c"].insert(0, {"t": "RawInline", "c": ["typst", f"#indexed(({listed}))"]})
    chapters = [
        replace(chapter, source=compact(trees[chapter.name])) if chapter.name in trees else chapter
        for chapter in document.chapters
    ]
    return replace(document, chapters=chapters)


def phrases(found: Mapping[str, str], stems: Stems) -> dict[str, list[tuple[list[str], str]]]:
    """What to look for, by its first stem: [(all stems, name of the term)]. What stands in brackets behind a term is
    another word for it.
    """
    wanted = defaultdict(list)
    for name, term in found.items():
        for phrase in (BRACKETS.sub("", term), *BRACKETS.findall(term)):
            if sought := stems.of(phrase):
                wanted[sought[0]].append((sought, name))
    return wanted


def spoken_of(text: list[str], wanted: Mapping[str, list[tuple[list[str], str]]]) -> set[str]:
    """The names of the terms in a text, given by its stems."""
    return {
        name
        for place, stem in enumerate(text)
        for sought, name in wanted.get(stem, ())
        if text[place : place + len(sought)] == sought
    }


def paragraphs(blocks: list, sections: Iterator[int]) -> Iterator[tuple[int, Element]]:
    """The paragraphs of a chapter, each with the number of its section."""
    found: list[tuple[int, Element]] = []
    here = next(sections)

    def heading(header: Element) -> list[Element]:
        nonlocal here
        here = next(sections)
        return [header]

    def paragraph(element: Element) -> list[Element]:
        found.append((here, element))
        return [element]

    # A caption is repeated in its list.
    inside = {"Table": lambda table: [table], "Figure": lambda figure: [figure]}
    rewrite(blocks, {"Header": heading, "Para": paragraph, "Plain": paragraph} | inside)
    yield from found
