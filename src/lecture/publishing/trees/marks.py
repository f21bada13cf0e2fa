"""Marks around the numbers of results, letters that no text has: they go with a number from its name to the page.

The letter before a number tells by its place in Unicode which of its chapter's names it is; one behind it ends it. On
the page elements take their place; every other format takes them out.
"""

import re

FIRST, END = 0xF0000, "\U00100000"  # of two planes for private use
MOST = 0xFFF0  # names in a chapter
BEGIN = "[\U000f0000-\U000fffff]"
MARK = re.compile(f"{BEGIN}|{END}")
MARKED = re.compile(f"({BEGIN})((?:(?!{BEGIN}).)*?){END}", re.DOTALL)
ALONE = re.compile(rf"<(td|th|strong|em)\b([^>]*)>({BEGIN})([^<\U000f0000-\U000fffff]*){END}</\1>")
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*?(/?)>")
EMPTY = {"br", "img", "mspace", "hr", "input", "wbr"}


def put(text: str, name: int) -> str:
    """A text between marks.

    Args:
        text: what will become the number.
        name: its place among the names of its chapter, less than `MOST`.
    """
    return f"{chr(FIRST + name)}{text}{END}"


def removed(text: str) -> str:
    """A text without marks."""
    return MARK.sub("", text)


def in_words(blocks: object) -> object:
    """A tree of pandoc whose marks stand in its words alone: not in formulas, code, addresses and attributes."""
    match blocks:
        case {"t": "Str"}:
            return blocks
        case dict():
            return {key: in_words(value) for key, value in blocks.items()}
        case list():
            return [in_words(value) for value in blocks]
        case str():
            return removed(blocks)
    return blocks


def as_elements(html: str, chapter: str) -> str:
    """HTML of a chapter where a number is an element: `<data value="04.3">97.0%</data>`, or the cell that holds it
    alone, `<td data-n="04.3">`: the name of the chapter, and the place of the number's name in those of the chapter."""

    def place(mark: str) -> str:
        return f"{chapter}.{ord(mark) - FIRST}"

    html = re.sub(r"<[^>]*>", lambda tag: removed(tag[0]), html)
    html = ALONE.sub(lambda match: f'<{match[1]}{match[2]} data-n="{place(match[3])}">{match[4]}</{match[1]}>', html)
    html = MARKED.sub(
        lambda match: f'<data value="{place(match[1])}">{match[2]}</data>' if _is_whole(match[2]) else match[2], html
    )
    return removed(html)


def _is_whole(html: str) -> bool:
    """Whether each element in a piece of HTML begins and ends there, and none is a block."""
    opened: list[str] = []
    for tag in TAG.finditer(html):
        if tag[2] in ("p", "li", "td", "tr", "table", "div", "section", "data", "a", "button"):
            return False
        if tag[1]:
            if not opened or opened.pop() != tag[2]:
                return False
        elif not tag[3] and tag[2] not in EMPTY:
            opened.append(tag[2])
    return not opened
