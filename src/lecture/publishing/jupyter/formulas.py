r"""Formulas in Jupyter's Markdown: MathJax finds them before anything else is read, and so do we.

A formula leaves a mark in the text, which nothing that follows takes for markup; `Formulas` gives the HTML that stands
in for it, a `<span>` with the TeX in the attribute `data-tex`. The filter jupyter.lua makes a formula of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # no characters, by Unicode's own words: no text holds them
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

SPECIAL = re.compile(
    r"[\\$`]|<!--|<(?:pre|style|script|textarea)\b|^ {0,3}#{1,6}(?=[^#\s])"
    r"|^ {0,3}(?:> ?)*(?:[-*+] +|\d+[.)] +)?(?:`{3,}|~{3,})",
    re.MULTILINE | re.IGNORECASE,
)
FENCE = re.compile(r"(.*?)(`{3,}|~{3,})")
BLANK = re.compile(r"\n(?:[ \t]*\n)+")
BRACKETS = re.compile(r"\\\\\((?P<inline>.+?)\\\\\)|\\\\\[(?P<display>.+?)\\\\\]", re.DOTALL)
REFERENCE = re.compile(r"\\(eq)?ref\{([^{}\n]+)\}")
LABEL = re.compile(r"\s*\\label\s*\{([^{}]*)\}")
TAG = re.compile(r"\s*\\tag\*?\s*\{([^{}]*)\}")
BEGIN = re.compile(r"\\begin\{([a-zA-Z]+)\*?\}")
LEFT, RIGHT = r"\\begin\{%s\*?\}", r"\\end\{%s\*?\}"

# Environments that are formulas without dollars.
ROWS = {"align", "alignat", "gather", "eqnarray", "flalign"}  # each row may have a number
SINGLE = {"equation", "math", "displaymath"}
ENVIRONMENTS = ROWS | SINGLE | {"multline", "split", "aligned", "gathered", "array", "cases"}
ENVIRONMENTS |= {f"{kind}matrix" for kind in ("", "p", "b", "B", "v", "V", "small")}
# Those that are text in LaTeX: MathJax knows none of them, pandoc does.
TEXTS = {"tabular", "tabularx", "longtable", "table", "itemize", "enumerate", "description"}

# A definition of a macro: its command, the name, what stands between the name and the body.
DEFINITION = re.compile(
    r"\\(?P<command>(?:re)?newcommand|providecommand|DeclareMathOperator|[gex]?def)(?P<star>\*?)\s*"
    r"\{?\s*(?P<name>\\(?:[a-zA-Z]+|.))\s*\}?(?P<arguments>(?:\[[^\]]*\]|#\d)*)\s*(?=\{)"
)

# What MathJax knows and pandoc doesn't, in words that both know; colours are left out.
SPELLINGS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\require\s*\{[^{}]*\}", ""),
        (r"\\(?:textcolor|color|style|class|cssId|href)\s*\{[^{}]*\}(?=\s*\{)", ""),
        (r"\\(bf|rm|it|cal)(?=\s*\{)", r"\\math\1"),
        (r"\{\s*\\(bf|rm|it|cal)(?![a-zA-Z])\s*", r"\\math\1{"),
        (r"\\hbox(?=\s*\{)", r"\\mbox"),
        (r"\\degree(?![a-zA-Z])", r"^\\circ"),
        (r"\\v(?:space|skip)\*?\s*\{[^{}]*\}", ""),
        (r"\\(?:tiny|small|normalsize|large|Large|LARGE|huge|Huge|nonumber|notag|nolimits)(?![a-zA-Z])", ""),
    )
]
CHARACTER = re.compile(r"\\unicode\s*\{x([0-9a-fA-F]{1,5})\}")
CHEMISTRY = re.compile(r"\\ce\s*\{([^{}]*)\}")


def marked(
    text: str, replace: Callable[[str, bool], str], unknown: Callable[[str], object] = lambda environment: None
) -> str:
    r"""A text in which formulas are replaced.

    Args:
        text: Markdown.
        replace: gets the TeX of a formula, without its dollars or brackets, and whether it is displayed; a `\ref` or
            `\eqref` outside of a formula is handed over, too, and so are tables and lists of LaTeX.
        unknown: gets the name of each other environment of LaTeX; it stays as it is.

    What looks like a formula in a code span, a fence, a comment, a style sheet or preformatted HTML is none. A dollar
    of a price is told by the space on the wrong side of it, or by the digits behind both. On the way
    `#Heading` gets its space, as nbconvert reads it, and a `|` in the code of a table's row stays in its cell.
    """
    result, position = [], 0
    while special := SPECIAL.search(text, position):
        start = special.start()
        result.append(text[position:start])
        found = _formula(text, start) if special[0] in ("\\", "$") else None
        if found:
            tex, display, position = found
            result.append(replace(tex, display))
        else:
            if (begin := BEGIN.match(text, start)) and _end_of_environment(text, begin):
                unknown(begin[1])
            position = max(_behind(text, special), start + 1)
            result.append(_kept(text, start, position, special[0]))
    return "".join(result) + text[position:]


def _kept(text: str, start: int, end: int, mark: str) -> str:
    """What holds no formula, nearly as it is."""
    kept = text[start:end]
    if mark.endswith("#"):
        return f"{kept} "
    if mark == "`" and "|" in kept and text[text.rfind("\n", 0, start) + 1 :].lstrip().startswith("|"):
        return re.sub(r"(?<!\\)\|", r"\|", kept)  # in a table's row
    return kept


def _behind(text: str, special: re.Match) -> int:
    """Where a text goes on behind something that holds no formula."""
    start, mark = special.start(), special[0]
    if mark == "\\":
        return start + 2
    if mark == "$":
        return start + len(re.match(r"\$+", text[start:])[0])
    if mark.endswith("#"):
        return special.end()
    if mark[0] == "<":
        end = re.compile("-->" if mark == "<!--" else f"</{mark[1:]}", re.IGNORECASE).search(text, start)
        return end.end() if end else len(text)
    if mark == "`":
        run = re.compile(r"`+").match(text, start)
        for other in re.compile(r"`+").finditer(text, run.end()):
            if BLANK.search(text, run.end(), other.start()):
                break
            if other[0] == run[0]:
                return other.end()
        return run.end()
    fence = FENCE.match(text, start)[2]
    if fence[0] == "`" and "`" in text[special.end() :].partition("\n")[0].lstrip("`"):
        return special.end()  # a code span that opens a line
    closing = re.compile(rf"^[ >]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    end = closing.search(text, special.end())
    return end.end() if end else len(text)


def _formula(text: str, start: int) -> tuple[str, bool, int] | None:
    """(TeX, whether it is displayed, where the text goes on) if a formula begins here."""
    if found := BRACKETS.match(text, start):
        display = found["display"] is not None
        return _unquoted(found[found.lastgroup], text, start), display, found.end()
    if found := REFERENCE.match(text, start):
        return found[0], False, found.end()
    if (found := BEGIN.match(text, start)) and found[1] in ENVIRONMENTS | TEXTS:
        end = _end_of_environment(text, found)
        return (_unquoted(text[start:end], text, start), True, end) if end else None
    if found := DEFINITION.match(text, start):
        end = _end_of_braces(text, found.end())
        return (text[start:end], False, end) if end else None
    if text.startswith("$$", start):
        return _displayed(text, start)
    return _inline(text, start) if text[start] == "$" else None


def _displayed(text: str, start: int) -> tuple[str, bool, int] | None:
    end = re.compile(r"(?:\\.|[^\\])*?(\$\$)", re.DOTALL).match(text, start + 2)
    if not end or not (tex := text[start + 2 : end.start(1)]).strip() or "\n```" in tex:
        return None
    opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")
    if BLANK.search(tex) and not opens_line:
        return None
    return _unquoted(BLANK.sub("\n", tex), text, start), True, end.end()


def _inline(text: str, start: int) -> tuple[str, bool, int] | None:
    before, first = text[start - 1 : start], text[start + 1 : start + 2]
    if first.isspace() and before.isalnum():
        return None
    depth = 0
    for token in re.compile(r"\\.|[{}$`]|\n[ \t]*\n", re.DOTALL).finditer(text, start + 1):
        if token[0] in "{}":
            depth += 1 if token[0] == "{" else -1
        elif token[0] == "$" and depth <= 0:
            tex, next_ = text[start + 1 : token.start()], text[token.end() : token.end() + 1]
            wrong = (next_.isdigit() and first.isdigit()) or (next_.isalnum() and tex[-1:].isspace())
            return None if wrong or not tex.strip() else (_unquoted(tex, text, start), False, token.end())
        elif token[0] == "`" or token[0][0] == "\n":
            return None
    return None


def _unquoted(tex: str, text: str, start: int) -> str:
    """A formula without the `>` of the quotation that it stands in."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return re.sub(r"^[ \t]*(?:> ?)+", "", tex, flags=re.MULTILINE) if line.lstrip().startswith(">") else tex


