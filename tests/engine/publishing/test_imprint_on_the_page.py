"""What the page says of itself, what a reader takes along, and where a mistake is told."""

import re
from urllib.parse import unquote

LECTURE = "# Свёртка {#sec-one}\n\nТекст.\n\n## Сдвиг {#sec-two}\n\nЕщё."
IMPRINT = {"version": "2.0.0", "date": "29 ноября 2026", "licence": "MIT", "commit": "abc1234", "size": "preview"}
REPORT = "https://example.org/new?title={place}&body={commit}%20{size}"


def test_a_page_without_metadata_says_nothing(export):
    page = export(LECTURE, title="Лекция")
    assert 'class="imprint"' not in page and 'class="downloads"' not in page and 'class="report"' not in page


def test_the_page_says_which_one_it_is(export):
    page = export(LECTURE, title="Лекция", **IMPRINT)
    said = re.search(r'<p class="imprint">(.*?)</p>', page)[1]
    assert said == "Издание 2.0.0 · 29 ноября 2026 · MIT · коммит abc1234"


def test_what_is_published_can_be_taken_along(export):
    page = export(LECTURE, title="Лекция", published=["index.html", "lecture.pdf", "notebooks.zip"])
    offered = re.search(r'<p class="downloads">(.*?)</p>', page, re.DOTALL)[1]
    assert re.findall(r'href="([^"]*)"', offered) == ["lecture.pdf", "notebooks.zip"]


def test_handouts_are_offered_and_paper_is_told_of_the_pdf(export):
    published = ["lecture.pdf", "handouts/exercises.pdf", "handouts/solutions.pdf", "site/index.html"]
    page = export(LECTURE, title="Лекция", published=published)
    offered = re.search(r'<p class="downloads">(.*?)</p>', page, re.DOTALL)[1]
    assert set(re.findall(r'href="([^"]*)"', offered)) == set(published)
    assert 'href="site/index.html" download' not in offered
    assert '<p class="for-print">Для печати есть PDF: lecture.pdf</p>' in page
    assert "for-print" not in export(LECTURE, title="Лекция").partition("</style>")[2].rpartition("</style>")[2]


def test_each_section_leads_to_where_a_mistake_is_told(export):
    page = export(LECTURE, **IMPRINT, report=REPORT)
    addresses = [unquote(address) for address in re.findall(r'<p class="report"><a href="([^"]*)"', page)]
    assert [address.partition(" ")[2] for address in addresses] == [
        "Свёртка&amp;body=abc1234 preview",
        "Сдвиг&amp;body=abc1234 preview",
    ]


def test_no_page_may_connect(export):
    for target in ("html", "slides"):
        assert "default-src 'none'; script-src 'unsafe-inline'" in export(LECTURE, target)
