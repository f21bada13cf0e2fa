"""Chapters, sections, figures, tables, formulas, exercises: their numbers, and what a reference calls them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lecture.publishing.trees import tree
from lecture.publishing.trees.tree import Element, attribute, plain, rewrite

NBSP = "\N{NO-BREAK SPACE}"
KIND = re.compile(r"(?i:(fig|tbl|eq|sec|term)-.)")
EQUATION = re.compile(r"\{#(eq-[^\s}]+)\}(.*)", re.DOTALL)


def kind_of(identifier: str) -> str | None:
    """What may be referred to, by the beginning of its identifier: "fig", "tbl", "eq", "sec", "term"."""
    found = KIND.match(identifier)
    return found and found[1].lower()


@dataclass(frozen=True)
class Target:
    """What a reference says: inside a sentence, and where one begins."""

    inner: str
    first: str

    @classmethod
    def named(cls, words: Mapping[str, str], number: str) -> "Target":
        """A word in the language, and the number."""
        return cls(f"{words['inner']}{NBSP}{number}", f"{words['first']}{NBSP}{number}")


@dataclass
class Numbering:
    """One walk through all chapters, in their order. It leaves `number` on headings, figures, tables, formulas (in
    spans `.equation`) and exercises, and opens captions with their labels.

    Attributes:
        words: the table of the language.
        next: the number of the next chapter, where it is given.
        targets: by identifier; None has no name of its own.
        problems: mistakes of the text, a line each.
        renamed: by chapter, identifiers of headings that an earlier chapter has, too.
        section: what a reference to the section that is being read says.
        entries: the identifiers of the glossary's entries.
    """

    words: Mapping
    next: int | None
    targets: dict[str, Target | None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)
    section: Target | None = None
    entries: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._start(0)
        self.name = ""
        self.owners: dict[str, str] = {}

    def walk(self, name: str, number: int | None, blocks: list) -> list:
        """The blocks of the next chapter, numbered.

        Args:
            name: of the chapter.
            number: of the chapter, or None if it is the one behind the last.
            blocks: they are changed.
        """
        self.name, self.next = name, self.next if number is None else number
        rules = {"Header": self._header, "Div": self._div, "Span": self._first_use, "Figure": self._figure}
        paragraphs = {"Para": self._equations, "Plain": self._equations}
        return rewrite(blocks, rules | {"Table": self._table} | paragraphs)

    def _start(self, chapter: int) -> None:
        self.chapter = chapter
        self.counts = {"fig": 0, "tbl": 0, "eq": 0, "exercise": 0, "curious": 0, 2: 0, 3: 0}

    def _in_chapter(self, number: object) -> str:
        """A notebook without chapters numbers its figures 1, 2, …"""
        return f"{self.chapter}.{number}" if self.chapter > 0 else str(number)

    def _count(self, what: object) -> str:
        self.counts[what] += 1
        return self._in_chapter(self.counts[what])

    def _register(self, identifier: str, target: Target | None) -> None:
        if not identifier:
            return
        if identifier in self.targets:
            self.problems.append(f"duplicate identifier: {identifier}")
        self.targets[identifier] = target
        self.owners.setdefault(identifier, self.name)

    def _header(self, header: Element) -> None:
        level, attr, content = header["c"]
        self._own_identifier(attr)
        unnumbered = "unnumbered" in attr[1]
        if level == 1 and not unnumbered:
            self._start(self.chapter + 1 if self.next is None else self.next)
            self.next, number = None, str(self.chapter)
            self.section = Target.named(self.words["chapter"], number)
        elif unnumbered or level > 3:
            self._register(attr[0], None)
            return
        else:
            number = None
            if level == 2:
                number = self._count(2)
                self.counts[3] = 0
            elif self.counts[2] > 0:
                self.counts[3] += 1
                number = self._in_chapter(f"{self.counts[2]}.{self.counts[3]}")
            title = plain(content)
            self.section = Target.named(self.words["section"], number) if number else Target(title, title)
        if number:
            attr[2].append(["number", number])
        self._register(attr[0], self.section)

    def _own_identifier(self, attr: list) -> None:
        """pandoc names headings that have no name, and knows only the names of the same chapter."""
        identifier = attr[0]
        if self.owners.get(identifier, self.name) != self.name and not kind_of(identifier):
            attr[0] = f"{identifier}-{self.name}"
            self.renamed.setdefault(self.name, {})[identifier] = attr[0]

    def _div(self, div: Element) -> list[Element] | None:
        attr = div["c"][0]
        # What is on slides only would shift the numbers of the page.
        if "slides-only" in attr[1]:
            return [div]
        if "exercise" in attr[1]:
            number = self._count("exercise")
            attr[2].append(["number", number])
            attr[0] = attr[0] or f"exercise-{number.replace('.', '-')}"
        if "curious" in attr[1]:
            attr[0] = attr[0] or f"curious-{self._count('curious').replace('.', '-')}"
            self._register(attr[0], self.section)
        elif kind_of(attr[0]):
            self._register(attr[0], None)
        return None

    def _first_use(self, span: Element) -> None:
        """The first use of a term leads to its entry in the glossary, and the entry back to it."""
        attr = span["c"][0]
        name = attribute(attr, "term")
        if name is None:
            return
        tree.without(attr, "term")
        attr[0] = f"term-{name}"
        place = self.words["place"]
        self._register(attr[0], self.section or Target(place["inner"], place["first"]))
        if f"glossary-{name}" in self.entries:
            span["c"][1] = [tree.link(span["c"][1], f"#glossary-{name}", "term")]

    def _figure(self, figure: Element) -> list[Element]:
        attr, caption, content = figure["c"]
        if kind_of(attr[0]) != "fig":
            self._register(attr[0], None)
            return [figure]
        pictures = tree.find(content, "Image")
        alt = plain(pictures[0]["c"][1]) if pictures else ""
        if alt in ("", plain(caption[1])):
            self.problems.append(f'figure without alternative text: {attr[0]} (add alt="…" that says what is on it)')
        self._label(attr, caption, "fig", self.words["figure"])
        return [figure]

    def _table(self, table: Element) -> list[Element]:
        attr, caption, columns, *_ = table["c"]
        if kind_of(attr[0]) == "tbl":
            self._label(attr, caption, "tbl", self.words["table"])
        # Widths counted from dashes of the source say nothing; the formats find better ones.
        table["c"][2] = [[alignment, {"t": "ColWidthDefault"}] for alignment, _ in columns]
        table["c"] = rewrite(table["c"], {"Span": self._first_use})
        return [table]

    def _label(self, attr: list, caption: list, kind: str, words: Mapping[str, str]) -> None:
        number = self._count(kind)
        attr[2].append(["number", number])
        mark = tree.span([{"t": "Str", "c": f"{words['caption']}{NBSP}{number}."}], classes=["caption-label"])
        if caption[1]:
            caption[1][0]["c"][:0] = [mark, {"t": "Space"}]
        else:
            caption[1] = [{"t": "Plain", "c": [mark]}]
        self._register(attr[0], Target.named(words, number))

    def _equations(self, paragraph: Element) -> None:
        """A formula and the `{#eq-x}` behind it become one numbered span."""
        content, result = paragraph["c"], []
        while content:
            item, *content = content
            match item:
                case {"t": "Math", "c": [{"t": "DisplayMath"}, _]}:
                    formula, content = self._equation(item, content)
                    result += formula
                case {"t": "Image", "c": [[identifier, *_], *_]} if kind_of(identifier) == "fig":
                    self.problems.append(f"figure must be alone in its paragraph and have a caption: {identifier}")
                    result.append(item)
                case _:
                    result.append(item)
        paragraph["c"] = result

    def _equation(self, formula: Element, behind: list) -> tuple[list[Element], list]:
        """(a displayed formula as it is published, what is left of the inlines behind it)"""
        gap = 1 if behind and behind[0]["t"] in ("Space", "SoftBreak") else 0
        match behind[gap : gap + 1]:
            case [{"t": "Str", "c": text}] if mark := EQUATION.match(text):
                identifier, rest = mark.groups()
                number = self._count("eq")
                self._register(identifier, Target(f"({number})", f"({number})"))
                made = [tree.span([formula], identifier, ["equation"], number=number)]
                return made + ([{"t": "Str", "c": rest}] if rest else []), behind[gap + 1 :]
        return [tree.span([formula], classes=["equation"])], behind
