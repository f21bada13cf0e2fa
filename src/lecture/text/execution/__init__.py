"""Executing a chapter with papermill: where it failed, and what it printed without what changes from run to run.

A cell has a limit of time and of output, and writes nothing where only jobs write; its kernel may die. All of it is
told with the cell's place.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from lecture.text.cells import tidied
from lecture.text.reading import Chapter

PATIENCE = 1800  # seconds
HOUR = 3600  # seconds for a cell, unless the configuration says otherwise

# IPython marks the failing line of the cell in its traceback: "----> 3 code" or "Cell In[2], line 3".
FAILED_LINE = re.compile(r"Cell In\[\d+\], line (\d+)|^-+> (\d+) ", re.MULTILINE)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}  # of a chapter that names none
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class FailedCellError(Exception):
    """A cell raised; the message starts with `file:line: cell N:`, and `notebook` holds the traceback."""

    def __init__(self, message: str, notebook: NotebookNode) -> None:
        super().__init__(message)
        self.notebook = notebook


def execute(
    text: str, chapter: Chapter, parameters: Mapping[str, object], cell_seconds: float = HOUR
) -> tuple[NotebookNode, list[str]]:
    """Execute the code cells of a chapter in a kernel of its own.

    Args:
        text: the jupytext Markdown that the chapter was read from.
        chapter: without the parts that are left out.
        parameters: those that differ from the chapter's own.
        cell_seconds: how long each cell may take.

    Returns:
        (the executed notebook, cleaned; what the cells wrote to stderr).

    Raises:
        FailedCellError: a cell raised, took too long, printed too much, wrote where only jobs write, or ended its
            kernel.
    """
    import papermill  # who only asks where a notebook failed needs none
    from traitlets.config import Config

    from lecture.text.execution import kernel

    # tqdm complains in a kernel without ipywidgets.
    os.environ["PYTHONWARNINGS"] = "ignore:IProgress not found"
    with tempfile.TemporaryDirectory() as folder:
        source, executed = Path(folder, "source.ipynb"), Path(folder, "executed.ipynb")
        nbformat.write(to_execute(text, chapter), source)
        try:
            papermill.execute_notebook(
                source,
                executed,
                parameters=dict(parameters),
                kernel_name="python3",
                engine_name=kernel.ENGINE,
                execution_timeout=cell_seconds,
                progress_bar=False,
                log_output=False,
                # On a busy machine a kernel needs minutes to start, and what cells print may come late; nothing is cut
                # off.
                start_timeout=PATIENCE,
                iopub_timeout=PATIENCE,
                # No port, so nobody else can talk to the kernel; sockets of its own, because by default they lie in
                # the working folder, where two kernels that start together would take the same ones.
                # Relative, since the name of a socket may not be long.
                config=Config(KernelManager={"transport": "ipc", "ip": os.path.relpath(Path(folder, "kernel"))}),
            )
        except papermill.PapermillExecutionError as failure:
            failed = nbformat.read(executed, 4)
            place = place_of_failure(chapter, failed)
            raise FailedCellError(f"{place}: {failure.ename}: {failure.evalue}", failed) from None
        except kernel.CellEndedError as failure:
            failed = nbformat.read(executed if executed.is_file() else source, 4)
            raise FailedCellError(f"{place_of_cell(chapter, failed, failure.index)}: {failure}", failed) from None
        finished = nbformat.read(executed, 4)
    told = warnings(finished)
    return cleaned(finished), told


def to_execute(text: str, chapter: Chapter) -> NotebookNode:
    """The notebook of a chapter for papermill: its cells, under the header of its text.

    Args:
        text: the jupytext Markdown that the chapter was read from.
        chapter: without the parts that are left out.
    """
    notebook = jupytext.reads(tidied(text), fmt="md:markdown")
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
    cells = [make[cell.kind](cell.source, metadata={"tags": list(cell.tags)}) for cell in chapter.cells]
    notebook.metadata.setdefault("kernelspec", KERNEL)
    notebook.cells = [*(cell for cell in notebook.cells[:1] if cell.cell_type == "raw"), *cells]
    return notebook


def _runs(executed: NotebookNode) -> list[NotebookNode]:
    """The code cells of an executed notebook that are those of the chapter."""
    added = {"injected-parameters", "papermill-error-cell-tag"}
    return [
        cell for cell in executed.cells if cell.cell_type == "code" and not added & set(cell.metadata.get("tags", []))
    ]


def place_of_cell(chapter: Chapter, executed: NotebookNode, index: int | None) -> str:
    """`file:line: cell N` of the code cell with an index in the executed notebook; the file if there is none."""
    cells = [cell for cell in chapter.cells if cell.kind == "code"]
    number = None if index is None else len(_runs(NotebookNode(cells=executed.cells[: index + 1])))
    return f"{chapter.file}:{cells[number - 1].line}: cell {number}" if number else chapter.file


def place_of_failure(chapter: Chapter, executed: NotebookNode) -> str:
    """`file:line: cell N` of the first code cell that raised; N counts the chapter's code cells from 1.

    Args:
        executed: what papermill left behind, with the traceback in the failing cell.
    """
    runs = _runs(executed)
    cells = [cell for cell in chapter.cells if cell.kind == "code"]
    for number, (cell, run) in enumerate(zip(cells, runs, strict=False), start=1):
        errors = [output for output in run.outputs if output.output_type == "error"]
        if errors:
            traceback = COLOURS.sub("", "\n".join(errors[0].traceback))
            match = FAILED_LINE.search(traceback)
            line = int(match[1] or match[2]) if match else 1
            return f"{chapter.file}:{cell.line + line - 1}: cell {number}"
    return chapter.file


def cleaned(executed: NotebookNode) -> NotebookNode:
    """The executed notebook without times, durations, paths and random identifiers: equal runs give equal files.

    What cells wrote to stderr goes, too: warnings are for whoever runs the notebook, and name files of the machine.
    """
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.outputs = _joined([output for output in cell.outputs if not _is_empty(output) and not _warns(output)])
        cell.metadata = {"tags": cell.metadata.get("tags", [])}
    return executed


def warnings(executed: NotebookNode) -> list[str]:
    """What the cells wrote to stderr."""
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    return [output.text.rstrip() for output in _joined(outputs) if _warns(output)]


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs with the neighbouring pieces of a stream put together: the kernel cuts it where its timer rings."""
    found: list[NotebookNode] = []
    for output in outputs:
        if found and output.output_type == found[-1].output_type == "stream" and output.name == found[-1].name:
            found[-1] = NotebookNode(found[-1] | {"text": found[-1].text + output.text})
        else:
            found.append(output)
    return found


def _is_empty(output: NotebookNode) -> bool:
    """Whether an output shows nothing: a library announced a display and then printed instead."""
    return output.output_type == "display_data" and output.data.get("text/plain") == "" and len(output.data) <= 2


def _warns(output: NotebookNode) -> bool:
    return output.output_type == "stream" and output.name == "stderr"
