"""Marks of the source become what they mean: references links, quotation marks those of the language, TeX formulas."""

import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lecture.publishing.trees import tree
from lecture.publishing.trees.numbering import Target, kind_of
from lecture.publishing.trees.tree import Element, attribute, plain, rewrite

TEX = re.compile(r"\s*\\begin\{([a-zA-Z]+)\*?\}(.*)\\end\{[a-zA-Z]+\*?\}\s*", re.DOTALL)
SINGLE_LINE = ("equation", "displaymath", "math")
COMMAS = re.compile(r"\d+(?:\{,\}\d+)+")


def with_quotes(blocks: list, marks: Mapping[str, tuple[str, str]]) -> list:
    """Blocks where quotation marks typed as " and ' are those of the language, and TeX environments are formulas.

    Args:
        blocks: they are changed.
        marks: the group `quotes` of the language's table.
    """

    def quoted(element: Element) -> list[Element]:
        kind, content = element["c"]
        left, right = marks["double" if kind["t"] == "DoubleQuote" else "single"]
        return [{"t": "Str", "c": left}, *rewrite(content, rules), {"t": "Str", "c": right}]

    def inline(element: Element) -> list[Element] | None:
        formula = from_tex(*element["c"])
        return [formula] if formula else _as_code(element, "Code")

    def block(element: Element) -> list[Element] | None:
        formula = from_tex(*element["c"])
        return [{"t": "Para", "c": [formula]}] if formula else _as_code(element, "CodeBlock")

    rules = {"Quoted": quoted, "RawInline": inline, "RawBlock": block}
    return rewrite(blocks, rules)


def _as_code(raw: Element, kind: str) -> list[Element] | None:
    """Typst of an author would run, and could read files: it is shown."""
    format_, text = raw["c"]
    return [{"t": kind, "c": [["", [], []], text]}] if format_ == "typst" else None


def from_tex(format_: str, text: str) -> Element | None:
    r"""A formula from \begin{align}…\end{align} without dollars, as MathJax in a notebook understands it."""
    found = TEX.fullmatch(text) if format_ in ("tex", "latex") else None
    if found is None:
        return None
    return {"t": "Math", "c": [{"t": "DisplayMath"}, found[2] if found[1] in SINGLE_LINE else text]}


def from_folder(address: str, folder: str, published: Collection[str]) -> str:
    """Where a link leads from a folder beside the page: a text names what is published by its place, as the page does.

    Args:
        address: of the link.
        folder: of what the link stands in, as `published` names files.
        published: paths of files; a link to anything else stays as it is.
    """
    file, mark, place = address.partition("#")
    return posixpath.relpath(file, folder) + mark + place if file in published else address


def unspaced_commas(tex: str) -> str:
    """0{,}13 and 1{,}234{,}567 are one number each: without this each format sets a space behind a comma, f(0, 13)."""
    return COMMAS.sub(lambda number: rf"\text{{{number[0].replace('{,}', ',')}}}", tex)


