"""A foreign notebook as one of ours: each Markdown cell and each output a fence that nothing can leave."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

import nbformat
from nbformat import NotebookNode

from lecture.publishing.jupyter import markdown, outputs, tables
from lecture.publishing.jupyter.formulas import CLOSE, OPEN, Formulas, marked
from lecture.publishing.jupyter.html import Piece, cleaned, seen
from lecture.publishing.jupyter.notebook import fence
from lecture.publishing.jupyter.terminal import settle

HTML, LATEX = "{=jupyter}", "{=jupyter-latex}"
RAW = {"": "text", "text/plain": "text", "text/markdown": "markdown", "text/x-markdown": "markdown"}
RAW_OF_FORMAT = {
    "html": {"text/html": "html"},
    "slides": {"text/html": "html"},
    "epub": {"text/html": "html"},
    "pdf": {"text/latex": "latex"},
}
DOLLARS = re.compile(r"\s*(\$\$?|\\\[|\\\(|\\begin\{)")


def translated(
    notebook: NotebookNode, format_: str, words: Mapping, warn: Callable[[str], object]
) -> tuple[NotebookNode, dict[str, tuple[str, bytes]]]:
    """A foreign notebook in the dialect of the lecture.

    Args:
        notebook: it is not changed.
        format_: what it becomes: raw cells may be for one format only.
        words: the table of its language.
        warn: called with a sentence about each thing that cannot be shown as Jupyter shows it.

    Returns:
        (the notebook, the files that were inside its texts: {name: (the cell, what it holds)}).
    """
    work = _Translation(notebook.metadata, format_, words["jupyter"], warn)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            work.formulas.register(legal(cell.source))
    cells = []
    for work.cell, cell in enumerate(notebook.cells, 1):
        cells += work.translate(cell)
    return NotebookNode(notebook | {"cells": cells}), work.files


def legal(text: str) -> str:
    """A text without the marks that formulas leave, and without NUL."""
    return re.sub(f"[{OPEN}{CLOSE}\0]", "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass
class _Translation:
    """One walk through the cells.

    Attributes:
        metadata: of the notebook.
        format_, words, warn: as in `translated`; the words are the group `jupyter`.
        formulas: what formulas share.
        files: what was found inside texts, with its cell.
        cell: the number of the cell, from 1.
        pieces: so many texts have been read.
    """

    metadata: Mapping
    format_: str
    words: Mapping
    warn: Callable[[str], object]
    formulas: Formulas = field(default_factory=Formulas)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    cell: int = 0
    pieces: int = 0

    def translate(self, cell: NotebookNode) -> list[NotebookNode]:
        if cell.cell_type == "code":
            made = []
            for output in outputs.joined(cell.outputs):
                made += self.output(output)
            return [NotebookNode(cell | {"outputs": made})]
        if cell.cell_type == "raw":
            return self.raw(cell)
        return [NotebookNode(cell | {"source": self.markdown(cell.source)})]

    def raw(self, cell: NotebookNode) -> list[NotebookNode]:
        kind = (cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "").lower()
        if not cell.source.strip():
            return []
        known = RAW | RAW_OF_FORMAT[self.format_]
        if kind not in known:
            self.warn(
                f"cell {self.cell}: a raw cell of the kind {kind} is left out; {self.format_} has no place for it"
            )
            return []
        read = {"text": self.text, "markdown": self.markdown, "html": self.html, "latex": self.latex}[known[kind]]
        about = {key: value for key, value in cell.items() if key in ("id", "metadata")}
        return [nbformat.from_dict(about | {"cell_type": "markdown", "source": read(cell.source)})]

    def output(self, output: NotebookNode) -> list[NotebookNode]:
        """The outputs that stand for one: none, where there is nothing to see."""
        if output.output_type == "stream":
            return [NotebookNode(output | {"text": self.short(output.text)})]
        if output.output_type == "error":
            text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            return [NotebookNode(output | {"traceback": [self.short(text)]})]
        if output.output_type not in ("display_data", "execute_result"):
            return []
        data = output.data
        text = data.get("text/plain", "")
        for mimetype in outputs.PRIORITY:
            if not data.get(mimetype):
                continue
            if mimetype in outputs.PICTURES:
                return [NotebookNode(output | {"data": {mimetype: data[mimetype]}})]
            read = {"text/html": self.output_html, "text/markdown": self.markdown, "text/latex": self.latex}[mimetype]
            if source := read(data[mimetype]):
                picture = next((name for name in outputs.PICTURES if data.get(name)), "")
                embedded = mimetype == "text/html" and "<iframe" in data[mimetype].lower()
                # Of an embedded page, such as a video of YouTube, the notebook may hold a picture.
                still = [NotebookNode(output | {"data": {picture: data[picture]}})] if picture and embedded else []
                return [self.made(output, source), *still]
        kind = outputs.kind_of(data)
        if widget := outputs.widget_text(self.metadata, data):
            self.warn(f"cell {self.cell}: a widget is shown as text")
            return [self.plain(output, widget)]
        shown = [self.plain(output, text)] if text.strip() else []
        if kind:
            said = [self.made(output, fence(f"<p>{self.say(kind, '')}</p>", HTML))]
            shown = said + ([] if outputs.says_nothing(text) else shown)
        structured = next((data[name] for name in data if name == "application/json" or name.endswith("+json")), None)
        if structured is not None and outputs.says_nothing(text) and kind in ("", "map"):
            shown = shown * bool(kind) + [self.plain(output, outputs.pretty(structured))]
        elif not shown and (others := [name for name in data if name != "text/plain"]):
            self.warn(f"cell {self.cell}: an output of the kind {', '.join(others)} cannot be shown")
            sentence = escape(self.words["unshown"].format(what=", ".join(others)))
            shown = [self.made(output, fence(f'<p><span class="unshown">{sentence}</span></p>', HTML))]
        return shown

    def made(self, output: NotebookNode, source: str) -> NotebookNode:
        return NotebookNode(output | {"data": {"text/markdown": source}})

    def plain(self, output: NotebookNode, text: str) -> NotebookNode:
        return NotebookNode(output | {"data": {"text/plain": self.short(text)}})

    def short(self, text: str) -> str:
        """Printed text that a page can hold."""
        text = settle(text)
        made = outputs.shortened(text, self.words["skipped"], self.words["letters"])
        if made != text:
            lines = text.count("\n") + 1
            self.warn(
                f"cell {self.cell}: a long output ({lines} lines) is shown without its middle: at most {outputs.MOST}"
                f" lines of {outputs.LONGEST} characters"
            )
        return made

    def text(self, source: str) -> str:
        return fence(legal(source), "{.raw-text}")

    def markdown(self, source: str) -> str:
        """Markdown as a fence of its HTML."""
        found: list[tuple[str, bool]] = []

        def mark(tex: str, display: bool) -> str:
            found.append((tex, display))
            return f"{OPEN}{len(found) - 1}{CLOSE}"

        text = marked(legal(source), mark, self.unknown)
        self.pieces += 1
        return self.fenced(markdown.html(text, str(self.pieces)), found)

    def unknown(self, environment: str) -> None:
        self.warn(f"cell {self.cell}: LaTeX that neither MathJax nor pandoc knows stays text: \\begin{{{environment}}}")

    def html(self, source: str) -> str:
        return self.fenced(legal(source), [])

    def output_html(self, source: str) -> str:
        """An output's HTML; "" if there is nothing to see in it, but something that ran."""
        return self.fenced(legal(source), [], output=True)

    def fenced(self, html: str, found: list[tuple[str, bool]], output: bool = False) -> str:
        elements: dict[int, str] = {}

        def formula(number: int) -> tuple[str, str]:
            if number >= len(found):
                return "", ""
            tex, display = found[number]
            if number not in elements:
                elements[number] = self.formulas.element(tex, display, self.cell)
            return elements[number], f"$${tex}$$" if display else f"${tex}$"

        for number in range(len(found)):
            formula(number)  # in the order of the text, so that macros hold behind their definitions
        made = cleaned(html, Piece(self.keep, self.say, formula), output)
        if output:
            made, rows = tables.short(made, self.format_, self.words)
            if rows:
                self.warn(f"cell {self.cell}: a long table ({rows} rows) is shown without its middle")
        return fence(made, HTML) if seen(made) or not output else ""

    def latex(self, source: str) -> str:
        """LaTeX of an output: formulas, or a text that pandoc reads."""
        if DOLLARS.match(source):
            left = marked(source, lambda tex, display: "")
            if not left.strip():
                return self.markdown(source)
        return fence(f"% cell {self.cell}\n{source}", LATEX)

    def keep(self, contents: bytes, ending: str) -> str:
        name = f"inside-{sha256(contents).hexdigest()[:16]}{ending}"
        self.files[name] = (f"cell {self.cell}", contents)
        return name

    def say(self, kind: str, address: str) -> str:
        """The HTML of a line that says what would stand here; and a warning."""
        what = self.words["kinds"][kind]
        self.warn(f"cell {self.cell}: not shown: {kind}{' ' + address[:200] if address else ''}")
        sentence = escape(self.words["unshown"].format(what=what))
        link = f' <a href="{escape(address)}">{escape(address)}</a>' if re.match(r"https?://", address) else ""
        return f'<span class="unshown">{sentence}{link}</span>'
