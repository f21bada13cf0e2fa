"""Terms and the glossary on the pages: links in both directions, nothing on slides."""

import re

import pytest
from pypdf import PdfReader

from lecture.publishing import PublishingError
from lecture.text import glossary

NBSP = "\N{NO-BREAK SPACE}"
TERMS = {
    "kernel": glossary.Term("ядро", "kernel", "Таблица весов."),
    "stride": glossary.Term("шаг", "stride", "Расстояние между окнами."),
    "bare": glossary.Term("поле", "field", "Участок входа."),
}
TEXT = """# Глава {#sec-chapter}

Есть [**ядро**]{term="kernel"} (kernel).

## Часть {#sec-part}

| Слово |
|:--|
| [шаг]{term="stride"} |

: Слова. {#tbl-words}

"""
LECTURE = TEXT + glossary.cell(TERMS, {"kernel", "stride"}, "ru").source


def test_a_term_leads_to_the_glossary_and_back(export):
    page = export(LECTURE)
    assert re.search(
        r'<span id="term-kernel"><a href="#glossary-kernel" class="term"><strong>ядро</strong></a></span>', page
    )
    assert re.search(r'<span id="term-stride"><a href="#glossary-stride" class="term">шаг</a></span>', page)
    back = dict(re.findall(r'<a href="#(term-\w+)"\s+class="reference"[^>]*>([^<]+)</a>', page))
    assert back == {"term-kernel": f"гл.{NBSP}1", "term-stride": f"§{NBSP}1.1"}
    entries = re.findall(r'<dt><span id="glossary-(\w+)">', page)
    assert entries == ["bare", "stride", "kernel"]  # поле, шаг, ядро


def test_the_glossary_is_in_the_contents_without_a_number(export):
    page = export(LECTURE)
    assert re.search(r'<a href="#glossary"[^>]*>Словарь терминов</a>', page)
    assert re.search(r"<h1[^>]*><a[^>]*>Словарь терминов</a></h1>", page)


def test_slides_have_the_term_but_no_glossary(export):
    slides = export(LECTURE, "slides")
    assert "ядро" in slides and "Таблица весов" not in slides
    assert "glossary-kernel" not in slides


def test_the_pdf_has_the_glossary_with_links(export, tmp_path):
    (tmp_path / "lecture.pdf").write_bytes(export(LECTURE, "pdf"))
    reader = PdfReader(tmp_path / "lecture.pdf")
    assert "Расстояние между окнами" in "".join(page.extract_text() for page in reader.pages)
    links = [a for page in reader.pages for a in page.get("/Annots", []) if a.get_object()["/Subtype"] == "/Link"]
    assert len(links) >= 4  # two terms, there and back


def test_a_term_without_a_glossary_is_plain_text(export):
    page = export(TEXT)
    assert '<span id="term-kernel"><strong>ядро</strong></span>' in page
    assert "#glossary-" not in page


def test_a_mark_that_gets_no_place_stops_the_export(export):
    """For example one in a caption: the glossary would lead nowhere."""
    with pytest.raises(PublishingError, match="unknown reference: @term-kernel"):
        export("Текст.\n\n" + glossary.cell(TERMS, {"kernel"}, "ru").source)


def test_a_term_marked_twice_stops_the_export(export):
    with pytest.raises(PublishingError, match="duplicate identifier: term-kernel"):
        export('[ядро]{term="kernel"} и [ядра]{term="kernel"}')
