"""Reading a chapter: its cells with their lines, and everything that its text depends on."""

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path, PurePath

import jinja2.meta
from jinja2 import TemplateSyntaxError

from lecture.build.source_code import digest, is_address, requirements, source
from lecture.files.texts import TextError, text_of
from lecture.keeping import digest as digest_of
from lecture.keeping import kept
from lecture.publishing.conversion import AT_ONCE, READER
from lecture.publishing.web.views import VIEWS
from lecture.text import structure
from lecture.text.cells import Cell, ChapterError, split
from lecture.text.grammar import Found, find, template
from lecture.text.parts import left_out, without

__all__ = ["Cell", "Chapter", "ChapterError", "read"]

# What decides how a text is read: this package's code, pandoc and its dialect, the parsers of notebooks and templates.
VERSION = digest_of(
    READER,
    *(version(package) for package in ("pypandoc_binary", "jupytext", "jinja2")),
    *(module.read_text(encoding="utf-8") for module in sorted(Path(__file__).parent.glob("*.py"))),
)

NAME = re.compile(r"[\w-]+")  # of a notebook
FOLDERS = ("results/", "data/")  # a string in a code cell that begins so is a file, which the chapter depends on

NO_CELL = "this is no cell; code that is only shown needs braces: ```{.python} instead of ```python"


