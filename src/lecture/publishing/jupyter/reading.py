"""pandoc's tree of a foreign notebook, finished: footnotes, names of places and links to them, headings of outputs."""

import re
from itertools import count
from urllib.parse import unquote

from lecture.publishing.trees import tree
from lecture.publishing.trees.tree import Element, attribute, plain, rewrite

PREFIX = "nb-"  # no name of a foreign notebook is one of the page's own
WITH_ATTRIBUTES = {"Div", "Span", "Table", "Figure", "Code", "CodeBlock", "Image", "Link"}


def finished(blocks: list) -> list:
    """The blocks of a foreign notebook in the elements of ours.

    Args:
        blocks: as jupyter.lua gives them; they are changed.
    """
    blocks = _with_footnotes(blocks)
    blocks = rewrite(blocks, {"Div": _output, "Table": _without_headings})
    return _with_places(blocks)


def _with_footnotes(blocks: list) -> list:
    """Notes where their marks stand; a note without a mark stays in the text."""
    notes: dict[str, list] = {}
    marks = {attribute(span["c"][0], "footnote") for span in tree.find(blocks, "Span")}

    def note(div: Element) -> list | None:
        name = attribute(div["c"][0], "footnote")
        if name is None or name not in marks:
            return None
        notes[name] = div["c"][1]
        return []

    def mark(span: Element) -> list | None:
        name = attribute(span["c"][0], "footnote")
        return [{"t": "Note", "c": notes[name]}] if name in notes else None

    return rewrite(rewrite(blocks, {"Div": note}), {"Span": mark})


def _output(div: Element) -> None:
    if "output" in div["c"][0][1]:
        div["c"] = rewrite(_demoted(div["c"]), {"Table": _as_numbers})


def _as_numbers(table: Element) -> None:
    """Jupyter sets the cells of outputs at their right edge."""
    right = {"t": "AlignRight"}
    table["c"][2] = [[right if side["t"] == "AlignDefault" else side, width] for side, width in table["c"][2]]


def _without_headings(table: Element) -> None:
    table["c"] = _demoted(table["c"])


def _demoted(content: list) -> list:
    """Content whose headings are paragraphs in bold letters: no headings of the page."""
    return rewrite(content, {"Header": lambda header: [{"t": "Para", "c": [{"t": "Strong", "c": header["c"][2]}]}]})


def _with_places(blocks: list) -> list:
    """Blocks whose places have names that differ, and whose links lead to places that there are.

    A heading is called as Jupyter calls it, `Some-Heading`, and found as GitHub calls it, too.
    """
    places: dict[str, str] = {}
    taken: set[str] = set()

    def name(wish: str, *also: str) -> str:
        base = PREFIX + re.sub(r"[^\w.-]+", "-", wish).strip("-")
        free = next(made for number in count(1) if (made := base if number == 1 else f"{base}-{number}") not in taken)
        taken.add(free)
        for key in (wish, *also):
            places.setdefault(key, free)
        return free

    def header(element: Element) -> None:
        level, attr, content = element["c"]
        title = plain(content).strip()
        jupyter = title.replace(" ", "-")
        own = [attr[0]] if attr[0] else []
        element["c"] = [level, [name(jupyter, *own, _loose(jupyter)), ["unnumbered"], []], content]

    def named(element: Element) -> None:
        attr = element["c"][0]
        if attr[0]:
            attr[0] = name(attr[0], _loose(attr[0]))

    def link(element: Element) -> list | None:
        target = element["c"][2][0]
        if not target.startswith("#"):
            return None
        wish = unquote(target[1:])
        if found := places.get(wish) or places.get(_loose(wish)):
            element["c"][2][0] = f"#{found}"
            return None
        return rewrite(element["c"][1], {"Link": link})

    blocks = rewrite(blocks, {"Header": header} | dict.fromkeys(WITH_ATTRIBUTES, named))
    return rewrite(blocks, {"Link": link})


def _loose(name: str) -> str:
    """A name of a place in the letters that all ways of naming share."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")
