"""What stands before the chapters of the PDF and behind them: title page, lists, claims, index."""

import re
from io import BytesIO

import pypdf
import pytest

from lecture import words
from lecture.publishing.claims import by_chapter, margin, readable
from lecture.publishing.exporters import LecturePDFExporter
from lecture.publishing.paper import excerpts
from lecture.publishing.paper.index import Stems, phrases, spoken_of
from lecture.words.dates import day_in_words
from lecture.words.numbers import of

TEXT = """# Глава

Первый абзац: [ядро]{term="kernel"} скользит по картинке.

| a | b |
|---|---|
| 1 | 2 |

: Таблица слов. Второе предложение. {#tbl-words}

## Раздел

Ядер много, см. @tbl-words.

# Словарь терминов {#glossary .unnumbered}

[ядро]{#glossary-kernel} (kernel)
:   Таблица весов. @term-kernel
"""


@pytest.fixture
def pages(export):
    made = export(
        TEXT, "pdf", title="Лекция", author=["Автор"], version="1.0", date="29 ноября 2026 г.", licence="CC BY 4.0"
    )
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(BytesIO(made)).pages]


def test_the_title_page_says_who_when_and_which_edition(pages):
    for said in ("Лекция", "Автор", "Издание 1.0 · 29 ноября 2026 г.", "CC BY 4.0"):
        assert said in pages[0]


def test_a_list_has_the_first_sentence_of_a_caption_and_the_page(pages):
    [listed] = [page for page in pages if "Таблицы" in page]
    assert re.search(r"1\.1 Таблица слов\W+3\b", listed) and "Второе предложение" not in listed


def test_the_index_finds_a_term_in_each_of_its_forms(pages):
    assert re.search(r"Предметный указатель ядро, 3\b", pages[-1])


def test_stems_are_compared_word_by_word():
    stems = Stems(re.compile(words.table("ru")["endings"]))
    wanted = phrases({"field": "рецептивное поле", "cnn": "свёртка (ядро свёртки)"}, stems)
    assert spoken_of(stems.of("о рецептивных полях и свёртке"), wanted) == {"field", "cnn"}
    assert spoken_of(stems.of("поля ядра"), wanted) == set()
    assert spoken_of(stems.of("ядром свёртки"), wanted) == {"cnn"}


@pytest.mark.parametrize(
    ("measured", "threshold", "share"),
    [
        (0.5, {"at_least": 0.5}, 0),
        (5, {"at_least": 0.5}, 1),
        (0.1, {"at_most": 0.316227766}, 0.5),
        (0, {"at_most": 1e-12}, 1),
        (0.99, {"at_least": 0.9, "at_most": 1}, 0),
        (0, {"at_most": 0}, None),
        (-0.01, {"at_least": -0.03}, None),
        (float("nan"), {"at_least": 1}, None),
    ],
)
def test_a_margin(measured, threshold, share):
    assert margin(measured, threshold) == share


@pytest.mark.parametrize(
    ("unit", "measured", "threshold"),
    [("%", "1,42\N{NO-BREAK SPACE}%", "≥\N{NO-BREAK SPACE}1\N{NO-BREAK SPACE}%"), ("раз", "0,0142 раз", "≥ 0,01 раз")],
)
def test_units(unit, measured, threshold):
    claim = {"measured": 0.01416, "threshold": {"at_least": 0.01}, "unit": unit}
    found = readable(claim, words.table("ru"), of("ru"))
    assert found["measured"].replace("\N{NO-BREAK SPACE}", " ") == measured.replace("\N{NO-BREAK SPACE}", " ")
    assert found["threshold"].replace("\N{NO-BREAK SPACE}", " ") == threshold.replace("\N{NO-BREAK SPACE}", " ")


def test_claims_keep_their_numbers_in_chapters():
    claims = {
        "a": {"chapter": "1 One", "number": 1},
        "b": {"chapter": "1 One", "number": 2},
        "c": {"chapter": "2 Two", "number": 3},
    }
    groups = [(group["title"], [number for number, *_ in group["claims"]]) for group in by_chapter(claims)]
    assert groups == [("1 One", [1, 2]), ("2 Two", [3])]


def test_days():
    assert day_in_words("2026-11-29", "ru").replace("\N{NO-BREAK SPACE}", " ") == "29 ноября 2026 г."
    assert day_in_words("2026-11-29", "en") == "29 November 2026"


def test_excerpts_are_cut_from_the_whole(tmp_path, notebook):
    exporter = LecturePDFExporter(trust=True)
    document, _ = exporter.document(notebook, tmp_path)
    made = excerpts.write(document, [exporter.source_folder(notebook, {}), tmp_path], cache=tmp_path / "cache")
    assert made.keys() == {"03", "04", "exercises", "solutions"}
    pages = {name: pypdf.PdfReader(BytesIO(pdf)).pages for name, pdf in made.items()}
    text = {
        name: re.sub(r"\s+", " ", " ".join(page.extract_text() for page in inside)) for name, inside in pages.items()
    }
    assert "3 Зачем нужна свёртка" in text["03"] and "гл. 4" in text["03"] and "LeCun" in text["03"]
    assert "Проверенные утверждения" in text["03"] and "Проверенные утверждения" not in text["04"]
    assert "Сколько параметров" in text["exercises"] and "5020" not in text["exercises"]
    assert "5020" in text["solutions"] and "Сколько параметров" not in text["solutions"]
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").glob("*.excerpt")}
    assert excerpts.write(document, [exporter.source_folder(notebook, {}), tmp_path], cache=tmp_path / "cache") == made
    assert kept == {path: path.stat().st_mtime_ns for path in kept} and len(kept) == 4


def test_links_of_excerpts_lead_to_what_is_published():
    text = '#link("notebooks/a.ipynb")[A], #link("notebooks/b.ipynb")[B], #link("https://e.org/notebooks/a.ipynb")[C]'
    assert excerpts.with_links(text, "chapters", ["notebooks/a.ipynb"]) == text.replace(
        '"notebooks/a', '"../notebooks/a', 1
    )


def test_only_what_is_cited_stays():
    entries = "#block[\n#block[\n1. One.\n\n] <ref-one>\n#block[\n2. Two.\n\n] <ref-two>\n] <refs>"
    assert excerpts.cut(entries, {"ref-two"}) == "#block[\n\n#block[\n2. Two.\n\n] <ref-two>\n] <refs>"
    assert excerpts.cut(entries, set()) == ""
