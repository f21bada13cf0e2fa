"""A page in parts, and what differs between two of them."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from lecture.publishing.writing import Written

CLAIMS = re.compile(r'<div popover id="claim-.*</dl></div>(?=\n</main>)', re.DOTALL)
ORIGINS = re.compile(r'<script type="text/plain" id="origins">[^<]*</script>')
OPENING = re.compile(r'<svg id="([^"]+)"')
DATA = re.compile(r'(?:<script type="application/json" data-(?:part|view)="[^<]*</script>)+')
PLACE = re.compile("\0(.*?)\0")


@dataclass(frozen=True)
class Page:
    """A page of the lecture.

    Attributes:
        frame: with a mark in the place of each part.
        parts: the entries of contents and the text of each chapter, the evidence of claims, and
            what the cards tell, by name.
    """

    frame: str
    parts: Mapping[str, str]

    @cached_property
    def html(self) -> str:
        """The page, where comments tell the script of the page where a part begins and ends."""
        return PLACE.sub(lambda place: f"<!--part {place[1]}-->{self.parts[place[1]]}<!--/part-->", self.frame)


def marked(chapters: Mapping[str, Written]) -> dict[str, Written]:
    """Chapters for the frame of a page, with marks instead of their texts."""
    return {
        name: replace(
            chapter,
            body=chapter.body and f"\0chapter {name}\0",
            contents=chapter.contents and f"\0contents {name}\0",
        )
        for name, chapter in chapters.items()
    }


def page_of(frame: str, chapters: Mapping[str, Written]) -> Page:
    """A page.

    Args:
        frame: around chapters that are `marked`.
        chapters: as they are, by name.
    """
    parts = {f"chapter {name}": chapter.body for name, chapter in chapters.items() if chapter.body}
    parts |= {f"contents {name}": chapter.contents for name, chapter in chapters.items() if chapter.contents}
    for name, kind in {"claims": CLAIMS, "origins": ORIGINS}.items():
        if found := kind.search(frame):
            parts[name] = found[0]
            frame = frame.replace(found[0], f"\0{name}\0")
    return Page(frame, parts)


def changes(old: Page, new: Page) -> list[tuple[str, str, str]] | None:
    """(name, old text, new text) of the parts that differ; None where the frame or the list of parts does."""
    if old.frame != new.frame or old.parts.keys() != new.parts.keys():
        return None
    return [(name, *light(old.parts[name], text)) for name, text in new.parts.items() if text != old.parts[name]]


def light(old: str, new: str) -> tuple[str, str]:
    """Both texts of a part without the pictures that they share: an empty element with `data-same` stands for each."""
    known = {old[start:end] for start, end in pictures(old)}
    shared = {new[start:end] for start, end in pictures(new)} & known
    return without(shared, old), without(shared, new)


def without(shared: Collection[str], text: str) -> str:
    """A text without some of its pictures."""
    made, last = [], 0
    for start, end in pictures(text):
        if text[start:end] in shared:
            made += [text[last:start], f"{OPENING.match(text, start)[0]} data-same></svg>"]
            last = end
    return "".join([*made, text[last:]])


def pictures(text: str) -> Iterator[tuple[int, int]]:
    """Where each picture begins and ends, with its data if it is an interactive one; not those with others inside."""
    for opening in OPENING.finditer(text):
        end = text.find("</svg>", opening.end())
        if text.find("<svg", opening.end(), end) < 0:
            end += len("</svg>")
            data = DATA.match(text, end)
            yield opening.start(), data.end() if data else end
