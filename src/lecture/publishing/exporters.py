"""nbconvert exporters: `jupyter nbconvert --to lecture-html | lecture-pdf | lecture-slides | lecture-epub NOTEBOOK`.

A notebook is read as Jupyter reads it, unless its metadata say `dialect: lecture`: then its text is in the lecture's
own dialect, docs/chapters.md. Other metadata that are read, all optional: `lang` (the language of the text, such as
"en"), `title`, `subtitle`, `author` (list), `date`, `version`, `licence`, `cover` (the source of a picture of the
lecture, for the title page), `edition` (a banner), `bibliography` and `resource_path` (absolute,
or relative to the current folder), `chapter` (number of the first chapter), `claims` ({id: {statement, measured,
threshold, holds, seeds, evidence}}). A cell may carry `metadata.chapter`, the number of its chapter or the name of what
has none, such as a glossary, and `metadata.alt`, the description of the pictures it makes.
"""

import copy
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Bool, Unicode, default
from traitlets.config import Application, Config

from lecture import words
from lecture.files import write_bytes
from lecture.keeping import digest, kept
from lecture.publishing import conversion, document, writing
from lecture.publishing.claims import readable
from lecture.publishing.document import Document, Text, compact
from lecture.publishing.errors import PublishingError
from lecture.publishing.jupyter import highlighting, notebook, opening
from lecture.words.numbers import of as numbers_of

HERE = Path(__file__).parent
COMMAND = "jupyter-nbconvert"  # its application's name