@dataclass(frozen=True)
class Chapter:
    """A chapter's cells and what they depend on.

    Attributes:
        file: the name of the file, for messages.
        title: from the header.
        cells: in the order of the text.
        found: what pandoc finds in it, and the groups of numbers that its templates name.
        left_out: the identifiers in the parts that are left out.
    """

    file: str
    title: str
    cells: tuple[Cell, ...]
    found: tuple[Found, ...]
    left_out: tuple[Found, ...]

    @property
    def name(self) -> str:
        """The file's name without folder and ending, `"04-digits-pytorch"`."""
        return PurePath(self.file).stem

    @cached_property
    def figures(self) -> list[Found]:
        """Figures shown, by name.

        Raises:
            ChapterError: a figure has no identifier `#fig-NAME` or no alternative text.
        """
        for figure in (figures := self._found("figure")):
            name, line = figure.name, figure.line
            if figure.attributes["id"] != f"fig-{name}":
                raise self.error(line, f'the figure {name} needs {{#fig-{name} alt="…"}}')
            if not figure.attributes.get("alt", "").strip():
                raise self.error(line, f'the figure {name} has no alternative text of its own: alt="…"')
        return figures

    @cached_property
    def interactive(self) -> list[Found]:
        """The figures that the page shows with a script, too, by name.

        Raises:
            ChapterError: there is no such view.
        """
        shown = [figure for figure in self._found("figure") if "interactive" in figure.attributes]
        for figure in shown:
            if (view := figure.attributes["interactive"]) not in VIEWS:
                raise self.error(figure.line, f"no view interactive={view!r}; there is {', '.join(VIEWS)}")
        return shown

    @property
    def claims(self) -> list[Found]:
        """Claims made, by identifier."""
        return self._found("claim")

    @property
    def terms(self) -> list[Found]:
        """Terms of the glossary whose first use is marked, by name."""
        return self._found("term")

    @property
    def identifiers(self) -> list[Found]:
        """What the chapter lets others refer to, `"fig-loss_a"`."""
        return self._found("identifier")

    @property
    def references(self) -> list[Found]:
        """What the chapter refers to; a capital, `@Fig-loss_a`, is written small here."""
        return [replace(found, name=found.name[0].lower() + found.name[1:]) for found in self._found("reference")]

    @property
    def citations(self) -> list[Found]:
        """What the chapter cites: keys of the bibliography, and `term-NAME`, where the glossary's term is marked."""
        return self._found("citation")

    @property
    def pictures(self) -> list[Found]:
        """Pictures that are no figures of the lecture, by their addresses."""
        return self._found("picture")

    @cached_property
    def sources(self) -> list[Found]:
        """Definitions whose source is shown, `"cnn.networks.digits:network_a"`.

        Raises:
            ChapterError: an address is not of this form, or leads nowhere.
        """
        for shown in (sources := self._found("source")):
            if not is_address(shown.name):
                raise self.error(shown.line, f"source={shown.name!r} is not package.module:name of the lecture")
            try:
                source(shown.name)
            except LookupError as mistake:
                raise self.error(shown.line, f"source={shown.name!r}: {mistake}") from None
        return sources

    @property
    def groups(self) -> list[Found]:
        """The first words of the numbers' names."""
        return self._found("group")

    def files(self, parameters: Mapping[str, object] | None = None) -> list[Found]:
        """The files that the code cells name: strings that start with `results/` or `data/`.

        Args:
            parameters: values for the names inside f-strings, `f"results/network_{network}.json"`; the defaults
                are in the cell tagged `parameters`.

        Raises:
            ChapterError: a cell doesn't parse, or an f-string has a part that is not a parameter.
        """
        known = self.parameters | dict(parameters or {})
        texts = []
        for cell, strings in self._strings_of_code:
            if "parameters" in cell.tags:
                texts += [(value, cell.line) for value in known.values() if isinstance(value, str)]
                continue
            for node in strings:
                line = cell.line + node.lineno - 1
                texts.append((self._text(node, known, line), line))
        return [Found("file", text, line) for text, line in texts if text.startswith(FOLDERS)]

    @cached_property
    def parameters(self) -> dict[str, object]:
        """The defaults of the cell tagged `parameters`.

        Raises:
            ChapterError: there are several such cells, one has more than `name = value`, a value is none that a
                configuration could give, or a name stands twice.
        """
        cells = [cell for cell in self._cells("code") if "parameters" in cell.tags]
        if len(cells) > 1:
            raise self.error(cells[1].line, "a second cell is tagged `parameters`; there is one at most")
        values = {}
        for statement in self._parse(cells[0]).body if cells else []:
            line = cells[0].line + statement.lineno - 1
            try:
                ((target,), value) = statement.targets, ast.literal_eval(statement.value)
                name = target.id
            except (AttributeError, ValueError, TypeError):
                raise self.error(line, "the cell of parameters may only hold `name = value`") from None
            if not isinstance(value, str | int | float | list | tuple | dict | None):
                raise self.error(line, f"{name}: a parameter is a text, a number, true or false, not {value!r}")
            if name in values:
                raise self.error(line, f"{name}: this parameter stands twice")
            values[name] = value
        return values

    @cached_property
    def digest(self) -> str:
        """The digest of the code cells and of the functions of our packages that they use."""
        code = [(cell.source, cell.tags) for cell in self._cells("code")]
        for cell in self._cells("code"):
            self._parse(cell)
        try:
            used = digest("\n".join(source for source, _ in code))
        except LookupError as mistake:
            raise self.error(1, f"the code cells: {mistake}") from None
        return hashlib.sha256(f"{code}{used}".encode()).hexdigest()

    @cached_property
    def code(self) -> dict:
        """What decides the outputs of the code cells besides files: `digest`, and `versions` of what they import."""
        return {"digest": self.digest, "versions": requirements("\n".join(cell.source for cell in self._cells("code")))}

    def check(self) -> None:
        """Find the mistakes that the text alone shows; what is read here is kept.

        Raises:
            ChapterError: all of them, a line each.
        """
        mistakes = []
        for part in ("figures", "interactive", "sources", "parameters"):
            try:
                getattr(self, part)
            except ChapterError as mistake:
                mistakes.append(str(mistake))
        if mistakes:
            raise ChapterError("\n".join(mistakes))

    def error(self, line: int, message: str) -> ChapterError:
        """The error of a line of this chapter."""
        return ChapterError(f"{self.file}:{line}: {message}")

    @cached_property
    def _strings_of_code(self) -> list[tuple[Cell, list[ast.Constant | ast.JoinedStr]]]:
        """The code cells, each with its strings, which are asked for once for each notebook and rule."""
        return [(cell, list(_strings(self._parse(cell)))) for cell in self._cells("code")]

    def _cells(self, kind: str) -> Iterator[Cell]:
        return (cell for cell in self.cells if cell.kind == kind)

    def _found(self, kind: str) -> list[Found]:
        return [found for found in self.found if found.kind == kind]

    def _parse(self, cell: Cell) -> ast.Module:
        try:
            return ast.parse(cell.source)
        except SyntaxError as mistake:
            raise self.error(cell.line + (mistake.lineno or 1) - 1, mistake.msg) from None

    def _text(self, node: ast.Constant | ast.JoinedStr, known: Mapping[str, object], line: int) -> str:
        if isinstance(node, ast.Constant):
            return node.value
        first = node.values[0] if node.values else None
        if not (isinstance(first, ast.Constant) and first.value.startswith(FOLDERS)):
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


