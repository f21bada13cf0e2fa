"""The text is parsed and numbered once: what is parsed again after an edit, and what is written again."""

import re

import nbformat.v4 as nbf
import pytest

from lecture.publishing import PublishingError, conversion, document, writing
from lecture.publishing.exporters import LectureExporter
from lecture.publishing.jupyter.notebook import chapters as notebook_chapters
from lecture.publishing.paper import printing
from tests.engine.publishing import lecture_notebook
from tests.engine.publishing.conftest import EXPORTERS

NBSP = "\N{NO-BREAK SPACE}"
FIGURE = '![Подпись.](a.svg){{#fig-{name} alt="Что на рисунке"}}\n\n'
CHAPTERS = {
    "01": "# Первая {#sec-first}\n\nСлова [@known]. " + 'Текст "в кавычках".\n\n' + FIGURE.format(name="one"),
    "02": "# Вторая {#sec-second}\n\nСм. @fig-one, [@known] и [@other].\n\n" + FIGURE.format(name="two"),
    "03": "# Третья {#sec-third}\n\nСм. @fig-two и @sec-first.\n",
}
SOURCES = "\n".join(f"@book{{{name}, title = {{{name}}}, year = {{2000}}}}" for name in ("known", "other", "new"))


@pytest.fixture
def calls(monkeypatch):
    """The formats that pandoc was asked for: "json" for a text or the citations."""
    asked, pandoc = [], conversion.pandoc

    def asking(source, reader, writer, **options):
        asked.append("cites" if reader == writer else writer)
        return pandoc(source, reader, writer, **options)

    monkeypatch.setattr(conversion, "pandoc", asking)
    return asked


@pytest.fixture
def made(tmp_path, calls):
    """Make the document of chapters with a cache, and the page of it: (page, what pandoc was asked for)."""
    (tmp_path / "a.svg").write_text(lecture_notebook.PICTURE, encoding="utf-8")
    (tmp_path / "a.bib").write_text(SOURCES)

    def made(chapters, format_="html", bibliography="a.bib", cache="cache"):
        calls.clear()
        cells = [
            nbf.new_markdown_cell(text, metadata={"chapter": name}, id=f"{name or 'whole'}-{number}")
            for name, texts in chapters.items()
            for number, text in enumerate([texts] if isinstance(texts, str) else texts)
        ]
        notebook = nbf.new_notebook(cells=cells, metadata={"lang": "ru", "title": "Лекция", "dialect": "lecture"})
        if bibliography:
            notebook.metadata["bibliography"] = str(tmp_path / bibliography)
        found, _ = LectureExporter(trust=True).document(notebook, tmp_path, cache=tmp_path / cache)
        return writing.write(found, format_, [tmp_path], cache=tmp_path / cache), sorted(calls)

    return made


def references(page):
    return re.findall(r'<a href="#([^"]+)"\s+class="reference"[^>]*>([^<]+)</a>', page)


def cited(page):
    return [int(number) for number in re.findall(r'href="#ref-\w+"[^>]*>(\d+)</a>', page)]


def test_each_chapter_is_parsed_once_for_all_formats(made):
    assert made(CHAPTERS)[1] == ["cites"] + ["html5"] * 4 + ["json"] * 3
    assert made(CHAPTERS, "slides")[1] == ["html5"] * 4
    assert made(CHAPTERS, "epub")[1] == ["html5"] * 4
    assert made(CHAPTERS, "pdf")[1] == ["typst-citations"] * 4
    for format_ in writing.FORMATS:
        assert made(CHAPTERS, format_)[1] == []


def test_an_edit_parses_and_writes_its_chapter_alone(made):
    before, _ = made(CHAPTERS)
    edited = CHAPTERS | {"02": CHAPTERS["02"].replace("См.", "Сравните")}
    page, asked = made(edited)
    assert asked == ["html5", "json"]
    assert page == before.replace("<p>См. <a", "<p>Сравните <a", 1) != before
    assert page == made(edited, cache="another")[0]


