"""Around papermill: where a notebook failed, and an executed notebook without what changes from run to run."""

import re

import jupytext
import nbformat
from nbformat import NotebookNode

from lecture.text.cells import tidied
from lecture.text.reading import Chapter

# IPython marks the failing line of the cell in its traceback: "----> 3 code" or "Cell In[2], line 3".
FAILED_LINE = re.compile(r"Cell In\[\d+\], line (\d+)|^-+> (\d+) ", re.MULTILINE)
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}  # of a chapter that names none
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


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


def place_of_failure(chapter: Chapter, executed: NotebookNode) -> str:
    """`file:line: cell N` of the first code cell that raised; N counts the chapter's code cells from 1.

    Args:
        executed: what papermill left behind, with the traceback in the failing cell.
    """
    runs = [
        cell
        for cell in executed.cells
        if cell.cell_type == "code"
        and not {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", []))
    ]
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