def _end_of_environment(text: str, begin: re.Match) -> int | None:
    depth = 0
    for edge in re.finditer(f"({LEFT % begin[1]})|{RIGHT % begin[1]}", text[begin.start() :]):
        depth += 1 if edge[1] else -1
        if depth == 0:
            return begin.start() + edge.end()
    return None


def _end_of_braces(text: str, start: int) -> int | None:
    """Behind the brace that closes the one at `start`."""
    depth = 0
    for token in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return None


def spelled(tex: str) -> str:
    """TeX of MathJax in words that pandoc knows."""
    for pattern, replacement in SPELLINGS:
        tex = pattern.sub(replacement, tex)
    tex = CHARACTER.sub(lambda found: chr(int(found[1], 16)), tex)
    return CHEMISTRY.sub(lambda found: chemical(found[1]), tex)


def chemical(formula: str) -> str:
    """A formula of mhchem as an ordinary one: digits behind letters are indices."""
    words = re.sub(r"(?<=[A-Za-z)\]])(\d+)", r"_{\1}", formula).replace("->", r"\rightarrow ")
    return rf"\mathrm{{{words}}}"


@dataclass
class Formulas:
    """What the formulas of a notebook share, from its first cell to its last.

    Attributes:
        labels: {label: (number, identifier)} of the formulas that have one: the numbers count, and `\\tag` overrides.
        count: so many of them count.
        macros: the definitions so far, as LaTeX has them.
        names: the names of the macros, with the backslash.
    """

    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    count: int = 0
    macros: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def register(self, text: str) -> None:
        """Number the formulas of a text that have labels: before any text is read, since references look ahead."""

        def note(tex: str, display: bool) -> str:
            for row in rows(tex):
                if label := LABEL.search(row):
                    tag = TAG.search(row)
                    self.count += tag is None
                    number = tag[1] if tag else str(self.count)
                    self.labels.setdefault(label[1], (number, f"equation-{len(self.labels) + 1}"))
            return ""

        marked(text, note)

    def element(self, tex: str, display: bool, cell: int) -> str:
        """The HTML that stands in for a formula.

        Args:
            tex: its source.
            display: whether it stands on a line of its own.
            cell: the number of its cell, for warnings.
        """
        if found := REFERENCE.fullmatch(tex.strip()):
            return self.reference(found)
        written = tex
        tex = self.defined(tex)
        if not tex.strip():
            return ""
        environment = BEGIN.match(tex.strip())
        if environment and environment[1] in TEXTS:
            return self.written("latex", "", {"tex": tex.strip(), "cell": str(cell)})
        if environment and environment[1] in SINGLE:
            tex = re.sub(rf"^\s*{LEFT % environment[1]}|{RIGHT % environment[1]}\s*$", "", tex)
        number, identifiers, tex = self.numbered(tex)
        if not tex.strip():
            return ""
        tex = REFERENCE.sub(lambda found: rf"\text{{{self.called(found)}}}", tex)
        about = {"tex": spelled(tex).strip(), "source": written.strip(), "cell": str(cell)}
        about |= {"display": "true"} if display else {}
        about |= {"number": number} if number else {}
        own, *others = identifiers or [""]
        anchors = "".join(f'<span id="{other}"></span>' for other in others)
        return anchors + self.written("formula", own, about)

    def written(self, kind: str, identifier: str, about: dict[str, str]) -> str:
        """The HTML that stands in for some TeX, with the macros that it needs."""
        used = set(re.findall(r"\\(?:[a-zA-Z]+|.)", about["tex"]))
        about |= {"macros": "\n".join(self.macros)} if used & self.names else {}
        attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in about.items())
        named = f' id="{identifier}"' if identifier else ""
        return f'<span class="{kind}"{named}{attributes}></span>'

    def defined(self, tex: str) -> str:
        """A formula without the macros that it defines; from now on they hold."""
        position = 0
        while found := DEFINITION.search(tex, position):
            end = _end_of_braces(tex, found.end())
            if end is None:
                break
            command, body = found["command"], spelled(tex[found.end() : end])
            if command.endswith("def"):
                definition = f"\\def{found['name']}{found['arguments']}{body}"
            elif command == "DeclareMathOperator":
                definition = f"\\def{found['name']}{{\\operatorname{found['star']}{body}}}"
            else:
                definition = f"\\{command}{{{found['name']}}}{found['arguments']}{body}"
                definition = (
                    definition.replace("\\newcommand", "\\renewcommand") if found["name"] in self.names else definition
                )
            self.macros.append(definition)
            self.names.add(found["name"])
            tex, position = tex[: found.start()] + tex[end:], found.start()
        return tex

    def numbered(self, tex: str) -> tuple[str, list[str], str]:
        """(the number at the edge, identifiers, the formula): with several numbers, each stands behind its row."""
        lines = rows(tex)
        said = [self.number_of(row) for row in lines]
        identifiers = [identifier for _, identifier in said if identifier]
        bare = [TAG.sub("", LABEL.sub("", row)) for row in lines]
        if sum(bool(number) for number, _ in said) <= 1:
            return next((number for number, _ in said if number), ""), identifiers, r"\\".join(bare)
        last = re.search(r"\s*\\end\{[a-zA-Z]+\*?\}\s*$", bare[-1])
        end = last[0] if last else ""
        bare[-1] = bare[-1].removesuffix(end)
        shown = [
            rf"{row.rstrip()} \qquad\text{{({number})}}" if number else row
            for row, (number, _) in zip(bare, said, strict=True)
        ]
        return "", identifiers, r"\\".join(shown) + end

    def number_of(self, row: str) -> tuple[str, str]:
        """(number, identifier) of a row; "" for what it hasn't."""
        label, tag = LABEL.search(row), TAG.search(row)
        number, identifier = self.labels.get(label[1], ("", "")) if label else ("", "")
        return (tag[1] if tag else number), identifier

    def called(self, reference: re.Match) -> str:
        """What a `\\ref` or `\\eqref` says."""
        number, _ = self.labels.get(reference[2], ("???", ""))
        return f"({number})" if reference[1] else number

    def reference(self, found: re.Match) -> str:
        """A `\\ref` or `\\eqref` as a link; one that leads nowhere stays as it is written."""
        if found[2] not in self.labels:
            return f"<code>{escape(found[0])}</code>"
        return f'<a href="#{self.labels[found[2]][1]}">{escape(self.called(found))}</a>'


def rows(tex: str) -> list[str]:
    """The rows of a formula, where each may have a number; else the formula is one row."""
    environment = BEGIN.match(tex.strip())
    if not environment or environment[1] not in ROWS:
        return [tex]
    parts, depth, start = [], 0, 0
    for token in re.finditer(r"\\begin\{|\\end\{|\\\\|\\.|[{}]", tex, re.DOTALL):
        if token[0] in ("\\begin{", "\\end{"):
            depth += 1 if token[0] == "\\begin{" else -1
            depth += 1  # the brace of its name
        elif token[0] in "{}":
            depth += 1 if token[0] == "{" else -1
        elif token[0] == "\\\\" and depth == 1:
            parts.append(tex[start : token.start()])
            start = token.end()
    return [*parts, tex[start:]]
