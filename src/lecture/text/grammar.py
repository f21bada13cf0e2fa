"""The one grammar of chapters: what pandoc, which publishes them, finds in their text, each thing with its place.

A chapter is still a template when it is read. So pandoc gets a text where each `{{ … }}` is one word and the other
templates are gone, as if every loop ran once and every branch were taken, and where a code cell is an empty block.
Pandoc tells no places: behind each sign that may begin a name stands a mark, a number between two rare letters, which
pandoc carries along. Marks of what is only shown, in a code span, a fence or a comment, come back in no name.
"""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import jinja2.nodes
import pypandoc
from jinja2 import TemplateSyntaxError

from lecture.publishing.conversion import READER
from lecture.text.cells import Cell, ChapterError, line_breaks
from lecture.text.numbers import environment

LETTER = "ꙮ"  # may stand in every name, and does in none
MARK = re.compile(f"{LETTER}([0-9]+){LETTER}")
SIGN = re.compile(
    r"^(?P<end>[ \t]*):{3,}[ \t]*$"  # the end of a div: its mark stands before it, alone
    r"|(?:#|@\{?)(?i:fig|tbl|eq|sec)-|\bid=[\"']?|\bfigures/|\b(?:claim|term|source)=[\"']?"
    r"|(?:\.|:::[ \t]*)only\b|^[ \t]*`{3,} *python(?=\s|\Z)"
    r"|(?:\]\(\s*+|^ {0,3}\[[^\]\n]+\]:[ \t]*+)<?+(?!(?:\.\./)?figures/)|(?<![\w.])@\{?(?=\w)",
    re.MULTILINE,
)

IDENTIFIER = re.compile(rf"(?:{MARK.pattern})?(?i:fig|tbl|eq|sec)-.")
FIGURE = re.compile(r"(?:\.\./)?figures/(\S+)\.svg")
EQUATION = re.compile(r"\{#(eq-[^\s}]+)\}")


@dataclass(frozen=True)
class Found:
    """Something that stands in a chapter.

    Attributes:
        kind: "figure", "picture", which is none of the lecture's figures, "claim", "term", "reference", "citation",
            "identifier", "source"; "cell", a code cell; "part", a div of the class `only`; and what only looks like
            them, "no cell" and "no part". What a chapter's templates and code name besides: "group", of numbers, and
            "file".
        name: as it is written, templates included.
        line, column: where the name begins, in `#fig-name` behind the prefix: the line in the file, from 1, and the
            place in the line, from 0.
        attributes: of a figure, `id` among them, and of a part.
        end: the line where a part ends; None if it doesn't.
    """

    kind: str
    name: str
    line: int
    column: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    end: int | None = None


@dataclass(frozen=True)
class Mark:
    """A place in a chapter, and the template that stands there."""

    line: int
    column: int
    template: str = ""


def find(cells: Sequence[Cell], file: str) -> list[Found]:
    """All that pandoc finds in a chapter, in the order of the text.

    Args:
        cells: of the whole chapter: a div may begin in one and end in another.
        file: the name of the chapter, for messages.

    Raises:
        ChapterError: a template doesn't parse.
        RuntimeError: pandoc failed.
    """
    marks: list[Mark] = []
    document = _document(cells, file, marks)

    def plain(text: str) -> str:
        return MARK.sub(lambda mark: marks[int(mark[1])].template, text)

    found, place = [], Mark(1, 0)
    for kind, name, attributes, end in _things(pandoc(document)):
        if mark := MARK.search(name):
            place = marks[int(mark[1])]
        given = {plain(key): plain(value) for key, value in attributes}
        last = marks[int(MARK.fullmatch(end)[1])].line if end else None
        found.append(Found(kind, plain(name), place.line, place.column, given, last))
    return sorted(found, key=lambda item: (item.line, item.column))


def parsed(cells: Sequence[Cell], file: str) -> dict:
    """pandoc's tree of a chapter as it is read: templates are words, code cells empty blocks.

    Args:
        cells: of the whole chapter.
        file: the name of the chapter, for messages.

    Raises:
        ChapterError: a template doesn't parse.
        RuntimeError: pandoc failed.
    """
    return pandoc(_document(cells, file, []))


@cache
def template(cell: Cell, file: str) -> jinja2.nodes.Template:
    """The template of a cell of prose.

    Raises:
        ChapterError: it doesn't parse.
    """
    try:
        return environment("en").parse(cell.source)
    except TemplateSyntaxError as mistake:
        raise ChapterError(
            f"{file}:{cell.line + mistake.lineno - 1}: {mistake.message.rstrip('.')}; "
            "braces that are no template stand between {% raw %} and {% endraw %}"
        ) from None


def _document(cells: Sequence[Cell], file: str, marks: list[Mark]) -> str:
    """What pandoc reads of a chapter; the places of its marks go to `marks`."""
    return "\n\n".join(_marked(cell, file, marks) for cell in cells)


