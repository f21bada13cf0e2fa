"""From a notebook to one Markdown text: what the template of `templates/` calls."""

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote

from nbconvert.filters import ansi2html, strip_ansi
from nbformat import NotebookNode

from lecture.publishing.document import LITERATURE

# On a page the reader sees the code first; a picture beats its own description.
DISPLAY_PRIORITY = [
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/latex",
    "text/html",
    "text/plain",
]


def fence(text: str, attributes: str) -> str:
    """A fenced block around `text`, longer than any fence inside it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks} {attributes}\n{text}\n{marks}"


def code_block(source: str, language_name: str) -> str:
    """The source of a code cell; `language_name` may be empty."""
    return fence(source, f"{{.{language_name} .cell-code}}" if language_name else "{.cell-code}")


def folds(cell: NotebookNode) -> list[str]:
    """What of a cell the reader sees only after a click: classes for the filters, hide-input, hide-output, hide-cell.

    Jupyter Book asks for it with tags, JupyterLab, the notebook's extensions and Colab with metadata.
    """
    metadata = cell.metadata
    jupyter = metadata.get("jupyter", {})
    asked = {tag.replace("_", "-") for tag in metadata.get("tags", [])}
    if jupyter.get("source_hidden") or metadata.get("hide_input") or metadata.get("cellView") == "form":
        asked.add("hide-input")
    if jupyter.get("outputs_hidden") or metadata.get("collapsed") or metadata.get("hide_output"):
        asked.add("hide-output")
    if "hide-cell" in asked or {"hide-input", "hide-output"} <= asked:
        return ["hide-cell"]
    return [name for name in ("hide-input", "hide-output") if name in asked]


def html_block(html: str) -> str:
    """An HTML output; the filters read it into pandoc's own tables, so that it works in print too."""
    return fence(html, "{=html}")


def text_block(text: str, kind: str) -> str:
    """Plain text of a cell. Its colours, where it has any, wait as HTML in the attribute `coloured`, percent-encoded.

    Args:
        text: what the cell wrote.
        kind: stdout, stderr, result or error.
    """
    text = settle(text).rstrip("\n")
    plain = strip_ansi(text)
    colours = f' coloured="{quote(ansi2html(text))}"' if plain != text else ""
    return fence(plain, f"{{.output-text .output-{kind}{colours}}}")


def settle(text: str) -> str:
    """What a terminal shows in the end: carriage returns (progress bars) overwrite their line."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def picture(output: NotebookNode, mimetype: str, cell: NotebookNode, words: Mapping[str, str]) -> str:
    """A picture that a cell made; `cell.metadata.alt` describes it, or the language's word for such a picture."""
    alt = cell.metadata.get("alt", words["picture"])
    alt = alt.replace("\\", "\\\\").replace('"', '\\"')
    return f'![](<{output.metadata.filenames[mimetype]}>){{.output-picture alt="{alt}"}}'


def chapters(notebook: NotebookNode) -> list[tuple[str, int | None, NotebookNode]]:
    """The chapters of a notebook: (name, number, notebook) of each.

    A chapter begins with the first cell that has another `metadata.chapter`: a number, or the name of what has no
    number and stands behind the chapters. The cells before the first one are a chapter without a name. Names are names
    of files and parts of identifiers, and differ.
    """
    found: list[tuple[str, int | None, list[NotebookNode]]] = []
    current = None
    seen = Counter([LITERATURE])
    for cell in notebook.cells:
        chapter = cell.metadata.get("chapter", current)
        if not found or chapter != current:
            name = "" if chapter is None else re.sub(r"\W", "_", str(chapter))
            seen[name] += 1
            number = int(chapter) if str(chapter).isdecimal() else None
            found.append((name if seen[name] == 1 else f"{name}-{seen[name]}", number, []))
            current = chapter
        found[-1][2].append(cell)
    found = found or [("", None, [])]
    return [(name, number, NotebookNode(notebook | {"cells": cells})) for name, number, cells in found]


def extract_attachments(notebook: NotebookNode) -> dict[str, bytes]:
    """Point the cells at their attachments, and return these: {file name: bytes}.

    The same name (`image.png`) is usual in several cells, so that each cell gets its own.
    """
    files = {}
    for index, cell in enumerate(notebook.cells):
        for name, contents in cell.get("attachments", {}).items():
            filename = f"attachment_{index}_" + re.sub(r"[^\w.-]", "_", name)
            files[filename] = b64decode(next(iter(contents.values())))
            cell.source = cell.source.replace(f"attachment:{name}", filename)
    return files
