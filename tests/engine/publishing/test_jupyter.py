"""Notebooks from elsewhere: read cell by cell, as Jupyter reads them, in all three formats."""

import logging
from io import BytesIO

import nbformat.v4 as nbf
import pypdf
import pytest
from bs4 import BeautifulSoup

from lecture.publishing.jupyter import html as foreign_html
from lecture.publishing.jupyter import outputs, tables
from tests.engine.publishing.conftest import EXPORTERS, texts_of

pytestmark = pytest.mark.usefixtures("no_font_of_formulas")

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def warned(caplog):
    """What the exporters warned of."""
    caplog.set_level(logging.WARNING)
    return lambda: [record.getMessage() for record in caplog.records]


def display(data, **metadata):
    return nbf.new_output("display_data", data=data, metadata=metadata)


def shown(*outputs):
    return nbf.new_code_cell("show()", outputs=list(outputs))


def made(*cells, target="html", **metadata):
    cells = [nbf.new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    exporter = EXPORTERS[target](log=logging.getLogger("exporter"))
    return exporter.from_notebook_node(nbf.new_notebook(cells=cells, metadata=metadata))[0]


def page(*cells, target="html", **metadata):
    """What a notebook of cells (a text is a Markdown cell) becomes, as a tree."""
    soup = BeautifulSoup(made(*cells, target=target, **metadata), "html.parser")
    return soup.find("main") or soup.find(class_="slides")


def paper(*cells, **metadata):
    """The words of its PDF."""
    reader = pypdf.PdfReader(BytesIO(made(*cells, target="pdf", **metadata)))
    return "\n".join(sheet.extract_text() for sheet in reader.pages)


def tex(element):
    """The TeX of the formulas inside an element."""
    return [formula.get("alttext") or formula.find("annotation").get_text() for formula in element.find_all("math")]


@pytest.mark.parametrize(
    "opened",
    [
        "```python\nx = 1",
        "<div>\nopen",
        "<!-- open",
        "::: {.exercise}\nopen",
        "**bold and `code",
        "<table><tr><td>cell",
        "$$\nx",
        "<details><summary>s</summary>",
        "[link](https://example.org",
    ],
)
def test_what_a_cell_opens_ends_with_it(opened):
    cells = (opened, shown(display({"text/markdown": opened})), shown(display({"text/html": opened})))
    found = page("# One", *(part for cell in cells for part in (cell, "## Two\n\nText.")))
    headings = found.find_all("h2", string="Two")
    assert len(headings) == len(cells)
    for heading in headings:
        assert [parent.name for parent in heading.parents][:3] == ["section", "section", "main"]
        assert heading.find_next("p").get_text() == "Text."


def test_an_output_ends_with_itself_on_paper_and_slides():
    cells = ("# One", shown(display({"text/markdown": "::: {.exercise}\n```\nopen"})), "## Two\n\nText.")
    assert "Two" in [heading.get_text(strip=True) for heading in page(*cells, target="slides").find_all("h2")]
    assert "Text." in paper(*cells)


def test_footnotes_and_labels_of_two_cells_do_not_meet():
    found = page(
        "a[^1] [word]\n\n[^1]: First.\n\n[word]: https://example.org/1",
        "b[^1] [word] c[^none]\n\n[^1]: Second.\n\n[word]: https://example.org/2",
    )
    notes = [
        item.get_text().strip("\n ↩︎")
        for item in found.find(id=lambda name: name and "footnotes" in name).find_all("li")
    ]
    assert notes == ["First.", "Second."]
    assert [link["href"] for link in found.find_all("a", string="word")] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    assert "c[^none]" in found.get_text()


def test_markdown_is_jupyters():
    found = page(
        "Text:\n- one\n- two\n  - inner\n# Heading\nmore\n\n#Close\n\n- [x] done\n\n"
        "https://example.org/a, mail@example.org ~~old~~ torch.nn\n\n"
        "|a|b|\n|-|-|\n|`x|y`|2|\n"
    )
    assert [item.get_text(" ", strip=True) for item in found.find("ul").find_all("li", recursive=False)] == [
        "one",
        "two inner",
    ]
    assert [heading.get_text() for heading in found.find_all("h1")] == ["Heading", "Close"]
    assert [link["href"] for link in found.find_all("a")] == ["https://example.org/a", "mailto:mail@example.org"]
    assert [cell.get_text() for cell in found.find_all("td")] == ["x|y", "2"]
    assert found.find("del").get_text() == "old"


@pytest.mark.parametrize(
    "text",
    [
        "@tf.function and @fig-none",
        "{#id} ::: {.exercise} {{ name }}",
        "x^2^ H~2 [span]{.cls} ^[note]",
        '"quoted" -- ...',
    ],
)
def test_the_lectures_marks_are_text(text):
    assert page(text).find("p").get_text() == text


def test_metadata_ask_for_the_lectures_dialect():
    text = "# One {#sec-one}\n\nSee @sec-one."
    assert "@sec-one" in page(text).get_text()
    assert page(text, dialect="lecture").find("a", class_="reference").get_text() == "chapter\N{NO-BREAK SPACE}1"


def test_links_find_headings_by_jupyters_names():
    found = page(
        "[a](#Some-Heading) [b](#some-heading) [c](#anchor) [d](#nowhere)", "# Some Heading", '<a id="anchor"></a>'
    )
    links = {link.get_text(): link["href"][1:] for link in found.find_all("a") if link.get_text()}
    assert links.keys() == {"a", "b", "c"}
    assert found.find(id=links["a"]).find("h1").get_text() == "Some Heading"
    assert links["a"] == links["b"]
    assert found.find(id=links["c"])
    assert "b c d" in paper("[a](#H) b c [d](#nowhere)", "# H", "<a name='x'></a>[x](#x)")


FORMULAS = [
    ("$ x + y $ and $a$", ["x + y", "a"]),
    ("$s\n$ more", ["s"]),
    (r"\\( a \\) and \\[ b \\]", ["a", "b"]),
    ("$$\na\n\n= b\n$$", ["a\n= b"]),
    ("> $$\n> a\n> $$", ["a"]),
    (r"\begin{equation} a \end{equation}", ["a"]),
    ("| a |\n|-|\n| $|x|$ |", ["|x|"]),
    ("*$a * b * c$* <b>$x$</b>", ["a * b * c", "x"]),
    (r"$\text{if $n$}$ $100\%$", [r"\text{if $n$}", r"100\%"]),
    ("5$ and 10$; from $100k to $200k, $5-$10", []),
    (r"3$\times$3, $n$-th", [r"\times", "n"]),
    ("`$a$`\n```\n$b$\n```\n    $c$\n<!-- $d$ -->\n\n<pre>$e$</pre>", []),
]


@pytest.fixture(scope="module")
def formulas_of_texts():
    """The formulas that are found in each text; all are cells of one notebook, each in a chapter of its own."""
    found = page(*(cell for number, (text, _) in enumerate(FORMULAS) for cell in (f"# Chapter {number}", text)))
    return [tex(found.find("h1", string=f"Chapter {number}").find_parent("section")) for number in range(len(FORMULAS))]


@pytest.mark.parametrize("number", range(len(FORMULAS)), ids=lambda number: FORMULAS[number][0])
def test_formulas_are_found_where_jupyter_finds_them(formulas_of_texts, number):
    assert formulas_of_texts[number] == [" ".join(formula.split()) for formula in FORMULAS[number][1]]


def test_macros_hold_from_their_cell_on():
    found = page(
        "$$\n\\newcommand{\\R}{\\mathbb{R}}\n\\newcommand{\\norm}[1]{\\lVert #1\\rVert}\n\\def\\v#1{\\mathbf{#1}}\n"
        "\\DeclareMathOperator{\\soft}{soft}\n$$",
        r"$\norm{\v x} \in \R$ and $\soft x$",
        r"$\renewcommand{\R}{R} \R$",
    )
    first, second, third = tex(found)
    assert (first, third) == (r"\lVert \mathbf{x}\rVert \in \mathbb{R}", "R")
    assert "soft" in second
    assert "newcommand" not in found.get_text()


def test_numbered_formulas_are_linked():
    found = page(
        r"See \eqref{later}, $\ref{first}$ and \ref{none}.",
        "\\begin{equation}\\label{first} a \\end{equation}\n\n$$b \\tag{B}\\label{later}$$",
        "\\begin{align} c &= 1 \\label{c}\\\\ d &= 2 \\label{d} \\end{align} \\eqref{d}",
    )
    links = [(link.get_text(), link["href"][1:]) for link in found.find_all("a")]
    assert [words for words, _ in links] == ["(B)", "1", "(3)"]
    assert all(found.find(id=name) for _, name in links)
    assert [mark.get_text() for mark in found.find_all(class_="equation-number")] == ["(1)", "(B)"]
    assert r"\text{(2)}" in tex(found)[2] and r"\text{(3)}" in tex(found)[2]
    assert r"\ref{none}" in found.get_text()


def test_a_formula_that_cannot_be_converted_stays_and_is_told(warned):
    found = page("one", r"a $\nonsense{x}$ b")
    assert (
        found.find("code", class_="tex-source").get_text() == r"$\nonsense{x}$" or r"\nonsense{x}" in found.get_text()
    )
    assert len([text for text in warned() if "cell 2" in text and r"\nonsense{x}" in text]) == 1
    assert r"\nonsense{x}" in paper(r"a $\nonsense{x}$ b")


def test_what_mathjax_alone_knows_is_spelled_out(warned):
    formulas = [
        r"\require{cancel}\cancel{x}",
        r"\unicode{x2014}",
        r"\ce{H2O}",
        r"{\bf x}",
        r"\color{red}{y}",
        r"90\degree",
    ]
    assert len(tex(page(*(f"${formula}$" for formula in formulas)))) == len(formulas)
    assert warned() == []


def test_streams_are_joined():
    parts = [
        nbf.new_output("stream", name=name, text=text)
        for name, text in (
            ("stdout", "a "),
            ("stdout", "b\n"),
            ("stderr", "\r1/2"),
            ("stderr", "\r2/2\n"),
            ("stdout", "\n\n"),
        )
    ]
    assert [text.get_text() for text in page(shown(*parts)).find_all("pre", class_="output-text")] == ["a b", "2/2"]


def test_long_outputs_are_folded_and_their_limit_is_told(warned):
    text = "\n".join(f"line {number}" for number in range(5000))
    cell = shown(nbf.new_output("stream", text=text))
    found = page(cell)
    assert found.find("details").find("summary").get_text() == "Output, lines: 1001"
    assert "lines left out: 4000" in found.get_text()
    assert "line 0\n" in found.get_text() and "line 4999" in found.get_text()
    assert any("cell 1" in message and "5000 lines" in message for message in warned())
    assert "lines left out" in paper(cell) and "line 4999" in paper(cell)
    assert len(page(cell, target="slides").find("pre", class_="output-text").get_text().splitlines()) < 20
    assert "characters left out: 7000" in page(shown(nbf.new_output("stream", text="x" * 9000))).get_text()


def test_headings_of_outputs_are_no_headings_of_the_page():
    cell = shown(display({"text/markdown": "# Big"}), display({"text/html": "<h1 id='theme'>Whole</h1>"}))
    found = page("# Title", cell, "<table><tr><td><h3>In a table</h3></td></tr></table>")
    assert [heading.get_text() for heading in found.find_all(["h1", "h2", "h3"])] == ["Title"]
    assert {"Big", "Whole", "In a table"} <= {strong.get_text() for strong in found.find_all("strong")}


UNSHOWN = [
    ({"application/vnd.plotly.v1+json": {"data": []}}, "Plotly"),
    ({"application/vnd.vegalite.v5+json": {}, "text/plain": "<VegaLite>"}, "Vega"),
    (
        {"application/javascript": "alert(1)", "text/plain": "<IPython.core.display.Javascript object>"},
        "JavaScript",
    ),
    ({"text/html": "<div id='x'></div><script>Plotly.newPlot('x')</script>"}, "Plotly"),
    ({"text/html": "<iframe src='https://example.org/'></iframe>"}, "embedded page"),
    ({"text/html": "<video src='https://example.org/a.mp4'></video>"}, "video"),
    ({"application/x-own": "1"}, "application/x-own"),
]


def test_what_cannot_be_shown_is_said_and_warned_of(warned):
    cells = ["Text.", *(shown(display(data)) for data, _ in UNSHOWN)]
    kinds = [kind for _, kind in UNSHOWN]
    for target in ("html", "slides"):
        places = [place.get_text() for place in page(*cells, target=target).find_all(class_="unshown")]
        assert len(places) == len(kinds)
        assert all(sum(kind in place for place in places) == kinds.count(kind) for kind in kinds)
    words = paper(*cells).replace("\n", " ")
    assert all(kind in words for kind in kinds)
    for number in range(2, len(cells) + 1):
        assert sum(f"cell {number}:" in message for message in warned()) == 3


def test_a_picture_stands_for_what_scripts_would_draw(warned):
    data = {"application/vnd.plotly.v1+json": {}, "text/html": "<script>1</script>", "image/png": PIXEL}
    found = page(shown(display(data)))
    assert found.find("img") and not found.find(class_="unshown")
    assert warned() == []


def test_json_is_shown():
    assert (
        '"a": 1'
        in page(shown(display({"application/json": {"a": 1}, "text/plain": "<IPython.JSON object>"}))).get_text()
    )


def test_a_widget_is_text_as_far_as_its_state_goes():
    state = {
        "box": {"model_name": "HBoxModel", "state": {"children": ["IPY_MODEL_label", "IPY_MODEL_bar"]}},
        "label": {"model_name": "HTMLModel", "state": {"value": "<b>50%</b>"}},
        "bar": {"model_name": "FloatProgressModel", "state": {"min": 0, "max": 4, "value": 2}},
    }
    data = {outputs.WIDGET: {"model_id": "box"}, "text/plain": "HBox(…)"}
    widgets = {outputs.STATE: {"state": state}}
    assert "50% ██████████░░░░░░░░░░" in page(shown(display(data)), widgets=widgets).get_text()
    assert "HBox(…)" in page(shown(display(data))).get_text()


def test_tables_keep_spans_colours_and_tables_inside():
    styler = (
        "<style>#T_1 .hot, #T_1_row0 { background-color: #ffff00; } #T_1:hover { color: red }</style>"
        '<table id="T_1"><tr><td rowspan="2" class="hot">1</td><td id="T_1_row0">2</td></tr>'
        "<tr><td><table><tr><td>inner</td></tr></table></td></tr></table>"
    )
    found = page(shown(display({"text/html": styler})))
    assert found.find("td")["rowspan"] == "2"
    assert not found.find_all(id=lambda name: name and name.startswith("T_1"))
    style = "text-align: right; background-color: #ffff00; color: #000000;"
    assert [cell["style"] for cell in found.find_all("td")[:2]] == [style] * 2
    assert found.find("table").find("table").get_text(strip=True) == "inner"
    assert "inner" in paper(shown(display({"text/html": styler})))


@pytest.mark.parametrize("selector", ["td::first-letter", "td::before", "td:hover", "td >", "td:nope", "a@b td"])
def test_a_rule_for_no_element_holds_for_none_and_keeps_the_others(selector):
    table = f"<style>{selector} {{ color: red }} td {{ font-weight: bold }}</style><table><tr><td>1</td></tr></table>"
    cell = page(shown(display({"text/html": table}))).find("td")
    assert cell.get_text() == "1" and "font-weight: bold" in cell["style"] and "color" not in cell["style"]


def test_long_words_of_outputs_stay_on_the_paper():
    words = paper(shown(nbf.new_output("stream", text="x" * 300)))
    assert max(map(len, words.splitlines())) <= 80 and words.count("x") == 300


def test_latex_outputs_are_read():
    table = "\\begin{tabular}{lr}\n\\toprule\na & 1 \\\\\n\\bottomrule\n\\end{tabular}"
    found = page(shown(display({"text/latex": table}), display({"text/latex": "$\\displaystyle x^{2}$"})))
    assert [cell.get_text() for cell in found.find_all(["th", "td"])] == ["a", "1"]
    assert len(tex(found)) == 1


def test_preformatted_output_keeps_its_colours():
    found = page(shown(display({"text/html": '<pre>a <span style="color: #00d7ff">b</span></pre>'})))
    printed = found.find("pre", class_="output-text")
    assert printed.get_text() == "a b"
    assert "light-dark(" in printed.find("span")["style"]


def test_raw_cells_are_kept_where_they_belong(warned):
    def raw(text, kind):
        return nbf.new_raw_cell(text, metadata={"raw_mimetype": kind} if kind else {})

    cells = [
        raw("plain *text*", ""),
        raw("<b>web</b>", "text/html"),
        raw(r"\textbf{print}", "text/latex"),
        raw(".. rst", "text/restructuredtext"),
    ]
    found = page(*cells)
    assert "plain *text*" in found.get_text() and found.find("strong").get_text() == "web"
    assert "print" not in found.get_text()
    assert [message.split(":")[0] for message in warned()] == ["cell 3", "cell 4"]
    assert "print" in paper(*cells) and "web" not in paper(*cells)


def test_details_fold_on_the_page_and_stand_on_paper():
    text = "<details><summary>Show</summary>\n\nThe **answer**.\n\n</details>"
    found = page(text)
    assert found.find("details").find("summary").get_text() == "Show"
    assert found.find("details").find("strong").get_text() == "answer"
    assert "Show" in paper(text) and "answer" in paper(text)


def test_a_video_inside_the_file_plays_on_the_page_and_is_named_on_paper():
    cell = shown(display({"text/html": '<video controls><source src="data:video/mp4;base64,AAAA"></video>'}))
    assert page(cell).find("video")["src"] == "data:video/mp4;base64,AAAA"
    assert "a video" in paper(cell)


def test_cleaned_html_is_whole_by_itself():
    piece = foreign_html.Piece(lambda contents, ending: "file" + ending, lambda kind, address: kind)
    for html in ("</div></section></main><p>x", "<div><table><tr><td>x", "<!DOCTYPE html><html><body><p>x</html>"):
        made = foreign_html.cleaned(html, piece)
        assert BeautifulSoup(made, "html.parser").decode() == made
        assert made.count("<div") == made.count("</div") and "x" in made


def test_languages_of_fences():
    found = page("```C++ linenos\nint x;\n```\n\n```{python}\n1\n```\n\n```output-text\ntext\n```")
    assert [block["class"][-1] for block in found.find_all("code", class_="sourceCode")] == ["cpp", "python"]
    assert not found.find(class_="output-text") and "text" in found.get_text()


@pytest.mark.parametrize(
    "text",
    [
        r"$\mathbb{}$ and $\frac{}{}$ then $x$",
        "$$\n\\begin{equation}\n\n\\end{equation}\n$$",
        r"$$\label{}\tag{}$$ $\newcommand{\loop}{\loop} \loop$",
        "<table><tr></tr></table><ol start=-3><li>a</ol><a href=''>b</a> [c]()",
        "<b>" * 300 + "deep",
        "\ufdd00\ufdd1 \x00 $a$",
        "# h[^n]\n\n[^n]: # note\n\n    | a |\n    |-|\n    | b |",
    ],
)
def test_nothing_odd_stops_an_export(text):
    cells = (text, shown(display({"text/html": text}), display({"text/latex": text})), "## End\n\nThe end.")
    assert "The end." in paper(*cells)
    for target in ("html", "slides"):
        assert "The end." in page(*cells, target=target).get_text()


@pytest.mark.parametrize("formula", [r"$\mathbb{}$", "$$\n\\mathbb{}\n$$", r"$$\mathbb{}\label{a}$$"])
def test_a_formula_that_typst_refuses_is_told_with_its_cell_and_stays(formula, warned):
    words = paper("first", f"a {formula} b")
    assert r"\mathbb{}" in words
    assert [text for text in warned() if text.startswith("cell 2: Typst refuses this formula")]
    assert "cell=" not in made(f"a {formula} b $c$ $$d$$").partition("<main")[2]


TABULAR = r"""Before
\begin{tabular}{lr}
\hline
name & $x^2$ \\
\hline
\textbf{a} & 1 \\
\end{tabular}
and after $y$."""


def test_tables_and_lists_of_latex_in_a_text_are_read(warned):
    found = page(r"$\newcommand{\R}{\mathbb{R}}$", TABULAR + "\n\n\\begin{itemize}\n\\item In $\\R$\n\\end{itemize}")
    assert [cell.get_text(" ", strip=True).split()[0] for cell in found.find_all(["td", "th"])][0::2] == ["name", "a"]
    assert [part.get_text() for part in found.find_all("p")][:1] == ["Before"]
    assert "and after" in found.get_text() and found.find("li").find("math")
    assert "name" in paper(TABULAR) and "tabular" not in paper(TABULAR)
    assert not warned()


def test_a_formula_of_a_latex_output_that_typst_refuses_is_told_with_its_cell(warned):
    assert "words" in paper("first", shown(display({"text/latex": r"words $\mathbb{}$"})))
    assert [text for text in warned() if text.startswith("cell 2: Typst refuses this formula")]


def test_latex_that_cannot_be_read_is_told_with_its_cell(warned):
    assert r"\newpage" in paper("first", nbf.new_raw_cell(r"\newpage", metadata={"raw_mimetype": "text/latex"}))
    assert warned() == [r"cell 2: this LaTeX cannot be read and stays source: \newpage"]


def test_latex_that_stays_source_is_said_with_its_cell(warned):
    found = page(
        "one", "`\\begin{code}` \n\n\\begin{tikzpicture}\n\\draw (0,0);\n\\end{tikzpicture}\n\n\\begin{lonely}"
    )
    assert r"\begin{tikzpicture}" in found.get_text()
    assert warned() == [r"cell 2: LaTeX that neither MathJax nor pandoc knows stays text: \begin{tikzpicture}"]


def test_addresses_that_begin_with_www_are_links():
    links = page("See www.example.org/a, (WWW.Python.org) `www.a.org` torch.nn www.").find_all("a")
    assert [link["href"] for link in links] == ["http://www.example.org/a", "http://WWW.Python.org"]


def numbered_rows(count, more=""):
    rows = "".join(f"<tr><th>r{number}</th><td>{number}</td></tr>" for number in range(count))
    return f"<table><thead><tr><th></th><th>x</th></tr></thead><tbody>{rows}</tbody></table>{more}"


def test_what_is_written_from_right_to_left_stands_at_the_right_on_paper():
    def start(text):
        places = []

        def note(words, page, line, *about):
            if "word" in words:
                places.append(page[4] + page[0] * line[4])

        pypdf.PdfReader(BytesIO(made(text, target="pdf"))).pages[0].extract_text(visitor_text=note)
        return places[0]

    assert start('<div dir="rtl">\n\nword\n\n</div>') > 300 > start("<div>\n\nword\n\n</div>")


def test_an_embedded_page_leaves_its_picture(warned):
    data = {"text/html": "<iframe src='https://example.org/v'></iframe>", "image/png": PIXEL}
    found = page(shown(display(data)))
    assert found.find("img") and found.find("a", href="https://example.org/v")
    assert warned() == ["cell 1: not shown: frame https://example.org/v"]


def test_long_tables_are_folded_or_cut(warned):
    cell = shown(display({"text/html": numbered_rows(61)}))
    found = page(cell)
    assert found.find("details").find("summary").get_text() == "Table, rows: 61"
    assert len(found.find("details").find_all("tr")) == 62 and not warned()
    for target, last in (("pdf", "r52"), ("slides", "r57")):
        words = paper(cell) if target == "pdf" else page(cell, target=target).get_text()
        assert "rows left out" in words and "r60" in words and last not in words
    assert not page(shown(display({"text/html": numbered_rows(60)}))).find("details")


def test_a_table_that_no_page_holds_loses_its_middle(warned):
    found = page(shown(display({"text/html": numbered_rows(1500)})))
    rows = found.find("details").find_all("tr")
    assert len(rows) == 1002 and rows[501].get_text().strip() == "… rows left out: 500 …"
    assert warned() == ["cell 1: a long table (1500 rows) is shown without its middle"]


def test_spans_of_a_table_end_where_it_is_cut():
    groups = "".join(
        f"<tr>{'<th rowspan=50>g' + str(row // 50) + '</th>' if row % 50 == 0 else ''}<td>{row}</td></tr>"
        for row in range(100)
    )
    made, _ = tables.short(f"<table>{groups}</table>", "pdf", {"rows": "{rows} less", "table": ""})
    rows = BeautifulSoup(made, "html.parser").find_all("tr")
    assert [(rows[i].find("th").get_text(), rows[i].find("th")["rowspan"]) for i in (0, 41)] == [
        ("g0", "40"),
        ("g1", "8"),
    ]
    assert rows[40].get_text() == "52 less" and rows[40].td["colspan"] == "2"
    assert rows[41].get_text() == "g192" and {cell.row + cell.rows <= 49 for cell in tables.placed(rows)} == {True}


HOSTILE = [
    "```{{=typst}}\n#read({path})\n```",
    "#read({path}) `#read({path})` $#read({path})$",
    r"\input{{{bare}}} $\input{{{bare}}}$ \begin{{equation}}\input{{{bare}}}\end{{equation}}",
    "[a]{{typst:text:fill='read({path})'}}",
    "<p typst:text:size='read({path})'>a</p><span data-tex='\\input{{{bare}}}' class='formula'></span>",
    "<!-- include: {bare} --> <img alt='<!-- include: {bare} -->'>",
    "{{% include {path} %}} {{{{ open({path}).read() }}}}",
]


@pytest.mark.parametrize(
    ("texts", "about"), [(HOSTILE, {}), *(([text], {"dialect": "lecture"}) for text in HOSTILE)], ids=str
)
def test_no_notebook_reads_a_file(texts, about, tmp_path):
    secret = tmp_path / "secret.tex"
    secret.write_text("TELLTALE")
    cells = [text.format(path=f'"{secret}"', bare=secret) for text in [*texts, "The end."]]
    for target in EXPORTERS:
        words = paper(*cells, **about) if target == "pdf" else made(*cells, target=target, **about)
        words = texts_of(words) if target == "epub" else words
        assert "TELLTALE" not in words and "The end." in words


def test_latex_outputs_and_raw_cells_read_no_file(tmp_path):
    (tmp_path / "secret.tex").write_text("TELLTALE")
    text = rf"a \input{{{tmp_path}/secret}} \include{{{tmp_path}/secret}} b"
    cells = [shown(display({"text/latex": text})), nbf.new_raw_cell(text, metadata={"raw_mimetype": "text/latex"})]
    assert "TELLTALE" not in paper(*cells) and "a" in paper(*cells)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x.png onerror=alert(1) srcset='http://127.0.0.1/a 2x'>",
        "<a href=' java&#10;script:alert(1)'>a</a><a href='data:text/html,<script>1</script>'>b</a>",
        "<div style='background:url(http://127.0.0.1/a)' onclick=alert(1)>a</div>",
        "<style>@import 'http://127.0.0.1/a'; div {background: url(http://127.0.0.1/b)}</style><div>a</div>",
        "<base href='http://127.0.0.1/'><meta http-equiv=refresh content='0;url=http://127.0.0.1/'>",
        "<form action='http://127.0.0.1/'><input type=image src='http://127.0.0.1/a'><button>b</button></form>",
        "<iframe srcdoc='<script>1</script>'></iframe><object data='data:text/html,<script>1</script>'></object>",
        "<video poster='http://127.0.0.1/a' src='data:text/html,1'></video><link href='http://127.0.0.1/a'>",
        '<noscript><p title="</noscript><script>alert(1)</script>"></noscript><math><style><img src=x.png onerror=1>',
        "<div class='cell exercise answer tabs'>a</div><table background='http://127.0.0.1/a'><tr><td>a</table>",
    ],
)
def test_cleaned_html_runs_nothing_and_asks_for_nothing(html):
    piece = foreign_html.Piece(lambda contents, ending: "file" + ending, lambda kind, address: f"<em>{kind}</em>")
    found = BeautifulSoup(foreign_html.cleaned(html, piece), "html.parser")
    for tag in found.find_all(True):
        assert tag.name not in {
            "script",
            "style",
            "base",
            "meta",
            "form",
            "input",
            "iframe",
            "object",
            "link",
            "button",
        }
        assert set(tag.attrs) <= {"href", "src", "style", "id", "alt", "class"}, tag
        assert not set(tag.get("class", [])) & {"cell", "exercise", "answer", "tabs"}
        for value in (tag.get("href", ""), tag.get("src", ""), tag.get("style", "")):
            assert "127.0.0.1" not in value and "script" not in value and "html" not in value
