"""Assembling the lecture: fresh prose with numbers filled in, and the outputs of the executed cells between it."""

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

import jinja2
import nbformat
from nbformat import NotebookNode

from lecture.build.source_code import source
from lecture.text.numbers import environment
from lecture.text.origins import marked
from lecture.text.reading import Cell, Chapter

PLACE = re.compile("\0(.*?)\0")


def assemble(
    chapter: Chapter,
    executed: NotebookNode,
    numbers: Mapping[str, object],
    claims: Mapping[str, Mapping],
    language: str,
    unstated: Collection[str] = (),
    named: list[str] | None = None,
) -> list[NotebookNode]:
    """The cells of a chapter as they are published.

    Args:
        chapter: the text as it is now.
        executed: the notebook that papermill made of its code cells.
        numbers: the results as a tree, `{"network_a": {"parameters": 21840}}`.
        claims: the checked claims by identifier.
        language: of the prose, for the forms of numbers.
        unstated: the claims that there are and that are not stated here: their words lose the mark.
        named: gets the names of the numbers in the text, which stand between marks then.

    Raises:
        ChapterError: a number or a claim is unknown, a shown definition doesn't exist, or the executed cells are
            not those of the text.
    """
    for claim in chapter.claims:
        if claim.name not in claims and claim.name not in unstated:
            raise chapter.error(claim.line, f"no claim {claim.name!r} is checked; known: {', '.join(claims)}")
    shown = {mention.name: source(mention.name) for mention in chapter.sources}
    runs = [cell for cell in executed.cells if cell.cell_type == "code"]
    cells = []
    for cell in chapter.cells:
        if cell.kind == "code":
            if not runs or runs[0].source != cell.source:
                raise chapter.error(
                    cell.line, "this cell has not been executed as it stands; build the notebooks again"
                )
            run = dict(runs.pop(0))
            if runs and "injected-parameters" in runs[0].metadata.get("tags", []):
                run = run | {"source": _in_force(run["source"], runs.pop(0).source)}
            cells.append(nbformat.from_dict(run))
        elif cell.kind == "markdown":
            prepared = _prepared(chapter, cell, claims)
            if named is not None:
                prepared = replace(prepared, source=marked(prepared.source, named))
            text = _with_numbers(chapter, prepared, numbers, language)
            cells.append(nbformat.v4.new_markdown_cell(PLACE.sub(lambda place: f"\n{shown[place[1]]}", text)))
    if runs:
        raise chapter.error(1, "the executed notebook has more cells than the text; build the notebooks again")
    for position, cell in enumerate(cells):
        cell.id = f"{chapter.name}-{position}"
        cell.metadata = {"tags": cell.metadata.get("tags", []), "chapter": chapter.name[:2]}
    return cells


def is_run_of(chapter: Chapter, executed: NotebookNode) -> bool:
    """Whether an executed notebook was made of the code cells of a chapter as they stand now."""
    runs = [(cell.source, tuple(cell.metadata.get("tags", []))) for cell in executed.cells if cell.cell_type == "code"]
    own = [(source, tags) for source, tags in runs if "injected-parameters" not in tags]
    return own == [(cell.source, cell.tags) for cell in chapter.cells if cell.kind == "code"]


def _prepared(chapter: Chapter, cell: Cell, claims: Mapping[str, Mapping]) -> Cell:
    """The cell without the marks of claims that are not stated, and with a place for each shown source.

    Sources go in behind the numbers, because their braces are no templates. No line changes its number.
    """
    lines, end = cell.source.split("\n"), cell.line + cell.source.count("\n")
    for claim in reversed(chapter.claims):
        if cell.line <= claim.line <= end and claim.name not in claims:
            line = lines[claim.line - cell.line]
            before, behind = line[: claim.column], line[claim.column :]
            quote = before[-1].strip("=")
            before = before.removesuffix(f"claim={quote}")
            lines[claim.line - cell.line] = before + behind.removeprefix(f"{claim.name}{quote}")
    for mention in chapter.sources:
        if cell.line <= mention.line <= end:
            lines[mention.line - cell.line] += f"\0{mention.name}\0"
    return replace(cell, source="\n".join(lines))


def _in_force(defaults: str, injected: str) -> str:
    """The cell of parameters with the values that papermill injected behind it."""
    values = {s.targets[0].id: ast.unparse(s.value) for s in ast.parse(injected).body if isinstance(s, ast.Assign)}
    lines = defaults.splitlines()
    for statement in reversed(ast.parse(defaults).body):
        if (name := statement.targets[0].id) in values:
            lines[statement.lineno - 1 : statement.end_lineno] = [f"{name} = {values[name]}"]
    return "\n".join(lines)


def _with_numbers(chapter: Chapter, cell: Cell, numbers: Mapping[str, object], language: str) -> str:
    try:
        return _template(cell.source, language).render(numbers)
    except (jinja2.TemplateError, TypeError, ValueError, KeyError, ArithmeticError) as mistake:
        raise chapter.error(cell.line + _template_line(mistake) - 1, str(mistake)) from None


@lru_cache(1024)  # for a lecture that is assembled again and again while its author edits
def _template(text: str, language: str) -> jinja2.Template:
    return environment(language).from_string(text)


def _template_line(mistake: BaseException) -> int:
    """The line of the template where an exception arose: Jinja2 writes it into the traceback."""
    line, step = getattr(mistake, "lineno", None) or 1, mistake.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line
