"""Pictures of any notebook: each kind, however it is named; a frame and a warning for what cannot be shown."""

import base64
import re
import unicodedata
from io import BytesIO

import nbformat.v4 as nbf
import pypdf
import pytest
import typst

from lecture.publishing import PublishingError
from tests.engine.publishing.conftest import EXPORTERS, texts_of
from tests.engine.publishing.lecture_notebook import grey_png

PNG = base64.b64encode(grey_png()).decode()
OTHER = base64.b64encode(grey_png(24)).decode()
GIF = "R0lGODdhAgACAIAAAP8AAAAA/ywAAAAAAgACAAACAoRRADs="


@pytest.fixture
def foreign(tmp_path, caplog):
    """Export cells of a notebook from elsewhere that lies in `tmp_path`: (the result, the warnings)."""

    def export(target, *cells, **metadata):
        caplog.clear()
        resources = {"metadata": {"name": "n", "path": str(tmp_path)}}
        made = nbf.new_notebook(cells=list(cells), metadata=metadata)
        return EXPORTERS[target]().from_notebook_node(made, resources)[0], [
            record.getMessage() for record in caplog.records
        ]

    return export


def shown(page):
    return page.partition("<main")[2].partition("</main>")[0]


def output(kind, data, **metadata):
    return nbf.new_code_cell("draw()", outputs=[nbf.new_output("display_data", data={kind: data}, metadata=metadata)])


@pytest.mark.parametrize("target", EXPORTERS)
@pytest.mark.parametrize(
    ("kind", "data"), [("image/gif", GIF), ("image/jpeg", PNG), ("image/png", PNG.replace("A", "A\n"))]
)
def test_pictures_are_what_their_bytes_say(foreign, target, kind, data):
    made, warnings = foreign(target, output(kind, data))
    assert warnings == []
    if target == "pdf":
        assert len(pypdf.PdfReader(BytesIO(made)).pages[0].images) == 1
    elif target == "epub":
        assert f'src="picture-1.{"gif" if kind == "image/gif" else "png"}"' in texts_of(made)
    else:
        assert f"data:image/{'gif' if kind == 'image/gif' else 'png'};base64," in made


def test_a_pdf_is_drawn(foreign):
    drawing = typst.compile(b"#set page(width: 60pt, height: 30pt)\n#rect(fill: red)")
    page, warnings = foreign("html", output("application/pdf", base64.b64encode(drawing).decode()))
    assert warnings == [] and re.search(r'<svg id="p1-picture"[^>]*viewBox="0 0 60 30"', page)
    assert foreign("pdf", output("application/pdf", base64.b64encode(drawing).decode()))[1] == []


