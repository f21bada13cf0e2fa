"""Reading a chapter: its cells with their lines, and everything that its text depends on."""

import ast
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

import jinja2.meta
import jupytext
import yaml
from jinja2 import TemplateSyntaxError

from lecture.build.source_code import digest, is_address, source
from lecture.text.numbers import environment

FIGURE = re.compile(r"!\[(?:[^\n]|\n(?!\n))*?\]\((?:\.\./)?figures/(?P<name>[^)\s]+)\.svg\)(?P<attributes>\{[^}]*\})?")
VIEW = re.compile(r"\binteractive=\"?(?P<name>[^\s\"}]*)")
ALTERNATIVE = re.compile(r"\balt=\"\s*[^\"\s]")
CLAIM = re.compile(r"\{[^}\n]*\bclaim=\"(?P<name>[^\"]*)\"[^}\n]*\}")
TERM = re.compile(r"\{[^}\n]*\bterm=\"(?P<name>[^\"]*)\"[^}\n]*\}")
SOURCE = re.compile(r"^```+\s*\{[^}\n]*\bsource=\"(?P<name>[^\"]*)\"[^}\n]*\}", re.MULTILINE)

IDENTIFIER = re.compile(r"\{#(?P<name>(?:fig|tbl|eq|sec)-[\w-]+)")
REFERENCE = re.compile(r"(?<![\w@`])@(?P<name>(?:[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec)-[\w-]*\w)")

# How the page may show a figure beside its picture: with the script publishing/html/<view>.js.
VIEWS = ("points",)

FOREIGN = "a cell that is not Python; code that is only shown needs braces: ```{.bash} instead of ```bash"


class ChapterError(ValueError):
    """A mistake in a chapter; the message starts with `file:line:`."""


@dataclass(frozen=True)
class Cell:
    """A cell of a chapter: `kind` is "markdown" or "code", `line` is its first line in the file, from 1."""

    kind: str
    source: str
    tags: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Mention:
    """A name that the text mentions, and the line where it does."""

    name: str
    line: int


