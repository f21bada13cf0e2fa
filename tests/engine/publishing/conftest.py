"""The sample notebook, exported once for all tests of publishing."""

import zipfile
from io import BytesIO

import nbformat.v4 as nbf
import pytest

from lecture.publishing.exporters import (
    LectureEPUBExporter,
    LectureHTMLExporter,
    LecturePDFExporter,
    LectureSlidesExporter,
)
from lecture.publishing.web import formula_font
from tests.engine.publishing import lecture_notebook

EXPORTERS = {
    "html": LectureHTMLExporter,
    "pdf": LecturePDFExporter,
    "slides": LectureSlidesExporter,
    "epub": LectureEPUBExporter,
}


def texts_of(book: bytes) -> str:
    """What the texts of an EPUB hold."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


@pytest.fixture(scope="session")
def notebook(tmp_path_factory):
    return lecture_notebook.lecture(tmp_path_factory.mktemp("lecture"))


@pytest.fixture
def no_font_of_formulas(monkeypatch):
    """Pages without the font that is cut for their formulas: to cut it takes longer than all else of a short page."""
    monkeypatch.setattr(formula_font, "font_face", lambda shown, file=None: "")


@pytest.fixture(scope="session")
def exported(notebook):
    """{format: what its exporter made of the sample notebook}"""
    return {name: exporter(trust=True).from_notebook_node(notebook)[0] for name, exporter in EXPORTERS.items()}


def exported_text(text, target="html", **metadata):
    """What `export` does, in the current folder."""
    cells = [nbf.new_markdown_cell(text)]
    made = nbf.new_notebook(cells=cells, metadata={"lang": "ru", "dialect": "lecture"} | metadata)
    return EXPORTERS[target](trust=True).from_notebook_node(made)[0]


@pytest.fixture
def export(tmp_path, monkeypatch):
    """Export a notebook of one Markdown cell in the lecture's dialect, in Russian unless `lang` says something else."""
    monkeypatch.chdir(tmp_path)
    return exported_text
