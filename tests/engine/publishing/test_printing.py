"""The PDF."""

import re
from io import BytesIO

import nbformat.v4 as nbf
import pypdf
import pytest

from tests.engine.publishing.conftest import EXPORTERS


@pytest.fixture(scope="module")
def pdf(exported):
    return pypdf.PdfReader(BytesIO(exported["pdf"]))


@pytest.fixture(scope="module")
def text(pdf):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def test_russian_text_can_be_read_out_of_it(text):
    assert "Свёртка делает два предположения" in text
    assert "Содержание" in text and "Литература" in text
    assert "предпросмотр: одна эпоха вместо десяти" in text


def test_numbers_and_references(text):
    for words in (
        "рис. 3.1",
        "Рис. 3.1. Потери сети A",
        "Таблица 3.1. Две сети",
        "табл. 3.1",
        "(4.2)",
        "гл. 4",
        "§ 3.1",
    ):
        assert words in text


def test_answers_and_claims_come_at_the_end(text):
    answers, claims, literature = (text.rindex(word) for word in ("Ответы", "Проверенные утверждения", "Литература"))
    assert answers < claims < literature
    assert "5020" in text[answers:claims]
    assert "Сначала ждали, что быстрее." in text[claims:literature] and "×*" in text[claims:literature]
    assert "2,97 ± 0,25" in text[claims:literature] and "не подтвердилось" in text[claims:literature]
    assert "3 Зачем нужна свёртка" in text[claims:literature] and "3.1, 3" in text[claims:literature]


def test_outputs_are_printed(text):
    assert "conv2" in text and "ZeroDivisionError: division by zero" in text and "100%|████| 10/10" in text
    assert "secret" not in text and "hidden_source" not in text and "не видно" not in text


def test_it_is_tagged_and_has_a_title_and_bookmarks(pdf):
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"].value
    assert catalogue["/Lang"].startswith("ru")
    assert pdf.metadata.title == "Свёрточные нейронные сети"
    assert pdf.metadata.author == "И. О. Фамилия"
    bookmarks = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert bookmarks[-4:] == ["4 Свёртка", "Ответы", "Проверенные утверждения", "Литература"]
    assert "pdfuaid" in pdf.xmp_metadata.stream.get_data().decode()


def test_every_font_is_embedded(pdf):
    names = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            names.add(descendant["/BaseFont"].partition("+")[2])
    assert {"IBMPlexSerif-Regular", "IBMPlexMono"} <= names


def test_a_long_line_of_code_stays_on_the_page(export):
    made = pypdf.PdfReader(BytesIO(export("```python\n" + "x = " + " + ".join(["value"] * 60) + "\n```", "pdf")))
    edge = float(made.pages[0].mediabox.right)
    seen = []
    made.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: seen.append(tm[4]) if text.strip() else None
    )
    assert seen and max(seen) < edge


def test_a_notebook_from_elsewhere_is_printed_too(export):
    """Headings that skip levels, a macro that pandoc doesn't know, a letter that no font has."""
    made = export("### Третий\n\n##### Пятый\n\n$$\\nonsense{x}$$\n\n中 #let $x$ @you", "pdf")
    assert "Пятый" in pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()


def exported_alone(*cells, **metadata):
    made, _ = EXPORTERS["pdf"]().from_notebook_node(nbf.new_notebook(cells=list(cells), metadata=metadata))
    return pypdf.PdfReader(BytesIO(made))


def test_letters_that_no_font_has_are_replaced_and_named(caplog):
    made = exported_alone(nbf.new_markdown_cell("# Знак \u2fffe\n\nТекст `\U0010fffd` и \U0010fffd."))
    [warning] = [record.getMessage() for record in caplog.records]
    assert "U+10FFFD" in warning and "U+2FFF" in warning
    text = made.pages[0].extract_text()
    assert "10FFFD" in text and "Текст" in text
    assert "pdfuaid" in made.xmp_metadata.stream.get_data().decode()


def table(columns, rows=3, value=lambda row, column: f"{row * column * 1234.5678:.4f}", head=""):
    names = "".join(f"<th>column_{column}</th>" for column in range(columns))
    body = "".join(
        f"<tr><th>{row}</th>" + "".join(f"<td>{value(row, column)}</td>" for column in range(columns)) + "</tr>"
        for row in range(rows)
    )
    html = f"<table><thead>{head}<tr><th></th>{names}</tr></thead><tbody>{body}</tbody></table>"
    return nbf.new_code_cell("t", outputs=[nbf.new_output("display_data", data={"text/html": html})])


def words_with_places(page):
    """(x, size, words) of each piece of text."""
    found = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: found.append((tm[4] * cm[0] + cm[4], size * tm[0], text))
    )
    return [(x, size, text.strip()) for x, size, text in found if text.strip()]


@pytest.mark.parametrize("columns", [9, 14, 40])
def test_wide_tables_are_never_cut(columns):
    pages = exported_alone(table(columns)).pages
    text = " ".join(page.extract_text() for page in pages).split()
    assert {f"column_{column}" for column in range(columns)} <= set(text)
    for page in pages:
        for x, size, words in words_with_places(page):
            assert x + 0.5 * size * len(words) < 595 - 40, words
            assert size > 5.5, words


def test_a_heading_over_several_columns_goes_on_with_them():
    head = "<tr><th></th>" + "".join(f'<th colspan="10">Group {group}</th>' for group in range(3)) + "</tr>"
    text = " ".join(page.extract_text() for page in exported_alone(table(30, head=head)).pages)
    assert all(text.count(f"Group {group}") >= 1 for group in range(3)) and text.count("Group 1") >= 2


def test_a_long_word_in_a_table_breaks():
    word = "ж" * 200
    page = exported_alone(table(1, rows=1, value=lambda row, column: word)).pages[0]
    lines = [line for line in page.extract_text().splitlines() if "жж" in line]
    assert len(lines) > 1 and "".join(re.sub("[^ж]", "", line) for line in lines) == word
