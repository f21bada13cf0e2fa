"""What is opened in a text and not closed, and other things that pandoc forgives: it would publish what nobody meant.

The text is looked at line by line, outside its code, with its templates blanked, so that each mistake has its line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from lecture.publishing import conversion
from lecture.text.cells import Cell, line_breaks

DIVS = {"answer", "curious", "exercise", "not-on-slides", "only", "slides-only", "tab", "tabs"}
SCHEMES = {"http", "https", "mailto"}

TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%#.*?#%>", re.DOTALL)
RAW = re.compile(r"\{% *raw *%\}.*?\{% *endraw *%\}", re.DOTALL)
PAST_CHECKS = "goes into one format past all checks; write it in Markdown"
FORMAT = re.compile(r"\{=[^}\s]+\}")  # behind code: of whichever format it is
# A fence, a comment or a code span, whichever comes first; a fence and a comment may run to the end without one.
VERBATIM = re.compile(
    r"(?P<fence>^[ \t]*(?P<sign>`{3,}|~{3,})(?P<info>[^`\n]*)$(?:.*?^[ \t]*(?P=sign)[`~]*[ \t]*$|(?P<open>.*\Z)))"
    r"|<!--(?:.*?-->|(?P<unclosed>.*\Z))"
    r"|(?P<code>(?<![`\\])(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
DIV = re.compile(r"^(:{3,})[ \t]*(.*?)[ \t:]*$")
MATH = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$(?=\S)(?:[^$\n]|\n(?![ \t]*\n))+?(?<=[^\s\\])\$(?!\d)", re.DOTALL)
HTML = re.compile(r"</?[A-Za-z][^<>\n]*>")
NATIVE = re.compile(r"<(/?)(div|span)\b")  # pandoc's other way to write parts and attributes
ATTRIBUTES = re.compile(r"\]\{(?![^{}\n]*\})|[=\w]\{?[“”«][^}\n]*\}")
# Behind a heading: what is meant to be its attributes, and what pandoc takes for them.
ATTEMPT = re.compile(r"^#{1,6}[ \t].*?(\{[ \t]*(?:[#.]|sec-)[^{}]*\}?)[ \t]*$")
HEADER = re.compile(r"\{(?:[ \t]*(?:#[^\s{}]+|\.[\w-]+|[\w-]+=(?:\"[^\"]*\"|[^\s\"{}]+)))+[ \t]*\}")
QUOTED = re.compile(r'"[^"\n]*"')
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")
DELIMITERS = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")


def mistakes(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Line and text of each mistake in the prose of a chapter.

    Args:
        cells: of the whole chapter: a div may begin in one and end in another.
    """
    texts = []
    for cell in (cell for cell in cells if cell.kind == "markdown"):
        text, unclosed = _bare(cell.source)
        yield from ((cell.line + line, what) for line, what in unclosed)
        texts.append((cell.line, cell.source, text))
    lines = [(first + n, line) for first, _, text in texts for n, line in enumerate(text.split("\n"))]
    yield from _divs(lines)
    yield from _native(lines)
    yield from _footnotes(lines)
    for line, text in lines:
        yield from ((line, what) for what in _in_a_line(text))
    for first, source, text in texts:
        yield from ((first + line, what) for line, what in _paragraphs(text))
        yield from ((first + line, what) for line, what in _tables(source))


def formulas(cells: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """Line and text of each formula in the prose of a chapter that pandoc can't write as MathML or for Typst."""
    found = []
    for cell in (cell for cell in cells if cell.kind == "markdown"):
        text, _ = _bare(cell.source, math=True)
        breaks = line_breaks(text)
        for formula in MATH.finditer(text):
            found.append((cell.line + breaks(formula.start()), formula[0].strip("$").strip()))
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for _, tex in found]
    document = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}
    _, warnings = conversion.pandoc(json.dumps(document), "json", "html", options=["--mathml"])
    refused = [" ".join(text.split()) for text in warnings if "TeX math" in text]
    for line, tex in found:
        if any(" ".join(tex.split()) in text for text in refused):
            yield line, f"pandoc doesn't understand this formula: {_shortened(tex)}"


def _bare(source: str, math: bool = False) -> tuple[str, list[tuple[int, str]]]:
    """A text of as many lines without templates, code, comments and, unless asked for, formulas; what is not closed."""
    wrong: list[tuple[int, str]] = []
    text = TEMPLATE.sub(lambda found: _blank(found[0], "x"), RAW.sub(lambda found: _blank(found[0], " "), source))

    breaks = line_breaks(text)

    def hidden(found: re.Match) -> str:
        line = breaks(found.start())
        if found["open"] is not None:
            wrong.append((line, f"the fence {found['sign']} is not closed; end it with a line {found['sign']}"))
        if found["unclosed"] is not None:
            wrong.append((line, "the comment <!-- is not closed; end it with -->"))
        if found["fence"] and found["info"].lstrip().startswith("{="):
            wrong.append((line, f"{found['info'].strip()} {PAST_CHECKS}"))
        if found["code"] and (format_ := FORMAT.match(found.string, found.end())):
            wrong.append((line, f"{format_[0]} {PAST_CHECKS}"))
        return _blank(found[0], "c" if found["code"] else " ")

    text = VERBATIM.sub(hidden, text)
    return (text if math else MATH.sub(lambda found: _blank(found[0], "m"), text)), wrong