def test_a_new_figure_in_front_renumbers_what_refers_to_the_others(made):
    assert ("fig-two", f"рис.{NBSP}2.1") in references(made(CHAPTERS)[0])
    edited = CHAPTERS | {"02": CHAPTERS["02"].replace("См.", FIGURE.format(name="new") + "См.")}
    page, asked = made(edited)
    assert ("fig-two", f"рис.{NBSP}2.2") in references(page)
    assert f"Рис.{NBSP}2.2." in page
    assert asked == ["html5", "html5", "json"]  # parsed: the second chapter; written: the second and the third


def test_chapters_without_a_number_count_on(made):
    text = "# Ещё одна\n\n" + CHAPTERS["03"].replace("См. @fig-two и @sec-first.", "См. @sec-third.")
    assert references(made({"03": text})[0]) == [("sec-third", f"гл.{NBSP}4")]
    assert references(made({"": text})[0]) == [("sec-third", f"гл.{NBSP}2")]


def test_a_new_citation_in_front_renumbers_the_others(made):
    assert cited(made(CHAPTERS)[0]) == [1, 1, 2]
    page, asked = made(CHAPTERS | {"01": CHAPTERS["01"].replace("Слова", "Слова [@new]")})
    assert cited(page) == [1, 2, 2, 3]
    assert asked == ["cites", "html5", "html5", "html5", "json"]  # the third chapter cites nothing


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", "whole"])
def test_damaged_files_of_the_cache_are_made_again(made, tmp_path, damage):
    before, _ = made(CHAPTERS)
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:-1] if damage == "whole" else damage)
    page, asked = made(CHAPTERS)
    assert page == before and len(asked) == 8
    assert made(CHAPTERS)[1] == []


def test_another_pandoc_or_another_filter_parses_again(made, monkeypatch):
    made(CHAPTERS)
    monkeypatch.setattr(conversion, "code", lambda: "another")
    assert len(made(CHAPTERS)[1]) == 8


def test_a_lecture_that_moved_is_not_written_again(made, tmp_path, calls):
    page, _ = made(CHAPTERS)
    about = {"lang": "ru", "title": "Лекция", "dialect": "lecture", "bibliography": str(tmp_path / "a.bib")}
    notebook = nbf.new_notebook(metadata=about)
    notebook.cells = [nbf.new_markdown_cell(text, metadata={"chapter": name}) for name, text in CHAPTERS.items()]
    (moved := tmp_path / "мой 'курс' (1)").mkdir()
    (tmp_path / "a.svg").rename(moved / "a.svg")
    calls.clear()
    for format_ in writing.FORMATS:
        found, _ = LectureExporter(trust=True).document(notebook, moved, cache=tmp_path / "cache")
        again = writing.write(found, format_, [moved], cache=tmp_path / "cache")
        assert format_ != "html" or again == page
    assert sorted(calls) == ["html5"] * 8 + ["typst-citations"] * 4  # slides, book and paper, for the first time


def test_chapters_have_names_of_their_own():
    cells = [nbf.new_markdown_cell("text", metadata=about) for about in ({}, {"chapter": 3}, {"chapter": "a/b"}, {})]
    again = [nbf.new_markdown_cell("text", metadata={"chapter": number}) for number in (3, "literature")]
    found = notebook_chapters(nbf.new_notebook(cells=cells + again))
    assert [(name, number, len(part.cells)) for name, number, part in found] == [
        ("", None, 1),
        ("3", 3, 1),
        ("a_b", None, 2),
        ("3-2", 3, 1),
        ("literature-2", None, 1),
    ]


def test_mistakes_are_not_kept(made):
    wrong = CHAPTERS | {"02": CHAPTERS["02"] + "\n@fig-nowhere\n\nа[^1]\n\n[^1]: раз\n\n[^1]: два"}
    for _ in range(2):
        with pytest.raises(PublishingError, match="Duplicate note reference"):
            made(wrong)
    assert made(CHAPTERS)[0]


def test_a_cell_more_in_a_chapter_leaves_the_others_as_they_are(made, tmp_path):
    made(CHAPTERS)
    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "cache").glob("0[23].*.json")}
    made(CHAPTERS | {"01": [CHAPTERS["01"], "И ещё."]})
    assert len(kept) == 8 and kept == {file: file.stat().st_mtime_ns for file in kept}


