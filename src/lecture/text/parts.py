"""Parts of a chapter that are for some facts only: `::: {.only data="MNIST KMNIST"}` … `:::`, or `data="!MNIST"`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lecture.text.cells import Cell, ChapterError
from lecture.text.grammar import Found

FORM = "a part is a div of its own, without other classes and names: ::: {.only data=…} behind a blank line, … and :::"


def left_out(cells: Sequence[Cell], found: Sequence[Found], facts: Mapping[str, object], file: str) -> set[int]:
    """The numbers of the lines that are left out because their part doesn't fit the facts.

    Args:
        cells, found: of the whole chapter.
        facts: what a part may depend on, `{"data": "MNIST"}`; it fits if each is among the values that the part names,
            or is none of the values that it excludes, `!MNIST`.
        file: the name of the chapter, for messages.

    Raises:
        ChapterError: a part is not written right, or depends on what is no fact.
    """
    gone: set[int] = set()
    for part in found:
        place = f"{file}:{part.line}"
        if part.kind == "no part" or (part.kind == "part" and not re.match(r"\s*:::", _line(cells, part.line))):
            raise ChapterError(f"{place}: {FORM}")
        if part.kind != "part":
            continue
        if part.end is None:
            raise ChapterError(f"{place}: this part has no end: a line that is only :::")
        if not part.attributes:
            raise ChapterError(f"{place}: this part doesn't say for what it is: ::: {{.only data=…}}")
        for key in part.attributes:
            if key not in facts:
                raise ChapterError(f"{place}: no fact {key!r}; there is {', '.join(facts) or 'none'}")
            if len({word.startswith("!") for word in part.attributes[key].split()}) > 1:
                raise ChapterError(f"{place}: {key} names values or excludes them with `!`, not both")
        if not all(_fits(str(facts[key]), values.split()) for key, values in part.attributes.items()):
            gone |= set(range(part.line, part.end + 1))
    return gone


def without(cells: Sequence[Cell], found: Sequence[Found], gone: set[int]) -> Iterator[Cell]:
    """The cells without what is left out; in prose, empty lines stand for it and for the marks of parts.

    Args:
        cells, found: of the whole chapter.
        gone: the numbers of the lines that are left out.
    """
    empty = gone | {line for part in found if part.kind == "part" for line in (part.line, part.end)}
    for cell in cells:
        if cell.kind == "code":
            yield from [] if cell.line in gone else [cell]
            continue
        lines = enumerate(cell.source.split("\n"), cell.line)
        source = "\n".join("" if number in empty else line for number, line in lines)
        if source.strip():
            yield replace(cell, source=source)


def _fits(fact: str, values: Sequence[str]) -> bool:
    """Whether a fact is among the values; if these exclude, whether it is not."""
    if any(value.startswith("!") for value in values):
        return f"!{fact}" not in values
    return fact in values


def _line(cells: Sequence[Cell], number: int) -> str:
    """A line of a cell by its number in the file."""
    cell = next(cell for cell in reversed(cells) if cell.line <= number)
    return cell.source.split("\n")[number - cell.line]