def _strings(node: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """All strings and f-strings; the constant parts of an f-string are not strings of their own."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node
    for inner in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(inner, ast.Constant)):
            yield from _strings(inner)


def read(text: str, file: str, facts: Mapping[str, object] | None = None, cache: str | Path | None = None) -> Chapter:
    """Read a chapter from its jupytext Markdown.

    Of its parts, `::: {.only data="MNIST KMNIST"}` … `:::`, those that don't fit the facts count for nothing: their
    code cells are gone, their lines are empty. Of the others only the lines with the marks are.

    Args:
        text: what is in the file.
        file: its name, for messages.
        facts: what parts may depend on, `{"data": "MNIST"}`.
        cache: a folder that keeps what was read, a file for each chapter.

    Raises:
        ChapterError: the header has no title, a cell is neither prose nor Python or pandoc would show it as prose, a
            template doesn't parse, or a part is not written right or depends on what is no fact.
    """
    place = cache and Path(cache, f"{PurePath(file).stem}.json")
    key = digest_of(VERSION, file, text, json.dumps(facts or {}, sort_keys=True))
    chapter = kept(place, key, lambda: asdict(_read(text, file, facts or {})))
    return Chapter(
        file,
        chapter["title"],
        cells=tuple(Cell(**cell | {"tags": tuple(cell["tags"])}) for cell in chapter["cells"]),
        found=tuple(Found(**found) for found in chapter["found"]),
        left_out=tuple(Found(**found) for found in chapter["left_out"]),
    )


def all_of(files: Iterable[Path], facts: Mapping[str, object], cache: str | Path | None = None) -> dict[str, Chapter]:
    """Read notebooks, and find the mistakes that each text alone shows.

    Args:
        files: of the notebooks.
        facts, cache: as in `read`.

    Returns:
        The notebooks by name.

    Raises:
        ChapterError: the mistakes of all of them, a line each.
    """
    files = list(files)
    found, mistakes = {}, list(_misnamed(files))

    def read_file(file: Path) -> Chapter:
        return read(text_of(file), str(file), facts, cache)

    with ThreadPoolExecutor(AT_ONCE) as pool:  # while pandoc looks at one text, another is read
        chapters = {file: pool.submit(read_file, file) for file in files}
    for file, chapter in chapters.items():
        try:
            found[file.stem] = chapter.result()
            found[file.stem].check()
        except TextError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise ChapterError("\n".join(mistakes))
    return found


def _misnamed(files: Iterable[Path]) -> Iterator[str]:
    """Names of notebooks that addresses and rules can't hold, and chapters of one number, which would be one."""
    numbers: dict[str, Path] = {}
    for file in files:
        if not NAME.fullmatch(file.stem):
            yield f"{file}:1: the file's name may have letters, digits, - and _ alone; rename it"
        elif (number := file.stem[:2]).isdigit() and (first := numbers.setdefault(number, file)) != file:
            yield f"{file}:1: {first} has the number {number}, too; rename one"


def _read(text: str, file: str, facts: Mapping[str, object]) -> Chapter:
    title, cells = split(text, file)
    wrong = list(structure.mistakes(cells))
    found = find(cells, file) if not wrong else []
    if wrong := sorted({*wrong, *structure.formulas(cells)}):
        raise ChapterError("\n".join(f"{file}:{line}: {what}" for line, what in wrong))
    seen = {cell.line for cell in found if cell.kind == "cell"}
    for cell in cells:
        if cell.kind == "code" and cell.line not in seen:
            raise ChapterError(f"{file}:{cell.line}: this cell stands inside a comment or a fence of the prose")
    for item in found:
        if item.kind == "no cell":
            raise ChapterError(f"{file}:{item.line}: {NO_CELL}")
    gone = left_out(cells, found, facts, file)
    stay = tuple(without(cells, found, gone))
    return Chapter(
        file,
        title,
        cells=stay,
        found=(*(item for item in found if item.line not in gone), *_groups(stay, file)),
        left_out=tuple(item for item in found if item.kind == "identifier" and item.line in gone),
    )


def _groups(cells: Iterable[Cell], file: str) -> list[Found]:
    """The groups of numbers that templates name, in the order of the text."""
    found = {}
    for cell in (cell for cell in cells if cell.kind == "markdown"):
        tree = template(cell, file)
        try:
            names = jinja2.meta.find_undeclared_variables(tree)
        except TemplateSyntaxError as mistake:
            raise ChapterError(f"{file}:{cell.line + mistake.lineno - 1}: {mistake.message}") from None
        for name in names:
            first = next(node for node in tree.find_all(jinja2.nodes.Name) if node.name == name)
            found.setdefault(name, Found("group", name, cell.line + first.lineno - 1))
    return sorted(found.values(), key=lambda group: group.line)
