"""What a reader can search: the sections of a chapter, captions, terms, as the script of the page finds them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4"}
UNREAD = {"svg", "annotation", "script", "style", "button"}


@dataclass
class Entry:
    """A place that can be found.

    Attributes:
        place: its identifier.
        kind: "section", "figure" or "term".
        title, text: its words.
        path: the title of the chapter, or "" for the chapter itself.
    """

    place: str
    kind: str
    title: str = ""
    text: str = ""
    path: str = ""


@dataclass
class Open:
    """An element that is being read.

    Attributes:
        tag, classes: of the element.
        entry: what it is an entry of.
        part: the attribute of the entry that its words belong to; "" if they belong to none.
        listed: whether it stands in the glossary.
    """

    tag: str
    classes: set[str] = field(default_factory=set)
    entry: Entry | None = None
    part: str = ""
    listed: bool = False


class Reader(HTMLParser):
    """Reads the sections of a chapter."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Entry] = []
        self.stack: list[Open] = [Open("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given, outer = dict(attrs), self.stack[-1]
        inner = Open(tag, set((given.get("class") or "").split()), outer.entry, outer.part, outer.listed)
        inner.listed |= "glossary" in inner.classes
        name = given.get("id") or ""
        if tag in UNREAD or "evidence" in inner.classes:
            inner.part = ""
        elif tag == "section" and name:
            self._begin(inner, Entry(name, "section"), "text")
        elif tag == "figure" and name:
            self._begin(inner, Entry(name, "figure"), "")
        elif tag == "figcaption":
            inner.part = "text" if inner.entry and inner.entry.kind == "figure" else ""
        elif "caption-label" in inner.classes and inner.entry and inner.entry.kind == "figure":
            inner.part = "title"
        elif tag in HEADINGS:
            inner.part = "title" if outer.tag == "section" and outer.entry and not outer.entry.title else ""
        elif tag == "dt" and inner.listed:
            self._begin(inner, Entry("", "term"), "title")
        elif tag == "dd" and inner.listed:
            inner.entry, inner.part = self.found[-1], "text"
        if name and inner.entry and inner.entry.kind == "term" and not inner.entry.place:
            inner.entry.place = name
        self.stack.append(inner)

    def _begin(self, element: Open, entry: Entry, part: str) -> None:
        element.entry, element.part = entry, part
        self.found.append(entry)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and any(element.tag == tag for element in self.stack[1:]):
            while self.stack.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        element = self.stack[-1]
        if element.entry and element.part:
            setattr(element.entry, element.part, getattr(element.entry, element.part) + data)


def read(html: str, glossary: str) -> list[Entry]:
    """The places of a chapter that can be found, in their order.

    Args:
        html: of the chapter.
        glossary: where terms are found, in words.
    """
    reader = Reader()
    reader.feed(html)
    reader.close()
    for entry in reader.found:
        entry.title, entry.text = " ".join(entry.title.split()), " ".join(entry.text.split())
    chapter = next((entry.title for entry in reader.found if entry.kind == "section"), "")
    for number, entry in enumerate(reader.found):
        entry.path = glossary if entry.kind == "term" else chapter if number else ""
    listed = any(entry.kind == "term" for entry in reader.found)
    return [entry for entry in reader.found if entry.place and not (listed and entry.kind == "section")]