class LectureExporter(TemplateExporter):
    """What the exporters share: notebook → Markdown of each chapter → document → format."""

    format = "html"
    export_from_notebook: str | None = None

    language = Unicode("en", help="The language of a notebook whose metadata name none.").tag(config=True)
    trust = Bool(
        False,
        help="Whether a notebook in the lecture's dialect may name files outside its folder: pictures, a bibliography.",
    ).tag(config=True)

    @default("template_name")
    def _template_name_default(self) -> str:
        return "lecture-markdown"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(HERE / "jupyter" / "templates")]

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".md.j2"

    @property
    def default_config(self) -> Config:
        config = Config(
            {
                "NbConvertBase": {"display_data_priority": notebook.DISPLAY_PRIORITY},
                "TagRemovePreprocessor": {
                    "enabled": True,
                    "remove_cell_tags": {"remove-cell", "remove_cell"},
                    "remove_input_tags": {"remove-input", "remove_input"},
                    "remove_all_outputs_tags": {"remove-output", "remove_output"},
                },
                "ExtractOutputPreprocessor": {"enabled": False},
                "HighlightMagicsPreprocessor": {"enabled": False},
            }
        )
        config.merge(super().default_config)
        return config

    def default_filters(self) -> Iterator[tuple[str, Callable]]:
        yield from super().default_filters()
        yield "language", highlighting.language
        for name in ("code_block", "folds", "html_block", "picture", "slide_mark", "text_block"):
            yield name, getattr(notebook, name)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Export a notebook file.

        Raises:
            PublishingError: the file cannot be read, or as in `from_notebook_node`. nbconvert's command ends with exit
                code 1 and says no more than this error's sentences, unless it was started with `--debug`.
        """
        with self.said_plainly(str(filename)):
            try:
                return super().from_filename(filename, resources, **kw)
            except OSError as error:
                raise PublishingError(f"the file cannot be read: {error.strerror}") from error

    def from_file(
        self, file_stream: IO | str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Export a notebook that is open, or whose path is given.

        Raises:
            PublishingError: as in `from_filename`.
        """
        # nbconvert opens files as UTF-8, but only of bytes it can be said which of them are none.
        stream = getattr(file_stream, "buffer", getattr(file_stream, "stream", file_stream))
        with self.said_plainly(str(getattr(stream, "name", "the notebook"))):
            contents = stream.read() if hasattr(stream, "read") else Path(stream).read_bytes()
            return self.from_notebook_node(opening.notebook(contents), resources, **kw)

    @contextmanager
    def said_plainly(self, name: str) -> Iterator[None]:
        """End nbconvert's command, where it is what runs, with one sentence about `name` instead of a traceback."""
        try:
            yield
        except Exception as error:
            application = Application.instance() if Application.initialized() else None
            if application is None or application.name != COMMAND or application.log_level <= logging.DEBUG:
                raise
            if isinstance(error, PublishingError):
                self.log.critical("%s: %s", name, error)
            else:
                advice = "this is a fault of the exporter; `--debug` shows where"
                self.log.critical("%s: %s: %s; %s", name, type(error).__name__, error, advice)
            raise SystemExit(1) from None

    def from_notebook_node(
        self, nb: NotebookNode, resources: Mapping[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Export a notebook.

        Args:
            nb: the notebook; it stays as it is.
            resources: nbconvert's facts about the export, such as the notebook's name and folder.
            kw: further arguments of nbconvert.

        Returns:
            (the page as text, the PDF or the EPUB as bytes, resources).

        Raises:
            PublishingError: an unknown language, an unknown or duplicate identifier, a figure without alternative
                text, a missing picture or missing data of an interactive one, a picture of an unknown kind, an
                unknown claim or citation, or a text that pandoc or Typst refuses.
        """
        with TemporaryDirectory() as work:
            made, resources = self.document(nb, work, resources, **kw)
            folders = [self.source_folder(nb, resources), work]
            made = writing.write(made, self.format, folders, anywhere=self.trust, warn=self.log.warning)
            return made, resources

    def document(
        self,
        nb: NotebookNode,
        folder: str | Path,
        resources: Mapping[str, Any] | None = None,
        cache: str | Path | None = None,
        **kw: Any,
    ) -> tuple[Document, dict[str, Any]]:
        """Parse and number a notebook.

        Args:
            nb: the notebook; it stays as it is.
            folder: the pictures that are inside the notebook are written there.
            resources: as in `from_notebook_node`.
            cache: a folder where pandoc's answers are kept, chapter by chapter.
            kw: further arguments of nbconvert.

        Returns:
            (the document that every format starts from, resources).

        Raises:
            PublishingError: as in `from_notebook_node`.
        """
        nb = copy.deepcopy(nb)
        opening.mend_metadata(nb.metadata)
        language = self.language_of(nb)
        arranged = notebook.arranged(nb)
        resources = dict(resources or {}, words=words.table(language)["outputs"], arranged=arranged)
        foreign = nb.metadata.get("dialect") != notebook.DIALECT
        for place, cell in enumerate(nb.cells, 1):
            cell.metadata["place"] = f"cell {place}"
        inside = notebook.extract_attachments(nb)
        written = nb
        if foreign:
            # The lecture's own build, which comes here after each edit, needs none of what is imported here.
            from lecture.publishing.jupyter.translation import translated

            nb, files = translated(nb, self.format, words.table(language), self.log.warning)
            inside |= files
        texts, version = [], conversion.code()
        for name, number, part in notebook.chapters(nb):
            inside |= notebook.extract_pictures(part, f"output_{name}" if name else "output")
            if not foreign:  # a cell more in one chapter changes no other
                for cell in part.cells:
                    del cell.metadata["place"]
            if cache:  # the build, which wants the text and no facts about the export
                key = digest(version, compact([part, resources["words"], arranged]))
                make = partial(self._text, part, resources, **kw)
                markdown = kept(document.place(cache, name, "markdown"), key, make)
            else:
                markdown, found = self.markdown(part, copy.deepcopy(resources), **kw)
                # The pictures travel inside the result: nbconvert must not write them beside it.
                found.pop("outputs", None)
                resources |= found
            texts.append(Text(name, number, markdown, foreign))
        for name, (_, contents) in inside.items():
            write_bytes(Path(folder, name), contents)
        places = {name: place for name, (place, _) in inside.items()}
        # Whoever wrote a notebook names no files of the machine of whoever exports it, unless the latter says so.
        bibliography = nb.metadata.get("bibliography") if self.trust and not foreign else None
        if not self.trust and not foreign and nb.metadata.get("bibliography"):
            self.log.warning("the bibliography is not read: the notebook is not trusted (--LectureExporter.trust=True)")
        number = text(nb.metadata.get("chapter"))
        made = document.make(
            texts,
            self.describe(nb, resources, language) | {"places": places, "arranged": arranged},
            words.table(language),
            first=int(number) if number.isdecimal() else 1,
            bibliography=Path(bibliography).resolve() if bibliography else None,
            cache=cache,
            warn=self.log.warning,
        )
        for source in {source for chapter in made.chapters for source in chapter.pictures if foreign}:
            places[source] = places.get(source) or notebook.place_of(source, written)
        return made, resources

    def markdown(self, part: NotebookNode, resources: dict[str, Any], **kw: Any) -> tuple[str, dict[str, Any]]:
        """The Markdown text of a chapter; its pictures are in `outputs` of the resources."""
        return super().from_notebook_node(part, resources, **kw)

    def _text(self, part: NotebookNode, resources: dict[str, Any], **kw: Any) -> str:
        return self.markdown(part, copy.deepcopy(resources), **kw)[0]

    def language_of(self, nb: NotebookNode) -> str:
        """The language of a notebook.

        Raises:
            PublishingError: there are no words for it, and the notebook is ours.
        """
        asked = str(nb.metadata.get("lang") or self.language)
        try:
            return words.primary(asked)
        except words.UnknownLanguageError as error:
            if nb.metadata.get("dialect") == notebook.DIALECT or asked == self.language:
                raise PublishingError(f"the notebook's metadata `lang`: {error}") from None
            self.log.warning("the notebook's metadata `lang`: %s; its pages speak %s", error, self.language)
            return words.primary(self.language)

    def source_folder(self, nb: NotebookNode, resources: Mapping[str, Any]) -> str:
        """Where the pictures are that a notebook names; it has a say in this only if it is trusted."""
        own = nb.metadata.get("resource_path") if self.trust else ""
        return own or resources.get("metadata", {}).get("path") or "."

    def describe(self, nb: NotebookNode, resources: Mapping[str, Any], language: str) -> dict[str, object]:
        """The facts about the lecture, as `lecture.publishing.document.Document` has them."""
        metadata = nb.metadata
        foreign = metadata.get("dialect") != notebook.DIALECT
        claims = {} if foreign else metadata.get("claims", {})
        table, numbers = words.table(language), numbers_of(language)
        return {
            "lang": language,
            "title": text(metadata.get("title")),
            "name": resources.get("metadata", {}).get("name", ""),
            "subtitle": text(metadata.get("subtitle")),
            "authors": authors(metadata.get("author") or metadata.get("authors")),
            "date": text(metadata.get("date")),
            "version": text(metadata.get("version")),
            "licence": text(metadata.get("licence")),
            "cover": "" if foreign else text(metadata.get("cover")),
            "edition": text(metadata.get("edition")),
            "foreign": foreign,
            "commit": text(metadata.get("commit")),
            "size": text(metadata.get("size")),
            "report": "" if foreign else text(metadata.get("report")),
            "published": [] if foreign else [text(file) for file in metadata.get("published", [])],
            "address": "" if foreign else text(metadata.get("address")),
            "launch": {} if foreign else dict(metadata.get("launch", {})),
            "moved": {} if foreign else dict(metadata.get("moved", {})),
            "claims": {name: readable(claim, table, numbers) for name, claim in claims.items()},
            "origins": {} if foreign else metadata.get("origins", {}),
        }


def text(value: object) -> str:
    """What metadata say in one line; "" if it is no text and no number."""
    return re.sub(r"[ \t\r\n]+", " ", str(value)).strip() if isinstance(value, str | int | float) else ""


def authors(found: object) -> list[str]:
    """The names of the authors: of a text, of objects with `name`, or `given` and `family`, or of a list of these."""
    people = found if isinstance(found, list) else [found]
    names = []
    for person in people:
        if isinstance(person, Mapping):
            full = person.get("name") or " ".join(text(person.get(key)) for key in ("given", "family"))
            person = authors(full)[0] if isinstance(full, Mapping) and authors(full) else full
        names.append(text(person))
    return [name for name in names if name]


class LectureHTMLExporter(LectureExporter):
    """One offline page."""

    export_from_notebook = "Lecture: page"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    output_mimetype = "text/html"


class LecturePDFExporter(LectureExporter):
    """A PDF set by Typst."""

    format = "pdf"
    export_from_notebook = "Lecture: PDF"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"


class LectureSlidesExporter(LectureExporter):
    """Slides: one offline file with reveal.js inside."""

    format = "slides"
    export_from_notebook = "Lecture: slides"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".slides.html"


class LectureEPUBExporter(LectureExporter):
    """A book for e-readers: EPUB 3."""

    format = "epub"
    export_from_notebook = "Lecture: EPUB"
    output_mimetype = "application/epub+zip"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".epub"