@dataclass(frozen=True)
class Chapter:
    """A chapter's cells and what they depend on.

    Attributes:
        file: the name of the file, for messages.
        title: from the header.
        cells: in the order of the text.
    """

    file: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """The file's name without folder and ending, `"04-digits-pytorch"`."""
        return PurePath(self.file).stem

    @cached_property
    def figures(self) -> list[Mention]:
        """Figures shown, by name.

        Raises:
            ChapterError: a figure has no identifier `#fig-NAME` or no alternative text.
        """
        for cell in self._of("markdown"):
            for match in FIGURE.finditer(cell.source):
                line, attributes = cell.line + cell.source.count("\n", 0, match.start()), match["attributes"] or ""
                if f"#fig-{match['name']}" not in attributes:
                    raise self.error(line, f'the figure {match["name"]} needs {{#fig-{match["name"]} alt="…"}}')
                if not ALTERNATIVE.search(attributes):
                    raise self.error(line, f'the figure {match["name"]} has no alternative text: alt="…"')
        return self._mentions(FIGURE)

    @cached_property
    def interactive(self) -> list[Mention]:
        """The figures that the page shows with a script, too, by name.

        Raises:
            ChapterError: there is no such view.
        """
        found = []
        for cell in self._of("markdown"):
            for match in FIGURE.finditer(cell.source):
                if not (view := VIEW.search(match["attributes"] or "")):
                    continue
                line = cell.line + cell.source.count("\n", 0, match.start())
                if view["name"] not in VIEWS:
                    raise self.error(line, f"no view interactive={view['name']!r}; there is {', '.join(VIEWS)}")
                found.append(Mention(match["name"], line))
        return found

    @cached_property
    def claims(self) -> list[Mention]:
        """Claims made, by identifier."""
        return self._mentions(CLAIM)

    @cached_property
    def terms(self) -> list[Mention]:
        """Terms of the glossary whose first use is marked, by name."""
        return self._mentions(TERM)

    @cached_property
    def identifiers(self) -> list[Mention]:
        """What the chapter lets others refer to, `"fig-loss_a"`."""
        return self._mentions(IDENTIFIER)

    @cached_property
    def references(self) -> list[Mention]:
        """What the chapter refers to; a capital, `@Fig-loss_a`, is written small here."""
        return [
            Mention(mention.name[0].lower() + mention.name[1:], mention.line) for mention in self._mentions(REFERENCE)
        ]

    @cached_property
    def sources(self) -> list[Mention]:
        """Definitions whose source is shown, `"cnn.networks.digits:network_a"`.

        Raises:
            ChapterError: an address is not of this form, or leads nowhere.
        """
        for mention in (mentions := self._mentions(SOURCE)):
            if not is_address(mention.name):
                raise self.error(mention.line, f"source={mention.name!r} is not package.module:name of the lecture")
            try:
                source(mention.name)
            except LookupError as mistake:
                raise self.error(mention.line, f"source={mention.name!r}: {mistake}") from None
        return mentions

    @cached_property
    def groups(self) -> list[Mention]:
        """The first words of the numbers' names.

        Raises:
            ChapterError: a template doesn't parse.
        """
        found = {}
        for cell in self._of("markdown"):
            try:
                tree = environment().parse(cell.source)
                names = jinja2.meta.find_undeclared_variables(tree)
            except TemplateSyntaxError as mistake:
                raise self.error(cell.line + mistake.lineno - 1, mistake.message) from None
            for name in names:
                first = next(node for node in tree.find_all(jinja2.nodes.Name) if node.name == name)
                found.setdefault(name, Mention(name, cell.line + first.lineno - 1))
        return sorted(found.values(), key=lambda mention: mention.line)

    def files(self, parameters: Mapping[str, object] | None = None) -> list[Mention]:
        """The files that the code cells name: strings that start with `results/` or `data/`.

        Args:
            parameters: values for the names inside f-strings, `f"results/network_{network}.json"`; the defaults
                are in the cell tagged `parameters`.

        Raises:
            ChapterError: a cell doesn't parse, or an f-string has a part that is not a parameter.
        """
        known = self.parameters | dict(parameters or {})
        found = []
        for cell in self._of("code"):
            if "parameters" in cell.tags:
                paths = [value for value in known.values() if isinstance(value, str)]
                found += [Mention(path, cell.line) for path in paths if path.startswith(("results/", "data/"))]
                continue
            for node in self._without_parts_of_f_strings(self._parse(cell)):
                line = cell.line + node.lineno - 1
                text = self._text(node, known, line)
                if text.startswith(("results/", "data/")):
                    found.append(Mention(text, line))
        return found

    @cached_property
    def parameters(self) -> dict[str, object]:
        """The defaults of the cell tagged `parameters`.

        Raises:
            ChapterError: there is not exactly one such cell, or it has more than `name = value`.
        """
        cells = [cell for cell in self._of("code") if "parameters" in cell.tags]
        if len(cells) != 1:
            raise self.error(1, f"{len(cells)} cells are tagged `parameters`; there must be exactly one")
        values = {}
        for statement in self._parse(cells[0]).body:
            try:
                ((target,), value) = statement.targets, ast.literal_eval(statement.value)
                values[target.id] = value
            except (AttributeError, ValueError, TypeError):
                line = cells[0].line + statement.lineno - 1
                raise self.error(line, "the cell of parameters may only hold `name = value`") from None
        return values

    @cached_property
    def digest(self) -> str:
        """The digest of the code cells and of the functions of our packages that they use."""
        code = [(cell.source, cell.tags) for cell in self._of("code")]
        for cell in self._of("code"):
            self._parse(cell)
        try:
            used = digest("\n".join(source for source, _ in code))
        except LookupError as mistake:
            raise self.error(1, f"the code cells: {mistake}") from None
        return hashlib.sha256(f"{code}{used}".encode()).hexdigest()

    def check(self) -> None:
        """Find the mistakes that the text alone shows; what is read here is kept.

        Raises:
            ChapterError: the first of them.
        """
        _ = self.figures, self.interactive, self.sources, self.groups, self.parameters

    def error(self, line: int, message: str) -> ChapterError:
        """The error of a line of this chapter."""
        return ChapterError(f"{self.file}:{line}: {message}")

    def _of(self, kind: str) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.kind == kind)

    def _mentions(self, pattern: re.Pattern) -> list[Mention]:
        return [
            Mention(match["name"], cell.line + cell.source.count("\n", 0, match.start()))
            for cell in self._of("markdown")
            for match in pattern.finditer(cell.source)
        ]

    def _parse(self, cell: Cell) -> ast.Module:
        try:
            return ast.parse(cell.source)
        except SyntaxError as mistake:
            raise self.error(cell.line + (mistake.lineno or 1) - 1, mistake.msg) from None

    def _without_parts_of_f_strings(self, tree: ast.AST) -> Iterator[ast.AST]:
        """All strings and f-strings; the constant parts of an f-string are not strings of their own."""
        parts = {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in n.values}
        for node in ast.walk(tree):
            is_string = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if id(node) not in parts and (is_string or isinstance(node, ast.JoinedStr)):
                yield node

    def _text(self, node: ast.Constant | ast.JoinedStr, known: Mapping[str, object], line: int) -> str:
        if isinstance(node, ast.Constant):
            return node.value
        first = node.values[0] if node.values else None
        if not (isinstance(first, ast.Constant) and first.value.startswith(("results/", "data/"))):
            return ""
        text = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += part.value
            elif isinstance(part.value, ast.Name) and part.value.id in known:
                text += str(known[part.value.id])
            else:
                raise self.error(line, f"{{{ast.unparse(part.value)}}} in a file's name is not a parameter")
        return text


