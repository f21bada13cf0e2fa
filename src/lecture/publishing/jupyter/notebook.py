"""From a notebook to one Markdown text: what the template of `templates/` calls."""

import re
from collections import Counter
from collections.abc import Mapping
from textwrap import dedent
from unicodedata import normalize
from urllib.parse import quote, unquote

from nbconvert.filters import ansi2html, strip_ansi
from nbformat import NotebookNode

from lecture.publishing.document import LITERATURE
from lecture.publishing.jupyter.colours import of_terminal
from lecture.publishing.jupyter.terminal import settle
from lecture.publishing.pictures import decoded

DIALECT = "lecture"  # of a notebook that is ours
LONG = 50  # lines, from here the formats fold or cut what a cell printed
# The endings of names of picture files.
PICTURES = {
    "image/svg+xml": ".svg",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}
SLIDE_TYPES, CONTINUED = ("slide", "subslide", "fragment", "skip", "notes"), "-"
SIZE = re.compile(r"\d+(?:\.\d+)?(?:px|%)?")
SHORT = 60  # letters of an attachment's name that the name of its file has

# On a page the reader sees the code first; a picture beats its own description.
DISPLAY_PRIORITY = [
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
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


def arranged(notebook: NotebookNode) -> bool:
    """Whether the author said of cells on which slides they are."""
    return any(slide_type(cell) != CONTINUED for cell in notebook.cells)


def slide_type(cell: NotebookNode) -> str:
    """What Jupyter's slides make of a cell: slide, subslide, fragment, skip, notes, or "-", which goes on."""
    said = cell.metadata.get("slideshow")
    kind = said.get("slide_type") if isinstance(said, Mapping) else None
    return kind if kind in SLIDE_TYPES else CONTINUED


def slide_mark(cell: NotebookNode) -> str:
    """The mark by which slides.lua knows where a cell begins, and what it is."""
    return f"\n\n{fence(slide_type(cell), '{=slide}')}\n\n"


def html_block(html: str) -> str:
    """An HTML output; the filters read it into pandoc's own tables, so that it works in print too."""
    return fence(dedent(html), "{=html}")


def text_block(text: str, kind: str) -> str:
    """Plain text of a cell. Its colours, where it has any, wait as HTML in the attribute `coloured`, percent-encoded.

    Args:
        text: what the cell wrote.
        kind: stdout, stderr, result or error.
    """
    text = settle(text).rstrip("\n")
    plain = strip_ansi(text)
    colours = f' coloured="{quote(of_terminal(ansi2html(text)))}"' if plain != text else ""
    lines = plain.count("\n") + 1
    long = f' lines="{lines}"' if lines > LONG else ""
    return fence(plain, f"{{.output-text .output-{kind}{colours}{long}}}")


def picture(output: NotebookNode, cell: NotebookNode, words: Mapping[str, str]) -> str:
    """A picture that a cell made, as `extract_pictures` left it.

    `cell.metadata.alt` describes it, or the language's word for such a picture; the output's metadata may say how large
    it is, in CSS pixels, since a picture for a dense screen has more of its own.
    """
    [(mimetype, name)] = output.metadata.filenames.items()
    alt = " ".join(str(cell.metadata.get("alt", words["picture"])).split())
    alt = alt.replace("\\", "\\\\").replace('"', '\\"')
    said = output.metadata.get(mimetype)
    said = said if isinstance(said, Mapping) else {}
    sizes = [(side, str(said.get(side) or output.metadata.get(side) or "")) for side in ("width", "height")]
    size = "".join(f' {side}="{value}"' for side, value in sizes if SIZE.fullmatch(value))
    return f'![](<{name}>){{.output-picture alt="{alt}"{size}}}'


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


def extract_pictures(notebook: NotebookNode, key: str) -> dict[str, tuple[str, bytes]]:
    """Take the pictures out of the outputs, where a picture is what is shown of one; its metadata name the file.

    Args:
        notebook: it is changed.
        key: what the names of the files begin with.

    Returns:
        {file name: (the cell, what the file holds, nothing if its base64 is broken)}
    """
    files = {}
    for index, cell in enumerate(notebook.cells):
        for number, output in enumerate(cell.get("outputs", [])):
            if output.output_type not in ("display_data", "execute_result"):
                continue
            data = output.data
            for mimetype in [name for name in data if name in PICTURES and not data[name]]:
                del data[mimetype]
            shown = next((name for name in DISPLAY_PRIORITY if name in data), None)
            if shown in PICTURES:
                name = f"{key}_{index}_{number}{PICTURES[shown]}"
                files[name] = (cell.metadata.get("place", ""), picture_bytes(data[shown], shown))
                output.metadata["filenames"] = {shown: name}
    return files


def picture_bytes(data: str | list[str], mimetype: str) -> bytes:
    """A picture as a file; nothing if its base64 is broken."""
    text = data if isinstance(data, str) else "".join(data)
    if mimetype == "image/svg+xml" and "<" in text:
        return text.encode()
    try:
        return decoded(text)
    except ValueError:
        return b""


def extract_attachments(notebook: NotebookNode) -> dict[str, tuple[str, bytes]]:
    """Point the cells at their attachments, and return these: {file name: (the cell, what it holds)}.

    The same name (`image.png`) is usual in several cells, so that each cell gets its own. A text may write a name with
    or without escapes.
    """
    files = {}
    for index, cell in enumerate(notebook.cells):
        names = {}
        for number, (name, contents) in enumerate(cell.get("attachments", {}).items()):
            filename = f"attachment_{index}_{number}_" + re.sub(r"[^\w.-]", "_", name, flags=re.ASCII)[-SHORT:]
            mimetype, data = next(((kind, contents[kind]) for kind in contents if kind in PICTURES), ("", ""))
            files[filename] = (cell.metadata.get("place", ""), picture_bytes(data, mimetype))
            for form in ("NFC", "NFD"):
                spelt = normalize(form, name)
                names |= dict.fromkeys((spelt, quote(spelt), quote(spelt, safe="!'()*~")), filename)
        if names:
            pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
            cell.source = re.sub(f"attachment:({pattern})", lambda found, names=names: names[found[1]], cell.source)
        if "attachment:" in cell.source:  # and not attached: a picture that is missing, by its name
            cell.source = re.sub(r"""(\]\(\s*<?|\bsrc\s*=\s*["']?)attachment:""", r"\1", cell.source)
    return files


def place_of(source: str, notebook: NotebookNode) -> str:
    """The cell whose text names a picture; "" if none does as it stands."""
    holders = (cell for cell in notebook.cells if source in cell.source or unquote(source) in cell.source)
    return next((cell.metadata.get("place", "") for cell in holders), "")
