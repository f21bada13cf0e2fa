"""nbconvert exporters: `jupyter nbconvert --to lecture-html | lecture-pdf | lecture-slides NOTEBOOK`.

Metadata of the notebook that they read, all optional: `lang` (the language of the text, such as "en"), `title`,
`subtitle`, `author` (list), `date`, `edition` (a banner), `bibliography` and `resource_path` (absolute, or relative to
the current folder), `chapter` (number of the first chapter), `claims` ({id: {statement, measured, threshold, holds,
seeds, evidence}}). A cell may carry `metadata.chapter`, the number of its chapter, and `metadata.alt`, the description
of the pictures it makes.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from lecture import words
from lecture.publishing import conversion, notebook, page, printing
from lecture.publishing.claims import readable
from lecture.publishing.errors import PublishingError
from lecture.words.numbers import of as numbers_of

HERE = Path(__file__).parent


class LectureExporter(TemplateExporter):
    """What the three exporters share: notebook → Markdown → pandoc → `finish`."""

    target = "html"
    writer = "html5"
    pandoc_template: str
    lua_filters: tuple[str, ...] = ()
    pandoc_options: tuple[str, ...] = ()
    export_from_notebook: str | None = None

    language = Unicode("en", help="The language of a notebook whose metadata name none.").tag(config=True)

    @default("template_name")
    def _template_name_default(self) -> str:
        return "lecture-markdown"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(HERE / "templates")]

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
                    "remove_cell_tags": {"remove-cell"},
                    "remove_input_tags": {"remove-input"},
                    "remove_all_outputs_tags": {"remove-output"},
                },
                "ExtractOutputPreprocessor": {"enabled": True},
                "HighlightMagicsPreprocessor": {"enabled": False},
            }
        )
        config.merge(super().default_config)
        return config

    def default_filters(self) -> Iterator[tuple[str, Callable]]:
        yield from super().default_filters()
        for name in ("language", "code_block", "html_block", "text_block", "picture"):
            yield name, getattr(notebook, name)

    def from_notebook_node(
        self, nb: NotebookNode, resources: Mapping[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """Export a notebook.

        Args:
            nb: the notebook; it stays as it is.
            resources: nbconvert's facts about the export, such as the notebook's name and folder.
            kw: further arguments of nbconvert.

        Returns:
            (the page as text or the PDF as bytes, resources).

        Raises:
            PublishingError: an unknown language, an unknown or duplicate identifier, a figure without alternative
                text, a missing picture or missing data of an interactive one, a picture of an unknown kind, an
                unknown claim or citation, or a text that pandoc or Typst refuses.
        """
        nb = copy.deepcopy(nb)
        language = self.language_of(nb)
        resources = dict(resources or {}, target=self.target, words=words.table(language)["outputs"])
        notebook.mark_chapters(nb)
        attachments = notebook.extract_attachments(nb)
        markdown, resources = super().from_notebook_node(nb, resources, **kw)
        # The pictures travel inside the result: nbconvert must not write them beside it.
        files = {**resources.pop("outputs", {}), **attachments}
        with TemporaryDirectory() as work:
            for name, contents in files.items():
                path = Path(work, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(contents)
            lecture = self.describe(nb, resources, work, language)
            bibliography = nb.metadata.get("bibliography")
            converted = conversion.convert(
                markdown,
                self.writer,
                filters=self.lua_filters,
                template=self.pandoc_template,
                lecture=lecture,
                work=work,
                options=self.pandoc_options,
                bibliography=Path(bibliography).resolve() if bibliography else None,
                warn=self.log.warning,
            )
            return self.finish(converted, work), resources

    def language_of(self, nb: NotebookNode) -> str:
        """The language of a notebook.

        Raises:
            PublishingError: there are no words for it.
        """
        try:
            return words.primary(str(nb.metadata.get("lang") or self.language))
        except words.UnknownLanguageError as error:
            raise PublishingError(f"the notebook's metadata `lang`: {error}") from None

    def describe(self, nb: NotebookNode, resources: Mapping[str, Any], work: str, language: str) -> dict[str, object]:
        """The facts about the lecture that the Lua filters and templates use."""
        metadata = nb.metadata
        source = resources.get("metadata", {})
        folder = metadata.get("resource_path") or source.get("path") or "."
        authors = metadata.get("author") or metadata.get("authors") or []
        authors = [authors] if isinstance(authors, str) else authors
        table, numbers = words.table(language), numbers_of(language)
        return {
            "lang": language,
            "words": table,
            "title": metadata.get("title", ""),
            "name": source.get("name", ""),
            "subtitle": metadata.get("subtitle", ""),
            "authors": [author if isinstance(author, str) else author["name"] for author in authors],
            "date": metadata.get("date", ""),
            "edition": metadata.get("edition", ""),
            "chapter": int(metadata.get("chapter") or 1),
            "cites": bool(metadata.get("bibliography")),
            "claims": {name: readable(claim, table, numbers) for name, claim in metadata.get("claims", {}).items()},
            "folders": [str(Path(folder).resolve()), str(Path(work).resolve())],
        }

    def finish(self, converted: str, work: str) -> str | bytes:
        """Make the result of pandoc's text.

        Args:
            converted: the text.
            work: a folder for files in between.

        Raises:
            PublishingError: the text cannot be made into the result.
        """
        raise NotImplementedError


class LectureHTMLExporter(LectureExporter):
    """One offline page."""

    export_from_notebook = "Lecture: page"
    pandoc_template = "html/page.html"
    lua_filters = ("html.lua",)
    pandoc_options = ("--mathml", "--toc", "--toc-depth=2", "--section-divs", "--email-obfuscation=none")

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    output_mimetype = "text/html"

    def finish(self, converted: str, work: str) -> str:
        return page.close_page(converted)


class LecturePDFExporter(LectureExporter):
    """A PDF set by Typst."""

    target = "typst"
    writer = "typst"
    export_from_notebook = "Lecture: PDF"
    pandoc_template = "typst/document.typ"
    lua_filters = ("typst.lua",)
    pandoc_options = ("--syntax-highlighting=idiomatic",)
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def finish(self, converted: str, work: str) -> bytes:
        return printing.to_pdf(converted, work, self.log.warning)


class LectureSlidesExporter(LectureExporter):
    """Slides: one offline file with reveal.js inside."""

    export_from_notebook = "Lecture: slides"
    pandoc_template = "html/slides.html"
    lua_filters = ("slides.lua",)
    pandoc_options = ("--mathml", "--email-obfuscation=none")
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".slides.html"

    def finish(self, converted: str, work: str) -> str:
        return page.close_slides(converted)