def _marked(cell: Cell, file: str, marks: list[Mark]) -> str:
    """What pandoc reads of a cell; the places of its marks go to `marks`."""

    breaks = line_breaks(cell.source)

    def mark(at: int, template: str = "") -> str:
        column = at - cell.source.rfind("\n", 0, at) - 1
        marks.append(Mark(cell.line + breaks(at), column, template))
        return f"{LETTER}{len(marks) - 1}{LETTER}"

    if cell.kind == "code":
        return f"```\n{mark(0)}\n```"
    template(cell, file)
    pieces, at, opened = [], 0, 0
    for _, kind, value in environment("en").lex(cell.source):
        # Between two pieces of a template the lexer may have left white space out.
        start = cell.source.index(value, at)
        at = start + len(value)
        if kind == "variable_begin":
            opened = start
        elif kind == "variable_end":
            pieces.append(mark(opened, cell.source[opened:at].rstrip()))
        elif kind == "data":
            for sign in SIGN.finditer(cell.source, start, at):
                pieces.append(cell.source[start : sign.start()])
                if sign["end"] is None:
                    pieces += [sign[0], mark(sign.end())]
                else:
                    pieces += [f"\n\n{sign['end']}{mark(sign.end())}\n\n", sign[0]]
                start = sign.end()
            pieces.append(cell.source[start:at])
    return "".join(pieces)


def pandoc(document: str) -> dict:
    """pandoc's tree of a document.

    Raises:
        RuntimeError: pandoc failed.
    """
    command = [pypandoc.get_pandoc_path(), f"--from={READER}", "--to=json"]
    done = subprocess.run(command, input=document, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"pandoc failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def _things(node: object) -> Iterator[list]:
    """What stands in a branch of pandoc's tree."""
    if isinstance(node, dict):
        yield from _named(node)
        yield from _attributed(node)
        for inner in node.values():
            yield from _things(inner)
    elif isinstance(node, list):
        yield from _equations(node)
        for inner in node:
            yield from _things(inner)


def _thing(kind: str, name: str, pairs: Iterable[list[str]] = (), end: str = "") -> list:
    """A thing as JSON keeps it, with marks in its texts."""
    return [kind, name, list(pairs), end]


def _named(node: dict) -> Iterator[list]:
    """What an element is by its kind."""
    match node:
        case {"t": "Figure", "c": [[identifier, *_], [_, caption], [{"c": [{"t": "Image", "c": image}]}]]}:
            # pandoc gives the identifier of a picture to its figure, and its `alt` to its words: here they go back.
            (_, classes, pairs), words, _ = image
            alt = [] if caption and caption[0]["c"] == words else [word["c"] for word in words if word["t"] == "Str"]
            image[0] = [identifier, classes, [*pairs, ["alt", " ".join(alt)]]]
        case {"t": "Image", "c": [[identifier, _, pairs], _, [path, _]]} if figure := FIGURE.fullmatch(path):
            yield _thing("figure", figure[1], [*pairs, ["id", identifier]])
        case {"t": "Image", "c": [_, _, [path, _]]}:
            yield _thing("picture", path)
        case {"t": "Span", "c": [[_, _, pairs], _]}:
            yield from (_thing(key, value) for key, value in pairs if key in ("claim", "term"))
        case {"t": "CodeBlock", "c": [[_, classes, pairs], text]}:
            yield from (_thing("source", value) for key, value in pairs if key == "source")
            yield from (_thing("no cell", name) for name in classes if name.startswith(f"python{LETTER}"))
            if MARK.fullmatch(text):
                yield _thing("cell", text)
        case {"t": "Code", "c": [_, text]} if text.startswith(f"python{LETTER}"):
            yield _thing("no cell", text)
        case {"t": "Cite", "c": [citations, _]}:
            names = [citation["citationId"] for citation in citations]
            yield from (_thing("reference" if IDENTIFIER.match(name) else "citation", name) for name in names)
        case {"t": "Str", "c": text} if f"{{.only{LETTER}" in text or text.startswith(f"only{LETTER}"):
            yield _thing("no part", text)


def _attributed(node: dict) -> Iterator[list]:
    """What the identifier and the classes of an element say."""
    kind, content = node.get("t"), node.get("c")
    match content[1:] if kind == "Header" else content:
        case [[str(identifier), list(classes), list(pairs)], *inner]:
            if IDENTIFIER.match(identifier) and kind in ("Header", "Div", "Table", "Image"):
                yield _thing("identifier", identifier)
            if "only" in (plain := [MARK.sub("", name) for name in classes]):
                alone = kind == "Div" and plain == ["only"] and not identifier
                yield _thing("part" if alone else "no part", " ".join(classes), pairs, _end(inner))


def _end(inner: list) -> str:
    """The mark before the end of a div, if it ends."""
    match inner:
        case [[*_, {"t": "Para", "c": [{"t": "Str", "c": text}]}]] if MARK.fullmatch(text):
            return text
    return ""


def _equations(inlines: list) -> Iterator[list]:
    """The identifiers behind displayed formulas, which pandoc leaves to `lecture.publishing.trees.numbering`."""
    for position, inline in enumerate(inlines):
        match inline, inlines[position + 1 : position + 3]:
            case (
                {"t": "Math", "c": [{"t": "DisplayMath"}, _]},
                [{"t": "Space" | "SoftBreak"}, {"t": "Str", "c": text}] | [{"t": "Str", "c": text}, *_],
            ) if identifier := EQUATION.match(text):
                yield _thing("identifier", identifier[1])