def _blank(text: str, letter: str) -> str:
    return re.sub(r"[^\n]", letter, text)


def _divs(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Divs that are not closed, closed too often, or of a class that means nothing."""
    open_: list[tuple[int, str]] = []
    for line, text in lines:
        if not (found := DIV.match(text)):
            continue
        if not found[2]:
            if not open_:
                yield line, "::: closes nothing here; take it out, or open a part above"
            else:
                open_.pop()
            continue
        open_.append((line, text.strip()))
        bare = re.sub(r'"[^"]*"', "", found[2])  # a title may have points
        classes = re.findall(r"\.([\w-]+)", bare) if found[2].startswith("{") else [found[2].split()[0]]
        for name in classes:
            if name not in DIVS:
                near = get_close_matches(name, DIVS, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(DIVS))}"
                yield line, f"a part of the class {name!r} means nothing; {hint}"
    for line, text in open_:
        yield line, f"this part is not closed: {_shortened(text)}; end it with a line :::"


def _native(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """`<div>` and `<span>` that are not closed, or closed too often."""
    open_: dict[str, list[int]] = {"div": [], "span": []}
    for line, text in lines:
        for closing, name in NATIVE.findall(text):
            if not closing:
                open_[name].append(line)
            elif not open_[name]:
                yield line, f"</{name}> closes nothing here"
            else:
                open_[name].pop()
    yield from ((line, f"<{name}> is not closed") for name, places in open_.items() for line in places)


def _footnotes(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Footnotes without a text, or with two, and texts that no footnote names."""
    named: dict[str, int] = {}
    defined: dict[str, int] = {}
    for line, text in lines:
        for found in FOOTNOTE.finditer(text):
            if found[2] and not text[: found.start()].strip():
                if found[1] in defined:
                    yield (
                        line,
                        f"the footnote [^{found[1]}] has a text already, in line {defined[found[1]]}; rename one",
                    )
                defined.setdefault(found[1], line)
            else:
                named.setdefault(found[1], line)
    yield from (
        (line, f"the footnote [^{name}] has no text; add [^{name}]: …")
        for name, line in named.items()
        if name not in defined
    )
    yield from (
        (line, f"no text refers to the footnote [^{name}]") for name, line in defined.items() if name not in named
    )


def _in_a_line(text: str) -> Iterator[str]:
    for tag in HTML.findall(text):
        if not NATIVE.match(tag):
            yield f"{tag} is HTML, which only the page can show; write it in Markdown, or as code in `…`"
    if "]{" in text and ATTRIBUTES.search(QUOTED.sub("", text)):
        yield 'attributes stand in straight quotes, in braces that are closed in the same line: [text]{claim="name"}'
    for target in LINK.findall(text):
        scheme, colon, _ = target.partition(":")
        if colon and scheme.lower() not in SCHEMES and "/" not in scheme:
            yield f"a link to {scheme}: leads nowhere; there are {', '.join(sorted(SCHEMES))} and relative ones"
        elif target.startswith("/") or target.count("../") > 1:
            yield f"{target} lies outside the lecture; figures are ../figures/NAME.svg"
    for name in re.findall(r"\\begin\{(\w+\*?)\}", text):
        yield f"\\begin{{{name}}} outside a formula is shown in no format; write Markdown, or put it between $$"
    if re.fullmatch(r"#{1,6}[ \t]*(\{[^}]*\})?", text) and text.strip():
        yield "a heading without words"
    if (braces := ATTEMPT.search(text)) and not HEADER.fullmatch(braces[1]):
        yield f"{braces[1]}: braces behind a heading hold identifier, classes and attributes, {{#sec-name .class}}"


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """What is opened and not closed inside a paragraph: formulas, code, bold letters."""
    start = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        for sign, what in (("$$", "a formula"), ("`", "code"), ("**", "bold letters")):
            places = [found.start() for found in re.finditer(rf"(?<!\\){re.escape(sign)}", paragraph)]
            if len(places) % 2:
                yield (
                    text.count("\n", 0, start + places[-1]),
                    f"{sign} opens {what} that is not closed in its paragraph",
                )
        if alone := re.search(r"(?<![\\$])\$(?!\$)", paragraph):
            line = text.count("\n", 0, start + alone.start())
            yield line, "$ opens a formula that is not closed in its paragraph; the sign itself is \\$"
        start += len(paragraph)


def _tables(source: str) -> Iterator[tuple[int, str]]:
    """Rows of pipe tables with more cells than the head, which pandoc leaves out; rows with loops are not counted."""
    lines = _bare(source)[0].split("\n")
    plain = source.split("\n")
    width = None
    for number, line in enumerate(lines):
        if "|" in line and number and "|" in lines[number - 1] and DELIMITERS.match(line):
            width = _cells(line) if "{%" not in plain[number] else None
        elif "|" not in line:
            width = None
        elif width is not None and "{%" not in plain[number] and _cells(line) > width:
            yield number, f"this row has {_cells(line)} cells, the head has {width}: the others would be lost"


def _cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))) + 1


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
