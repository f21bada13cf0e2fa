"""The lecture as a site: a page for each chapter, what they share once, and the way from old addresses."""

import json
import re

import pytest

from lecture.publishing import document, writing
from lecture.publishing.errors import PublishingError
from lecture.publishing.exporters import LectureHTMLExporter
from lecture.publishing.web import sections, site
from tests.engine.publishing import lecture_notebook

PUBLISHED = ["lecture.pdf", "notebooks/03-why.ipynb", "notebooks/04-convolution.ipynb", "chapters/03-why.pdf"]


@pytest.fixture(scope="module")
def lecture(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    notebook = lecture_notebook.lecture(folder)
    links = "[The notebook](notebooks/03-why.ipynb) and [another page](https://example.org/a#b)"
    notebook.cells[0].source += f"\n\n{links}."
    notebook.metadata |= {"published": PUBLISHED, "moved": {"07-why": "03-why"}}
    notebook.metadata["launch"] = {"Colab": "https://lab.example/{notebook}"}
    exporter = LectureHTMLExporter(trust=True)
    made, resources = exporter.document(notebook, folder, cache=folder / "cache")
    return made, [exporter.source_folder(notebook, resources), folder], folder


@pytest.fixture(scope="module")
def files(lecture):
    made, folders, folder = lecture
    return site.write(made, folders, cache=folder / "cache")


@pytest.fixture(scope="module")
def pages(files):
    return {name.removesuffix("/index.html"): data.decode() for name, data in files.items() if name.endswith(".html")}


def without_pictures(html):
    return re.sub(r"<svg\b.*?</svg>", "", html, flags=re.DOTALL)


def test_each_chapter_is_a_page_and_what_they_share_is_there_once(pages, files):
    assert pages.keys() >= {"index.html", "03-why", "04-convolution", "literature"}
    for name, html in pages.items():
        assert not re.search(r"<script(?! src=| type=.application/json)", html), name
    for name in ("shared/page.css", "shared/page.js", "shared/theme.js", "shared/search.js"):
        assert name in files
    assert 'aria-current="page"' in pages["index.html"]


def test_links_lead_to_the_page_that_has_the_place_and_say_what_it_is(pages):
    assert re.search(r'<a title="[^"]*Свёртка" [^>]*href="../04-convolution/#sec-conv"', pages["03-why"])
    for name, html in pages.items():
        own = set(re.findall(r'\sid="([^"]*)"', html))
        for place in re.findall(r'<a [^>]*href="#([^"]*)"', without_pictures(html)):
            assert place in own, (name, place)
        for folder, place in re.findall(r'href="(?:\.\./)?([\w-]+)/#([^"]*)"', html):
            assert f'id="{place}"' in pages[folder], (name, folder, place)


def test_links_lead_to_the_files_that_are_published_beside_the_site(pages):
    text = " ".join(pages["03-why"].split())
    assert '<a href="../../notebooks/03-why.ipynb">The notebook</a>' in text
    assert '<a href="https://example.org/a#b">another page</a>' in text


def test_a_chapter_ends_with_the_works_that_it_cites(pages, lecture):
    listed = re.findall(r'<div [^>]*id="(ref-[^"]*)"', pages["03-why"])
    assert listed and set(listed) <= set(re.findall(r'href="#(ref-[^"]*)"', pages["03-why"]))
    assert set(listed) <= set(re.findall(r'<div [^>]*id="(ref-[^"]*)"', pages["literature"]))


def test_every_place_of_the_one_page_has_a_page(pages, lecture):
    made, folders, folder = lecture
    whole = writing.write(made, "html", folders, cache=folder / "cache", trusted=True)
    addresses = json.loads(re.search(r'id="addresses">(.*?)</script>', pages["index.html"])[1])
    frame = {"contents", "text", "words"}
    for place in set(re.findall(r'\sid="([^"]*)"', without_pictures(whole))) - frame:
        numbered = re.match(r"(?:cb|fn|fnref|footnotes-|tabs-)([a-z]+|\d+)(?:-|$)", place)
        page = addresses["chapters"].get(numbered and numbered[1]) or addresses["places"].get(
            place.removeprefix("toc-")
        )
        assert page and f'id="{place}"' in pages[page], place


def test_a_chapter_that_has_moved_leads_on(pages, lecture):
    assert 'content="0; url=../03-why/"' in pages["07-why"]
    made, folders, _ = lecture
    wrong = document.Document(made.facts | {"moved": {"07-why": "09-nowhere"}}, made.chapters)
    with pytest.raises(PublishingError, match=r"moved: 07-why: 09-nowhere: .*03-why"):
        site.write(wrong, folders)


def test_a_notebook_is_opened_where_the_lecture_says_and_nowhere_else(pages):
    assert 'href="https://lab.example/notebooks/03-why.ipynb"' in pages["03-why"]
    assert "lab.example" not in pages["literature"]


def test_a_page_brings_few_bytes_of_figures_and_the_rest_are_files_with_their_letters(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "INSIDE", 100)
    picture = tmp_path / "curve.svg"
    picture.write_text('<svg width="9pt" height="4pt" fill="currentColor"><text>эпоха</text></svg>' + " " * 100)
    tag = '<img src="curve.svg" alt="Кривая" style="width:80%">'
    pictures = site.Pictures(None, "")
    [large] = pictures.large(tag, {"curve.svg": str(picture)})
    made = pictures.beside(tag, large, {large})
    assert re.match(
        r'<img src="\.\./figures/curve\.svg\?\w{8}" alt="Кривая" loading="lazy" width="12" class="drawn"', made
    )
    file = pictures.files["figures/curve.svg"].decode()
    assert "data:font/woff" in file and "prefers-color-scheme: dark" in file and "эпоха" in file
    assert pictures.large(tag.replace("<img", '<img data-interactive="points"'), {"curve.svg": str(picture)}) == set()


def test_data_of_a_live_figure_are_a_file_that_its_script_reads():
    pictures = site.Pictures(None, "")
    html = pictures.data('<script type="application/json" data-view="points">{"a": "\\u003c"}</script>', "../")
    [name] = [name for name in pictures.files if name.startswith("figures/points-")]
    key, text = re.fullmatch(r'lectureFiles\.data\[("\w+")\] = (".*");\n', pictures.files[name].decode()).groups()
    assert json.loads(text) == '{"a": "\\u003c"}' and f"data-name={key}" in html and f'data-file="../{name}"' in html
    assert "shared/points.js" in pictures.files and "data-view" not in html


def test_what_a_live_figure_shares_on_the_one_page_it_has_for_itself_here():
    pictures = site.Pictures(None, "")
    opening = '<script type="application/json" data-'
    html = (
        f'<svg></svg>{opening}part="ab12">{{"w":1}}</script>{opening}view="network">{{"n":{{"part":"ab12"}}}}</script>'
    )
    made = pictures.data(html, "../")
    assert made.startswith(f'<svg></svg>{opening}later="network"') and "data-part" not in made
    [name] = [name for name in pictures.files if name.startswith("figures/network-")]
    assert json.loads(json.loads(pictures.files[name].decode().split(" = ", 1)[1][:-2])) == {"n": {"w": 1}}
    script = pictures.files["shared/network.js"].decode()
    assert script.index("globalThis.Layers ") < script.index("globalThis.Live ") < script.index("Live.start('network'")


def test_what_can_be_searched_is_sections_captions_and_terms():
    html = """<section id="sec-a" class="level1"><h1>1 Наблюдение</h1><p>Первый <b>абзац</b>.</p>
    <figure id="fig-b"><svg><text>нет</text></svg><figcaption>
    <span class="caption-label">Рис. 1.</span> Кривая.</figcaption></figure>
    <section id="sec-c" class="level2"><h2>1.1 Опыт</h2><p>Второй<br>абзац.</p><button>кнопка</button></section>
    <p>Третий.</p></section>"""
    found = [(each.kind, each.place, each.title, each.text, each.path) for each in sections.read(html, "Словарь")]
    assert found == [
        ("section", "sec-a", "1 Наблюдение", "Первый абзац. Третий.", ""),
        ("figure", "fig-b", "Рис. 1.", "Кривая.", "1 Наблюдение"),
        ("section", "sec-c", "1.1 Опыт", "Второйабзац.", "1 Наблюдение"),
    ]
    glossary = """<section id="glossary"><h1>Словарь</h1><div class="glossary"><dl>
    <dt><span id="glossary-step">шаг</span> (stride)</dt><dd><p>Сдвиг окна.</p></dd></dl></div></section>"""
    [term] = sections.read(glossary, "Словарь")
    assert (term.place, term.title, term.text, term.path) == ("glossary-step", "шаг (stride)", "Сдвиг окна.", "Словарь")


def test_an_edit_of_a_chapter_makes_its_page_only(lecture, files):
    made, folders, folder = lecture
    again = site.write(made, folders, cache=folder / "cache")
    assert again == files
