"""How long a chapter's main line is: the words that every reader reads, without what is folded away or only looked at.

Not counted: parts for the curious, answers, code and formulas, figures and captions, footnotes, references.
"""

from collections.abc import Iterator
from pathlib import Path

from lecture.build.description import describe
from lecture.files.texts import read as read_yaml
from lecture.files.texts import text_of
from lecture.text.grammar import MARK, parsed
from lecture.text.reading import Chapter, read

FOLDED = {"curious", "answer", "slides-only"}
LEFT_OUT = {"CodeBlock", "Code", "Math", "Figure", "Image", "Cite", "Note", "RawBlock", "RawInline"}


def lengths(folder: Path) -> dict[str, tuple[int, int | None]]:
    """(words of the main line, the most that `main_line` of `lecture.yaml` allows) of a lecture's chapters, by name.

    Raises:
        TextError: the folder holds no lecture, or a text of it can't be read.
    """
    lecture = describe(folder / "src")
    config = read_yaml(folder / "config/lecture.yaml").value
    facts = {fact: str(config[key]) for fact, key in lecture.facts.items()}
    chapters = [read(text_of(text), str(text), facts) for text in sorted((folder / "notebooks").glob("[0-9]*.md"))]
    return {chapter.name: (words(chapter), lecture.main_line.get(chapter.name)) for chapter in chapters}


def words(chapter: Chapter) -> int:
    """The number of words of a chapter's main line; a number or a template counts as a word.

    Raises:
        RuntimeError: pandoc failed.
    """
    text = "".join(_text(parsed(chapter.cells, chapter.file)["blocks"]))
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _text(node: object) -> Iterator[str]:
    """The text of a branch of pandoc's tree, with a gap wherever a word may end."""
    match node:
        case list():
            for inner in node:
                yield from _text(inner)
        case {"t": kind} if kind in LEFT_OUT:
            yield " "
        case {"t": "Para", "c": [{"t": "Str", "c": text}]} if MARK.fullmatch(text):
            yield " "  # the grammar's mark at the end of a div
        case {"t": "Str", "c": text}:
            yield text
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            yield " "
        case {"t": "Quoted" | "Span" | "Link", "c": [_, inlines, *_]}:
            yield from _text(inlines)
        case {"t": "Header", "c": [_, _, inlines]}:
            yield from (*_text(inlines), " ")
        case {"t": "Div", "c": [[_, classes, _], blocks]}:
            yield from () if FOLDED.intersection(classes) else _text(blocks)
        case {"t": "Table", "c": [_, _caption, _columns, *parts]}:
            yield from _text(parts)
        case {"t": "Para" | "Plain", "c": inlines}:
            yield from (*_text(inlines), " ")
        case {"t": _, "c": content}:
            yield from _text(content)
