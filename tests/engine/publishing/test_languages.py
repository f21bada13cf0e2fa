"""A lecture in English: all that the engine adds is English, and the language is read from the metadata."""

import re
from io import BytesIO

import nbformat.v4 as nbf
import pypdf
import pytest

from lecture import words
from lecture.publishing import PublishingError
from lecture.publishing.claims import value_in_words
from lecture.publishing.exporters import LectureHTMLExporter, LecturePDFExporter, LectureSlidesExporter
from lecture.words import numbers
from tests.engine.publishing import lecture_notebook

NBSP = "\N{NO-BREAK SPACE}"
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
TEXT = """# Learning {#sec-learning}

@fig-loss shows a "falling" loss; see also @fig-loss, @tbl-networks, @eq-sum, @sec-part, @sec-learning
and [@lecun1998, p. 5]. A [kernel]{term="kernel"}. **This sentence is a key sentence, "quoted."** The end.

## A part {#sec-part}

@sec-part opens a paragraph. [It learns]{claim="learns"}, [but not fast]{claim="fast"}.

![Loss on the training set.](../figures/loss_a.svg){#fig-loss alt="A falling curve"}

| Network | Parameters |
|:--|--:|
| A | 21,840 |

: Networks. {#tbl-networks}

$$ 1{,}234{,}567 + \\tfrac{1{,}000}{2} $$ {#eq-sum}

::: {.tabs}
::: {.tab title="PyTorch"}
one
:::
::: {.tab title="Keras"}
two
:::
:::

::: {.exercise}
How many?

::: {.answer}
Three.
:::
:::

::: {.glossary}
[kernel]{#glossary-kernel}
:   A table of weights. @term-kernel
:::
"""
CLAIMS = {
    "learns": {"statement": "It learns.", "measured": {"mean": 0.97, "std": 0.0025}, "threshold": {"at_least": 0.9}}
    | {"holds": True, "seeds": [1, 2, 3], "evidence": "results/a.json"},
    "fast": {"statement": "It is fast.", "measured": 1.25e-7, "threshold": {"at_most": 12_345}} | {"holds": False},
}
EXPORTERS = {"html": LectureHTMLExporter, "pdf": LecturePDFExporter, "slides": LectureSlidesExporter}


@pytest.fixture(scope="module")
def english(tmp_path_factory):
    """{format: what its exporter made of the English notebook}"""
    folder = tmp_path_factory.mktemp("english")
    sample = lecture_notebook.lecture(folder)  # for its picture and bibliography
    (folder / "figures/loss_a.svg").write_text(lecture_notebook.PICTURE.replace("эпоха", "epoch"), encoding="utf-8")
    image = nbf.new_output("display_data", data={"image/svg+xml": lecture_notebook.PICTURE.replace("эпоха", "epoch")})
    failure = nbf.new_output("error", ename="ValueError", evalue="no", traceback=["ValueError: no"])
    warning = nbf.new_output("stream", name="stderr", text="careful\n")
    cells = [
        nbf.new_markdown_cell(TEXT),
        nbf.new_code_cell("draw()", outputs=[image, failure, warning], metadata={"tags": ["hide-input"]}),
    ]
    kept = {key: sample.metadata[key] for key in ("bibliography", "resource_path", "language_info")}
    metadata = kept | {
        "lang": "en-GB",
        "dialect": "lecture",
        "title": "Learning to see",
        "claims": CLAIMS,
        "edition": "Preview: little data.",
    }
    notebook = nbf.new_notebook(cells=cells, metadata=metadata)
    return {name: exporter(trust=True).from_notebook_node(notebook)[0] for name, exporter in EXPORTERS.items()}


def text_of(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_nothing_on_an_english_page_is_russian(english):
    for page in (english["html"], english["slides"], text_of(english["pdf"])):
        found = CYRILLIC.search(page)
        assert not found, page[max(0, found.start() - 80) : found.end() + 80]
        assert not set("«»„") & set(page)


def test_references_and_labels(english):
    page = english["html"]
    found = re.findall(r'<a href="#(?!sec-part)[^"]+"\s+class="reference"[^>]*>([^<]+)</a>', page)
    assert found == [
        f"Figure{NBSP}1.1",
        f"Fig.{NBSP}1.1",
        f"Table{NBSP}1.1",
        "(1.1)",
        f"chapter{NBSP}1",
        f"chapter{NBSP}1",
    ]
    assert f">Section{NBSP}1.1</a> opens" in page and f">§{NBSP}1.1</a>" in page
    for label in (
        f"Fig.{NBSP}1.1.",
        f"Table{NBSP}1.1.",
        "Exercise 1.1.",
        ">Solution<",
        ">Code<",
        ">Contents<",
        "References",
    ):
        assert label in page, label
    assert "“falling”" in page and "[1, p. 5]" in re.sub(r"<[^>]+>", "", page)
    assert 'aria-label="Error"' in page and 'aria-label="Messages"' in page
    assert 'aria-label="Figure drawn by the code of this cell"' in page
    assert '"play":"Play"' in page and '<html lang="en">' in page


def test_numbers_in_formulas_and_claims(english):
    page = english["html"]
    assert re.findall(r"<mtext[^>]*>([\d,]+)</mtext>", page) == ["1,234,567", "1,000"]
    assert "<dd>0.97 ± 0.0025</dd>" in page and "<dd>at least 0.9</dd>" in page and "<dd>1, 2, 3</dd>" in page
    assert f"<dd>1.25{NBSP}×{NBSP}10⁻⁷</dd>" in page and "<dd>at most 12,345</dd>" in page
    assert "Verified on the results" in page and "Not confirmed" in page


def test_the_pdf_says_its_language_and_its_headings(english):
    reader = pypdf.PdfReader(BytesIO(english["pdf"]))
    assert reader.trailer["/Root"]["/Lang"] == "en"
    text = text_of(english["pdf"])
    for heading in ("Contents", "Solutions", "Checked claims", "References", "not confirmed", "Exercise 1.1."):
        assert heading in text.replace(NBSP, " "), heading


def test_a_sentence_ends_behind_the_quotes_of_its_language(english):
    shown = re.sub(r'<aside class="notes">.*?</aside>', "", english["slides"], flags=re.DOTALL)
    assert "key sentence, “quoted.”" in shown and "The end." not in shown


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (True, "да", "yes"),
        ([0.5, 2], "0,5; 2", "0.5, 2"),
        ([1, 2], "1, 2", "1, 2"),
        ({"at_least": 12_345, "left": "x"}, "не меньше 12\u202f345; left: x", "at least 12,345; left: x"),
    ],
)
def test_values_of_claims_in_words(value, russian, english):
    for language, text in (("ru", russian), ("en", english)):
        assert value_in_words(value, words.table(language), numbers.of(language)) == text


def test_an_unknown_language_is_named(export):
    with pytest.raises(PublishingError, match=r"metadata `lang`: no words for the language 'xx'; known: en, ru"):
        export("text", lang="xx")


def test_without_a_language_the_exporter_has_one():
    notebook = nbf.new_notebook(cells=[nbf.new_markdown_cell("# Text")])
    for options, language in (({}, "en"), ({"language": "ru"}, "ru")):
        page, _ = LectureHTMLExporter(**options).from_notebook_node(notebook)
        assert f'<html lang="{language}">' in page
