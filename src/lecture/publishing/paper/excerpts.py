"""Parts of the lecture on paper: a PDF for each chapter, all exercises, all solutions.

They are cut from what is written for the whole, so numbers are the same; what they refer to elsewhere is plain text.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from lecture import words as language
from lecture.publishing import writing
from lecture.publishing.document import GLOSSARY, LITERATURE, Document
from lecture.publishing.paper import index, printing
from lecture.publishing.trees.references import from_folder
from lecture.publishing.trees.tree import attribute, plain
from lecture.publishing.writing import Written

EXERCISES, SOLUTIONS = "exercises", "solutions"
CHAPTERS, HANDOUTS = "chapters", "handouts"  # the folders where they are published
ENTRY = re.compile(r"^#block\[\n(?:(?!^#block\[).)*?^\] <(ref-[^>]+)>$", re.MULTILINE | re.DOTALL)
CITED = re.compile(r"<(ref-[^>]+)>")
LINK = re.compile(r'(?<=#link\(")[^"\\]*(?="\))')
PICTURE = re.compile(r'places\.at\("((?:\\.|[^"\\])*)"\)')


def headings_of(document: Document) -> dict[str, str]:
    """The headings of the chapters, with their numbers, by the chapter's name."""
    found = {}
    for chapter in document.chapters:
        if chapter.name not in (LITERATURE, GLOSSARY):
            _, attr, content = next(block["c"] for block in chapter.tree["blocks"] if block["t"] == "Header")
            found[chapter.name] = f"{attribute(attr, 'number') or ''} {plain(content)}".strip()
    return found


def parts(
    document: Document, chapters: Mapping[str, Written]
) -> Iterator[tuple[str, str, dict, list[Written], Written]]:
    """Each excerpt: name, title, its claims, its chapters and the literature that it cites.

    Args:
        document: the lecture.
        chapters: as `writing.written` gives them for paper.
    """
    headings, words = headings_of(document), language.table(document.facts["lang"])
    literature = chapters.get(LITERATURE, Written("")).body
    for name, heading in headings.items():
        chapter = chapters[name]
        claims = {key: claim for key, claim in document.facts["claims"].items() if claim["chapter"] == heading}
        cited = set(CITED.findall(chapter.body + chapter.answers))
        yield name, heading, claims, [chapter], Written(cut(literature, cited))
    handouts = {
        EXERCISES: {name: "\n".join(chapters[name].exercises) for name in headings},
        SOLUTIONS: {name: chapters[name].answers for name in headings},
    }
    for what, pieces in handouts.items():
        title = words["headings"][what]
        bodies = [Written(titled(2, headings[name]) + piece) for name, piece in pieces.items() if piece]
        cited = set(CITED.findall("".join(body.body for body in bodies)))
        yield what, title, {}, [Written(titled(1, title)), *bodies], Written(cut(literature, cited))


def titled(level: int, words: str) -> str:
    """A heading without a number, for Typst."""
    return f"#heading(level: {level}, numbering: none, {writing.literal(words)})\n"


def with_links(source: str, folder: str, published: Collection[str]) -> str:
    """A text for Typst whose links to other published files lead there from its folder."""
    return LINK.sub(lambda link: from_folder(link[0], folder, published), source)


def cut(literature: str, cited: set[str]) -> str:
    """The written list of literature with those entries only that are cited; empty without any."""
    if not cited:
        return ""
    return ENTRY.sub(lambda entry: entry[0] if entry[1] in cited else "", literature)


def write(
    document: Document,
    folders: list[str | Path],
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> dict[str, bytes]:
    """All excerpts as PDF, by name; one that is as it was is taken from the cache.

    Args:
        document, folders, cache, warn: as in `writing.write`, of a lecture whose pictures its own build made.

    Raises:
        PublishingError: as in `writing.write`.
    """
    words = language.table(document.facts["lang"])
    document = index.marked(document, words)
    made = {}
    with TemporaryDirectory() as work:
        shown = writing.gathered(document, "pdf", [*map(Path, folders)], Path(work), True, False, warn)
        chapters = writing.written(document, "pdf", shown, cache=cache, warn=warn)
        for name, title, claims, inside, literature in parts(document, chapters):
            used = set(PICTURE.findall("\n".join(chapter.body + chapter.answers for chapter in inside)))
            paths = {source: path for source, path in shown.paths.items() if source in used}
            facts = document.facts | {"claims": claims, "excerpt": title}
            source = writing.frame("paper/document.typ", facts, words, inside, literature, paths, {})
            source = with_links(source, HANDOUTS if name in (EXERCISES, SOLUTIONS) else CHAPTERS, facts["published"])
            made[name] = printing.to_kept_pdf(source, paths, Path(cache, f"{name}.excerpt") if cache else None, warn)
    return made