def read(text: str, file: str) -> Chapter:
    """Read a chapter from its jupytext Markdown.

    Args:
        text: what is in the file.
        file: its name, for messages.

    Raises:
        ChapterError: the header has no title.
    """
    try:
        header, *body = jupytext.reads(text, fmt="md").cells or [None]
    except yaml.YAMLError as mistake:
        raise _no_yaml(mistake, file) from None
    title = _title(header.source if header and header.cell_type == "raw" else "", file)
    lines, at, cells = text.splitlines(), len(header.source.splitlines()), []
    for cell in body:
        source = cell.source.splitlines()
        if source:
            # jupytext keeps a cell's lines as they are, so each is found behind the one before.
            start = at
            while lines[at : at + len(source)] != source:
                at += 1
                if at >= len(lines):
                    raise ChapterError(f"{file}:{_foreign_fence(lines, start)}: {FOREIGN}")
        tags = tuple(cell.metadata.get("tags", []))
        cells.append(Cell(cell.cell_type, cell.source, tags, at + 1))
        at += len(source)
    return Chapter(file, title, tuple(cells))


def _title(header: str, file: str) -> str:
    try:
        fields = yaml.safe_load(header.strip("-\n"))
    except yaml.YAMLError as mistake:
        raise _no_yaml(mistake, file) from None
    if not isinstance(fields, dict) or not fields.get("title"):
        raise ChapterError(f"{file}:1: the header has no `title`")
    return str(fields["title"])


def _no_yaml(mistake: yaml.YAMLError, file: str) -> ChapterError:
    mark, problem = getattr(mistake, "problem_mark", None), getattr(mistake, "problem", mistake)
    return ChapterError(f"{file}:{mark.line + 1 if mark else 1}: the header is not YAML: {problem}")


def _foreign_fence(lines: list[str], start: int) -> int:
    """The line of the first fence that jupytext takes for a cell of another language."""
    fences = (n for n, line in enumerate(lines[start:], start + 1) if re.match(r"```+[a-zA-Z]", line))
    return next((n for n in fences if not lines[n - 1].lstrip("`").startswith("python")), start + 1)