def test_a_picture_for_a_dense_screen_has_the_size_that_it_says(foreign):
    cell = output("image/png", PNG, **{"image/png": {"width": 8, "height": 8}})
    assert re.search(r'<img[^>]* width="8" height="8"', foreign("html", cell)[0])
    cell = output("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9"/>', width=30)
    assert re.search(r'<svg id="p1-picture"[^>]* width="30"', foreign("html", cell)[0])


def test_a_picture_in_html_has_the_width_that_it_asks_for(foreign):
    tags = [f'<img {size} src="data:image/png;base64,{PNG}">' for size in ('width="30"', 'style="width: 30px"')]
    page, _ = foreign("html", *[nbf.new_markdown_cell(tag) for tag in tags])
    assert len(re.findall('<img[^>]* width="30', shown(page))) == 2
    page, _ = foreign(
        "html", nbf.new_markdown_cell(f'<img style="color:red;width:50%" src="data:image/png;base64,{PNG}">')
    )
    assert re.search(r'<img[^>]* style="width:50(\.0)?%"', shown(page))


def test_attachments_are_found_however_they_are_named(foreign):
    text = "![a](attachment:my%20pic.png) ![b](<attachment:my pic.png>) ![c](attachment:рис) ![d](attachment:й)"
    names = {"my pic.png": PNG, "рис": PNG, unicodedata.normalize("NFD", "й"): PNG}
    first = nbf.new_markdown_cell(text, attachments={name: {"image/png": data} for name, data in names.items()})
    second = nbf.new_markdown_cell("![e](attachment:my%20pic.png)", attachments={"my pic.png": {"image/png": OTHER}})
    page, warnings = foreign("html", first, second)
    assert warnings == []
    assert [PNG in tag for tag in re.findall("<img[^>]*>", shown(page))] == [True] * 4 + [False]
    assert OTHER in page


def test_files_are_found_however_they_are_named(foreign, tmp_path):
    for name in ("a b.png", unicodedata.normalize("NFD", "й.png"), "100% #1.png"):
        (tmp_path / name).write_bytes(grey_png())
    text = "![a](a%20b.png) ![b](й.png) ![c](<100% #1.png>) ![d](<a b.png>)"
    page, warnings = foreign("html", nbf.new_markdown_cell(text))
    assert warnings == [] and len(re.findall("<img", shown(page))) == 4


ABSENT = {
    "нет.png": "picture not found",
    "https://example.org/a.png": "on the network",
    "../outside.png": "outside the notebook's folder",
    "/etc/hostname": "outside the notebook's folder",
    "text.png": "cannot be shown",
    "attachment:a.png": "picture not found",
    "data:image/png;base64,AAA": "damaged",
}


@pytest.mark.parametrize("source", ABSENT)
@pytest.mark.parametrize("target", EXPORTERS)
def test_a_frame_and_a_warning_stand_for_what_cannot_be_shown(foreign, tmp_path, target, source):
    (tmp_path.parent / "outside.png").write_bytes(grey_png())
    (tmp_path / "text.png").write_text("words")
    cells = [nbf.new_markdown_cell("Текст"), nbf.new_markdown_cell(f"До.\n\n![описание]({source})\n\nПосле.")]
    made, [warning] = foreign(target, *cells)
    assert warning.startswith("cell 2: ") and ABSENT[source] in warning
    if target == "pdf":
        text = pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()
        assert "описание" in text and "После" in text
    else:
        text = texts_of(made) if target == "epub" else made
        assert re.search('class="absent-picture">\\s*описание', text)


def test_broken_data_name_their_cell(foreign):
    for cell in (
        output("image/png", "это не base64"),
        output("image/svg+xml", "<svg><rect></svg>"),
        output("image/png", base64.b64encode(grey_png()[:40]).decode()),
        nbf.new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": {"image/png": "%"}}),
    ):
        page, [warning] = foreign("html", nbf.new_markdown_cell("Текст"), cell)
        assert warning.startswith("cell 2: ") and "damaged" in warning
        assert re.search('class="absent-picture">\\s*(Figure drawn by|a<)', shown(page))


def test_what_a_pdf_cannot_hold_is_said(foreign):
    box = '<foreignObject width="50" height="20"><p xmlns="http://www.w3.org/1999/xhtml">Шаг</p></foreignObject>'
    cell = output("image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20">{box}</svg>')
    made, [warning] = foreign("pdf", cell)
    assert "foreignObject" in warning and "Шаг" in warning
    assert "Шаг" in pypdf.PdfReader(BytesIO(made)).pages[0].extract_text()
    gif = base64.b64decode(GIF)
    moving = base64.b64encode(gif[:19] + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00" + gif[19:]).decode()
    assert "first frame" in foreign("pdf", output("image/gif", moving))[1][0]


def test_the_lecture_of_ones_own_stops(foreign):
    with pytest.raises(PublishingError, match=r"picture not found: нет\.png"):
        foreign("html", nbf.new_markdown_cell("![a](нет.png)"), dialect="lecture")
    with pytest.raises(PublishingError, match="damaged"):
        foreign("html", output("image/png", "AAA"), dialect="lecture")


@pytest.mark.parametrize("name", ["имя с пробелом", "#1 [x] 100%", "a \"b\" 'c' \\ $x", "x" * 200, "-f", "e\u0308"])
def test_the_pdf_comes_from_any_folder(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    (folder / f"{name}.png").write_bytes(grey_png())
    text = f"![a](<{name.replace('[', '%5B').replace(chr(92), '%5C')}.png>)\n\n![b](data:image/png;base64,{OTHER})"
    made = nbf.new_notebook(cells=[nbf.new_markdown_cell(text)])
    resources = {"metadata": {"name": name, "path": str(folder)}}
    pdf, _ = EXPORTERS["pdf"]().from_notebook_node(made, resources)
    assert pdf.count(b"/Subtype/Image") == 2