@dataclass
class References:
    """One walk through all chapters behind their numbering.

    Attributes:
        targets: what a reference says, by identifier; None cannot be referred to.
        claims: the claims that were checked.
        cites: whether there is a bibliography; without it `@property` in a text is just that.
        foreign: whether the notebook is from elsewhere.
        problems: mistakes of the text, a line each.
        citations: what is left for the bibliography, in the order of the text.
        places: where the text makes each claim first, in its order: `chapter`, the heading of the chapter with its
            number, and `section`, the number of the section, "" before the first.
    """

    targets: Mapping[str, Target | None]
    claims: Collection[str]
    cites: bool
    foreign: bool = False
    problems: list[str] = field(default_factory=list)
    citations: list[Element] = field(default_factory=list)
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    def walk(self, blocks: list, renamed: Mapping[str, str]) -> tuple[list, list[str], list[str]]:
        """(the blocks of the next chapter with links, the sources of its pictures, its claims)

        Args:
            blocks: they are changed.
            renamed: identifiers of the chapter that are others now.
        """
        pictures: dict[str, None] = {}
        claims: dict[str, None] = {}
        here = {"chapter": "", "section": ""}

        def heading(header: Element) -> None:
            level, attr, content = header["c"]
            number = attribute(attr, "number") or ""
            if level == 1:
                here.update(chapter=f"{number} {plain(content)}".strip(), section="")
            elif number:
                here["section"] = number

        def opening(paragraph: Element) -> None:
            """A reference that opens a paragraph begins with a capital."""
            match paragraph["c"]:
                case [{"t": "Cite"} as cite, *rest]:
                    made = self._replaced(cite, first=True)
                    paragraph["c"] = [cite, *rest] if made is None else made + rest

        def cite(element: Element) -> list[Element] | None:
            made = self._replaced(element, first=False)
            if made is None:
                self.citations.append(element)
                return [element]
            return rewrite(made, rules)

        def claim(span: Element) -> None:
            name = attribute(span["c"][0], "claim")
            if name is not None and name not in self.claims:
                self.problems.append(f"unknown claim: {name}")
            elif name is not None:
                claims[name] = None
                self.places.setdefault(name, dict(here))

        def picture(image: Element) -> list[Element] | None:
            _, words, [source, _] = image["c"]
            if not self.foreign and re.match(r"[a-zA-Z][\w+.-]*://", source):
                # The page asks nothing of the network: a remote picture becomes a link to it.
                return [tree.link(words or [{"t": "Str", "c": source}], source)]
            pictures[source] = None
            return None

        def math(formula: Element) -> None:
            formula["c"][1] = unspaced_commas(formula["c"][1])

        def link(element: Element) -> None:
            target = element["c"][2][0]
            if target[1:] in renamed and target.startswith("#"):
                element["c"][2][0] = f"#{renamed[target[1:]]}"

        rules = {"Para": opening, "Plain": opening, "Cite": cite, "Span": claim, "Image": picture, "Math": math}
        rules |= {"Link": link, "Header": heading}
        blocks = rewrite(blocks, rules)
        return blocks, [*pictures], [*claims]

    def _replaced(self, cite: Element, first: bool) -> list[Element] | None:
        """`[see @fig-x; @lecun1998]`: links in brackets, and the citations that are left; None keeps the element."""
        citations, content = cite["c"]
        ours = [citation for citation in citations if kind_of(citation["citationId"])]
        if not ours:
            return None if self.cites else content
        if citations[0]["citationMode"]["t"] == "AuthorInText":
            return [self._refer(citations[0], first)]
        inside: list[Element] = []
        for citation in ours:
            before, behind = citation["citationPrefix"], citation["citationSuffix"]
            inside += [{"t": "Str", "c": ","}, {"t": "Space"}] if inside else []
            inside += [*before, {"t": "Space"}] if before else []
            inside += [self._refer(citation, first=False), *behind]
        bare = len(ours) == 1 and kind_of(ours[0]["citationId"]) == "eq" and len(inside) == 1
        if not bare:
            inside = [{"t": "Str", "c": "("}, *inside, {"t": "Str", "c": ")"}]
        if rest := [citation for citation in citations if citation not in ours]:
            inside += [{"t": "Space"}, {"t": "Cite", "c": [rest, [{"t": "Str", "c": ""}]]}]
        return inside

    def _refer(self, citation: Mapping, first: bool) -> Element:
        identifier = citation["citationId"]
        lower = identifier[0].lower() + identifier[1:]
        target = self.targets.get(lower)
        if target is None:
            self.problems.append(f"unknown reference: @{identifier}")
            return {"t": "Str", "c": f"@{identifier}"}
        capital = first or lower != identifier
        return tree.link(tree.text(target.first if capital else target.inner), f"#{lower}", "reference")