@pytest.mark.parametrize("format_", writing.FORMATS)
def test_a_kept_chapter_is_as_one_that_is_made(made, tmp_path, format_):
    made(CHAPTERS, format_)
    again, asked = made(CHAPTERS, format_)
    assert asked == [] and again == made(CHAPTERS, format_, cache="another")[0]
    (tmp_path / "a.svg").write_text(lecture_notebook.PICTURE.replace("#0f62fe", "#0f62ff"), encoding="utf-8")
    other, asked = made(CHAPTERS, format_)
    assert asked == [] and other == made(CHAPTERS, format_, cache="a third")[0] != again


def test_warnings_are_told_each_time(made, tmp_path):
    cells = [nbf.new_markdown_cell(r"$\nonsense{x}$ # A")]
    notebook = nbf.new_notebook(cells=cells, metadata={"dialect": "lecture"})
    found, _ = LectureExporter(trust=True).document(notebook, tmp_path)
    for _ in range(2):
        told = []
        writing.write(found, "html", [tmp_path], cache=tmp_path / "cache", warn=told.append)
        assert len(told) == 1 and "nonsense" in told[0]


def test_what_is_wrong_with_the_pdf_is_told_each_time(tmp_path):
    notebook = nbf.new_notebook(cells=[nbf.new_markdown_cell("# A 𓀀")], metadata={"dialect": "lecture"})
    found, _ = LectureExporter(trust=True).document(notebook, tmp_path)
    said = []
    for _ in range(2):
        told = []
        writing.write(found, "pdf", [tmp_path], cache=tmp_path / "cache", warn=told.append)
        said.append(told)
    assert "no font has these letters" in said[0][0] and said[0] == said[1]


def test_another_typst_sets_anew(made, monkeypatch, tmp_path):
    made(CHAPTERS, "pdf")
    kept = tmp_path / "cache/lecture.pdf"
    before = kept.read_bytes()
    made(CHAPTERS, "pdf")
    assert kept.read_bytes() == before
    monkeypatch.setattr(printing, "version", lambda package: "0.0")
    made(CHAPTERS, "pdf")
    assert kept.read_bytes() != before and kept.read_bytes()[64:] == before[64:]  # the digest, and what is kept


def test_what_chapters_share_by_chance_is_told_apart(made):
    same = "## Итог\n\n[сюда](#итог) и сноска[^1]\n\n[^1]: Слова.\n\n```python\nx = 1\n```\n\n"
    tabs = '::: {.tabs}\n::: {.tab title="А"}\nа\n:::\n:::\n\n'
    page, _ = made({"01": "# Раз\n\n" + same + tabs, "02": "# Два\n\n" + same + tabs}, bibliography=None)
    body = page[page.index("<body") :]
    identifiers = re.findall(r'\sid="([^"]+)"', body)
    assert len(identifiers) == len(set(identifiers))
    links = re.findall(r'<a\s[^>]*href="#([^"]+)"', body)
    assert set(links) <= set(identifiers)
    assert re.findall(r'<a href="#([^"]*)">сюда</a>', body) == ["итог", "итог-02"]


def test_a_name_given_twice_is_a_mistake_across_chapters(made):
    with pytest.raises(PublishingError, match="duplicate identifier: fig-one"):
        made(CHAPTERS | {"03": CHAPTERS["03"] + "\n" + FIGURE.format(name="one")})


@pytest.mark.parametrize("target", EXPORTERS)
def test_a_document_that_was_saved_gives_what_the_exporter_gives(notebook, exported, tmp_path, target):
    found, _ = LectureExporter(trust=True).document(notebook, tmp_path)
    document.save(found, tmp_path)
    again = document.load(tmp_path)
    assert again == found
    folders = [notebook.metadata.resource_path, tmp_path]
    assert writing.write(again, target, folders, anywhere=True) == exported[target]


def test_a_document_holds_plain_trees_of_pandoc(notebook, tmp_path):
    found, _ = LectureExporter(trust=True).document(notebook, tmp_path)
    assert [chapter.name for chapter in found.chapters] == ["03", "04", "literature"]
    assert list(found.facts["claims"]) == ["a_accuracy", "b_speed"]
    for chapter in found.chapters:
        text, _ = conversion.pandoc(chapter.source, "json", "plain")
        assert text.strip()
    assert "\x1b" not in "".join(chapter.source for chapter in found.chapters)
