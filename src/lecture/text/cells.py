"""A chapter's file as cells, each with its line: jupytext splits it, and sees nothing of what is only shown."""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches

import yaml

from lecture.files.texts import TextError, parse

FOREIGN = "a cell that is not Python; code that is only shown needs braces: ```{.bash} instead of ```bash"
RAW = "a cell that is neither prose nor Python would be left out; code that is only shown needs braces: ```{.python}"

# A fence or a comment, whole. Regions of jupytext, `<!-- #region -->`, are no comments.
BLOCK = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+)[^`\n]*\n(?:.*?\n)??(?P=fence)[`~]*[ \t]*$|^<!--(?! *#).*?-->", re.MULTILINE | re.DOTALL
)
# The fence of a cell. In three backticks jupytext knows which words are languages; with more it loses count of them.
CELL = re.compile(r"``` *[A-Za-z]|`{4,} *python\b")

# What may stand behind the fence of a cell: tags, of which these do something here or in Jupyter.
OPTIONS = re.compile(r"^``` *python\b(?! *[.{])([^`\n]*)$", re.MULTILINE)  # with a class it is no cell
PLACES_OF_A_CELL = ("input", "output", "cell")
TAGS = ("parameters", "raises-exception", *(f"{do}-{what}" for do in ("hide", "remove") for what in PLACES_OF_A_CELL))

# Where `str.splitlines`, and with it jupytext, breaks a line, and no editor does.
NO_NEWLINES = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")


class ChapterError(TextError):
    """A mistake in a chapter; the message starts with `file:line:`."""


@dataclass(frozen=True)
class Cell:
    """A cell of a chapter: `kind` is "markdown" or "code", `line` is its first line in the file, from 1."""

    kind: str
    source: str
    tags: tuple[str, ...]
    line: int


def split(text: str, file: str) -> tuple[str, list[Cell]]:
    """The title and the cells of a chapter; empty cells are left out.

    Args:
        text: jupytext Markdown.
        file: its name, for messages.

    Raises:
        ChapterError: the header has no title, a cell is neither prose nor Python, or a tag is none.
    """
    import jupytext  # a build whose texts are as they were needs none

    text = tidied(text)
    bare = BLOCK.sub(_hidden, text)
    if mistakes := [f"{file}:{line}: {what}" for line, what in _wrong_options(bare)]:
        raise ChapterError("\n".join(mistakes))
    try:
        header, *body = jupytext.reads(bare, fmt="md:markdown").cells or [None]
    except yaml.YAMLError as mistake:
        raise _no_yaml(mistake, file) from None
    title = _title(header.source if header and header.cell_type == "raw" else "", file)
    lines, seen = text.splitlines(), bare.splitlines()
    at, cells = len(header.source.splitlines()), []
    for cell in body:
        if not (source := cell.source.splitlines()):
            continue
        # jupytext keeps a cell's lines as they are, so each is found behind the one before.
        start = at
        while seen[at : at + len(source)] != source:
            at += 1
            if at >= len(seen):
                raise ChapterError(f"{file}:{_foreign_fence(lines, start)}: {FOREIGN}")
        if cell.cell_type == "raw":
            raise ChapterError(f"{file}:{at + 1}: {RAW}")
        tags = tuple(cell.metadata.get("tags", []))
        cells.append(Cell(cell.cell_type, "\n".join(lines[at : at + len(source)]), tags, at + 1))
        at += len(source)
    return title, cells


def tidied(text: str) -> str:
    """The text with the lines that an editor shows, for jupytext."""
    return NO_NEWLINES.sub(" ", re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")))


def _hidden(block: re.Match) -> str:
    """What jupytext sees of a fence or a comment: a cell as it is, and of all else as many lines without a meaning."""
    return block[0] if CELL.match(block[0]) else "\n".join("'" * (block[0].count("\n") + 1))


def _wrong_options(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of each mistake behind the fence of a cell, where jupytext passes over it or fails."""
    for cell in OPTIONS.finditer(text):
        line, options, tags = text.count("\n", 0, cell.start()) + 1, cell[1].strip(), None
        with suppress(json.JSONDecodeError):
            tags = json.loads(options.removeprefix("tags=")) if options.startswith("tags=[") else None
        if options and not (tags is not None and all(isinstance(tag, str) for tag in tags)):
            yield line, f'{options}: behind ```python stand tags alone, such as tags=["hide-input"]'
            continue
        for tag in tags or []:
            if tag.replace("_", "-") not in TAGS:
                near = get_close_matches(tag, TAGS, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(TAGS)}"
                yield line, f"the tag {tag!r} means nothing; {hint}"


def _title(header: str, file: str) -> str:
    header = parse("\n".join("" if line == "---" else line for line in header.split("\n")), file)
    title = header.value.get("title") if isinstance(header.value, dict) else None
    if not title:
        raise ChapterError(f"{file}:1: the header has no `title`: the file begins with ---, title: …, ---")
    if not isinstance(title, str | int | float):
        raise ChapterError(f"{file}:{header.lines['title',]}: the title is no text; write it in quotes")
    return str(title)


def _no_yaml(mistake: yaml.YAMLError, file: str) -> ChapterError:
    mark, problem = getattr(mistake, "problem_mark", None), getattr(mistake, "problem", mistake)
    return ChapterError(f"{file}:{mark.line + 1 if mark else 1}: the header is not YAML: {problem}")


def _foreign_fence(lines: list[str], start: int) -> int:
    """The line of the first fence that jupytext takes for a cell of another language."""
    fences = (n for n, line in enumerate(lines[start:], start + 1) if re.match(r"```+[a-zA-Z]", line))
    return next((n for n in fences if not lines[n - 1].lstrip("`").startswith("python")), start + 1)


def line_breaks(text: str) -> Callable[[int], int]:
    """What tells how many lines of a text end before a place; to count anew for each of many places is quadratic."""
    ends = [found.start() for found in re.finditer("\n", text)]
    return lambda at: bisect_left(ends, at)
