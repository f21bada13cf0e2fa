"""Numbers, references, and the mistakes that stop a build."""

import re

import pytest

from lecture.files.texts import TextError
from lecture.publishing import PublishingError
from lecture.publishing.writing import live_links

NBSP = "\N{NO-BREAK SPACE}"


def links(html):
    return dict(re.findall(r'<a href="(#[^"]+)"[^>]*class="reference"[^>]*>([^<]+)</a>', html))


def test_references_are_links_with_the_number_of_the_chapter(exported):
    found = links(exported["html"])
    assert found["#fig-loss"] == f"Рис.{NBSP}3.1"
    assert found["#tbl-networks"] == f"табл.{NBSP}3.1"
    assert found["#eq-conv"] == "(4.1)"
    assert found["#eq-size"] == "(4.2)"
    assert found["#sec-conv"] == f"гл.{NBSP}4"
    assert found["#sec-loss"] == f"§{NBSP}3.1"


def test_a_reference_that_opens_a_paragraph_begins_with_a_capital(exported):
    assert f">Рис.{NBSP}3.1</a> показывает" in exported["html"]
    assert f">рис.{NBSP}3.1</a>." in exported["html"]


def test_captions_carry_their_numbers(exported):
    assert f"Рис.{NBSP}3.1." in exported["html"]
    assert f"Таблица{NBSP}3.1." in exported["html"]
    assert '<span class="equation-number">(4.1)</span>' in exported["html"]
    assert "Упражнение 4.1." in exported["html"]


def test_every_reference_has_a_target(exported):
    for page in (exported["html"], exported["slides"]):
        body = page[page.index("<body") :]
        identifiers = re.findall(r'\sid="([^"]+)"', body)
        assert len(identifiers) == len(set(identifiers))
        targets = set(re.findall(r'<a\s[^>]*href="#([^"]+)"', body))
        assert targets - set(identifiers) == set()


def test_without_metadata_chapters_count_from_one(export):
    page = export("# Раз\n\n## Часть {#sec-a}\n\n# Два {#sec-b}\n\nСм. @sec-a и @sec-b.")
    assert links(page) == {"#sec-a": f"§{NBSP}1.1", "#sec-b": f"гл.{NBSP}2"}


def test_a_notebook_without_chapters_counts_too(export):
    page = export("$$ a $$ {#eq-a}\n\nИз @eq-a и [@eq-a] следует…")
    assert re.findall(r'class="reference"[^>]*>([^<]+)<', page) == ["(1)", "(1)"]


def test_slides_and_page_agree_on_numbers(exported):
    for label in (f"Рис.{NBSP}3.1.", f"Таблица{NBSP}3.1.", "(4.2)", "Упражнение 4.1."):
        assert label in exported["slides"]


def test_what_is_not_on_slides_is_on_the_page():
    there = '<a href="#here" class="reference">рис. 1</a> <p id="here"></p>'
    away = '<a href="#fig-away" class="reference">рис. 2</a>'
    term = '<a href="#glossary-seed" class="term">слово</a>'
    assert live_links(there) == there
    assert live_links(away) == "рис. 2"
    led = '<a href="index.html#fig-away" class="elsewhere" title="На странице">рис. 2</a>'
    assert live_links(there + away + term, "index.html", "На странице") == there + led + "слово"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("См. @fig-nowhere.", "unknown reference: @fig-nowhere"),
        ("# А {#sec-a}\n\n# Б {#sec-a}", "duplicate identifier: sec-a"),
        ("$$ a $$ {#eq-a}\n\n$$ b $$ {#eq-a}", "duplicate identifier: eq-a"),
        ("![Подпись](a.svg){#fig-a}", "figure without alternative text: fig-a"),
        ('![Подпись](a.svg){#fig-a alt=""}', "figure without alternative text: fig-a"),
        ('![Подпись](nowhere.svg){#fig-a alt="Что там"}', "picture not found: nowhere.svg"),
        ("[Верно]{claim=nowhere}", "unknown claim: nowhere"),
        ("а[^1]\n\n[^1]: раз\n\n[^1]: два", "Duplicate note reference"),
    ],
)
@pytest.mark.parametrize("target", ["html", "pdf", "slides"])
def test_a_mistake_stops_the_build_and_is_named(export, tmp_path, text, message, target):
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    with pytest.raises(PublishingError, match=re.escape(message)):
        export(text, target)


def test_all_mistakes_are_reported_at_once(export):
    with pytest.raises(PublishingError) as error:
        export("@fig-one, @tbl-two")
    assert str(error.value).splitlines() == ["unknown reference: @fig-one", "unknown reference: @tbl-two"]


def test_an_unknown_citation_stops_the_build(export, tmp_path):
    (tmp_path / "a.bib").write_text("@book{known, title = {Known}, year = {2000}}")
    with pytest.raises(PublishingError, match="unknown citation: @stranger"):
        export("Читайте [@stranger].", bibliography="a.bib")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"@book{known,\n  title = {Known\n", r"a\.bib:3: this is no BibTeX: unexpected end of input"),
        (b"@book{,\n  title = {Known}}\n", r"a\.bib:1: this is no BibTeX: unexpected ','"),
        (b"@book{known,\n  title = {Known}\n  year = 2000}\n", r"a\.bib:3: this is no BibTeX: unexpected 'y'"),
        (b"@book{known,\n  title = {Kn\xf6wn}}\n", r"a\.bib:2: the byte 0xf6 is not UTF-8"),
        ("@book{known, title = {Known}}".encode("utf-16"), r"a\.bib:1: this is UTF-16"),
    ],
)
def test_a_bibliography_that_is_none_is_told_with_its_line(export, tmp_path, content, message):
    (tmp_path / "a.bib").write_bytes(content)
    with pytest.raises((PublishingError, TextError), match=message) as refused:
        export("Читайте [@known].", bibliography="a.bib")
    assert "\n" not in str(refused.value)


def test_an_at_sign_without_a_bibliography_is_just_that(export):
    assert "декоратор @property" in export("декоратор @property")
