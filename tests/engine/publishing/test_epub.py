"""The book for e-readers: a whole and valid EPUB 3, whose marks and links work without scripts."""

import logging
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree

import nbformat.v4 as nbf
import pytest
from PIL import Image

from tests.engine.publishing.conftest import EXPORTERS
from tests.engine.publishing.lecture_notebook import grey_png

OPF, XHTML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
MATHML, SVG = "{http://www.w3.org/1998/Math/MathML}", "{http://www.w3.org/2000/svg}"
TYPE = "{http://www.idpf.org/2007/ops}type"
XLINK = "{http://www.w3.org/1999/xlink}href"
NEVER = {"script", "iframe", "object", "embed", "form", "input", "button", "details", "base"}


class Book:
    """An EPUB, taken apart."""

    def __init__(self, contents: bytes):
        self.archive = zipfile.ZipFile(BytesIO(contents))
        self.names = self.archive.namelist()
        self.package = ElementTree.fromstring(self.archive.read("EPUB/package.opf"))
        self.items = {item.get("href"): item for item in self.package.iter(f"{OPF}item")}
        texts = [name for name, item in self.items.items() if item.get("media-type") == "application/xhtml+xml"]
        self.texts = {name: ElementTree.fromstring(self.read(name)) for name in texts}

    def read(self, name):
        return self.archive.read(f"EPUB/{name}")

    def words(self, name):
        return " ".join("".join(self.texts[name].find(f"{XHTML}body").itertext()).split())

    def find(self, tag, **attributes):
        """(file, element) of each element that has these attributes."""
        return [
            (name, element)
            for name, tree in self.texts.items()
            for element in tree.iter(tag)
            if all(element.get(key) == value for key, value in attributes.items())
        ]


def faults(book):
    """What a validator would complain of, as far as it is known here."""
    first = book.archive.infolist()[0]
    if (first.filename, first.compress_type, book.archive.read(first)) != (
        "mimetype",
        zipfile.ZIP_STORED,
        b"application/epub+zip",
    ):
        yield "the first file is not the plain mimetype"
    listed = {f"EPUB/{name}" for name in book.items} | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"}
    if sorted(book.names) != sorted(listed):
        yield f"files and their list differ: {set(book.names) ^ listed}"
    spine = [entry.get("idref") for entry in book.package.iter(f"{OPF}itemref")]
    if sorted(spine) != sorted(book.items[name].get("id") for name in book.texts):
        yield "not every text is read"
    homes = {name: {element.get("id") for element in tree.iter()} for name, tree in book.texts.items()}
    for name, tree in book.texts.items():
        again = [key for key, count in Counter(e.get("id") for e in tree.iter() if e.get("id")).items() if count > 1]
        if again:
            yield f"{name}: identifiers twice: {again}"
        said = set((book.items[name].get("properties") or "").split()) - {"nav"}
        needed = {word for word, mark in (("mathml", MATHML + "math"), ("svg", SVG + "svg")) if tree.find(f".//{mark}")}
        needed |= {word for word, mark in (("mathml", MATHML + "math"), ("svg", SVG + "svg")) if [*tree.iter(mark)]}
        if said != needed:
            yield f"{name}: has {needed}, says {said}"
        for element in tree.iter():
            tag = element.tag.rpartition("}")[2]
            if tag in NEVER or any(key.startswith("on") for key in element.attrib):
                yield f"{name}: runs or waits: {tag} {element.attrib}"
            for key in ("href", "src", XLINK):
                target = element.get(key)
                if target is None or (tag == "a" and re.match(r"https?:|mailto:", target)):
                    continue
                file, _, fragment = unquote(target).partition("#")
                if (file or name) not in book.items or (fragment and fragment not in homes.get(file or name, ())):
                    yield f"{name}: leads nowhere: {target}"
    for address in re.findall(r"url\(\"?([^)\"]+)", book.read("book.css").decode()):
        if address not in book.items:
            yield f"book.css: {address}"


@pytest.fixture(scope="module")
def book(exported):
    return Book(exported["epub"])


def foreign(*cells, **metadata):
    cells = [nbf.new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    made = nbf.new_notebook(cells=cells, metadata=metadata)
    return EXPORTERS["epub"](log=logging.getLogger("exporter")).from_notebook_node(made)[0]


def shown(data):
    return nbf.new_code_cell("show()", outputs=[nbf.new_output("display_data", data=data)])


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>#a {fill: red}</style><rect id="a" width="9" height="9"/></svg>'  # noqa: E501
ODD = [
    "No heading, \x0c \x1b[0m, <br> <b>bold & bold</b>, &nbsp; [up](../up.ipynb) [web](https://example.org) [x](#none)",
    "# A & B $x<1$\n\nA note[^1].\n\n[^1]: At the end.\n\n<details><summary>More</summary>\n\nInside.\n\n</details>",
    "# A & B\n\n- [ ] task\n\n|a|b|\n|-|-|\n|1|2|\n",
    shown({"image/svg+xml": DRAWING}),
    shown({"image/svg+xml": DRAWING}),
    shown({"text/html": '<video controls src="data:video/mp4;base64,AAAA"></video><script>alert(1)</script>'}),
    nbf.new_code_cell(
        "print()",
        metadata={"tags": ["hide-input"]},
        outputs=[nbf.new_output("stream", text="\x1b[31mred\x1b[0m <&>\n" * 70)],
    ),
]


@pytest.fixture(scope="module")
def odd():
    return Book(foreign(*ODD, title='Odd "title" & <more>', author=["A & B"]))


def test_a_book_is_whole(book, odd):
    assert [*faults(book)] == []
    assert [*faults(odd)] == []


def test_a_fault_would_be_found(exported):
    broken = BytesIO()
    with zipfile.ZipFile(BytesIO(exported["epub"])) as book, zipfile.ZipFile(broken, "w") as target:
        for name in book.namelist():
            text = book.read(name)
            target.writestr(name, text.replace(b'id="eq-conv"', b'id="eq-other"') if b"eq-conv" in text else text)
    assert any("leads nowhere" in fault for fault in faults(Book(broken.getvalue())))


@pytest.mark.skipif(shutil.which("epubcheck") is None, reason="epubcheck needs Java, which no other test does")
@pytest.mark.parametrize("name", ["lecture", "odd"])
def test_epubcheck_accepts_the_book(exported, tmp_path, name):
    (tmp_path / "book.epub").write_bytes(exported["epub"] if name == "lecture" else foreign(*ODD, title="Odd"))
    done = subprocess.run(["epubcheck", tmp_path / "book.epub"], capture_output=True, text=True)
    assert done.returncode == 0 and "0 errors / 0 warnings" in done.stdout + done.stderr


def test_a_book_says_what_it_is(book, odd):
    words = [element.text for element in book.package.find(f"{OPF}metadata")]
    assert {"Свёрточные нейронные сети", "ru", "1970-01-01T00:00:00Z", "MathML", "alternativeText"} <= set(words)
    assert 'Odd "title" & <more>' in odd.words("title.xhtml") and "A & B" in odd.words("title.xhtml")
    cover = Image.open(BytesIO(book.read("cover.png")))
    assert cover.size == (1200, 1800) and len(cover.getcolors(1 << 24)) > 20


def test_contents_lead_to_chapters_and_sections(book):
    entries = [element.text for _, element in book.find(f"{XHTML}a") if element.get("href", "").endswith("#sec-loss")]
    assert entries and {"chapter-1.xhtml", "chapter-2.xhtml"} <= book.texts.keys()
    contents = book.words("nav.xhtml")
    assert contents.index("Зачем нужна свёртка") < contents.index("Потери") < contents.index("Литература")


def test_references_find_other_files(book):
    chapters = [(file, link) for file, link in book.find(f"{XHTML}a") if "chapter-2.xhtml#" in link.get("href", "")]
    assert any(file == "chapter-1.xhtml" for file, _ in chapters)


def test_claims_lead_to_their_evidence(book):
    marks = [link for _, link in book.find(f"{XHTML}a", role="doc-noteref") if "claim-mark" in link.get("class", "")]
    assert [(mark.text, mark.get("href"), mark.get(TYPE)) for mark in marks] == [
        ("✓", "claims.xhtml#claim-a_accuracy", "noteref"),
        ("✗*", "claims.xhtml#claim-b_speed", "noteref"),
    ]
    assert [mark.get("aria-label") for mark in marks] == [
        "Утверждение 1, проверено",
        "Утверждение 2, не подтвердилось (записано или переписано после измерения)",
    ]
    [(_, evidence)] = book.find(f"{XHTML}li", id="claim-b_speed")
    assert "Не подтвердилось" in " ".join(evidence.itertext())


def test_answers_stand_at_the_end_and_are_linked_both_ways(book):
    links = [(file, link.get("href")) for file, link in book.find(f"{XHTML}a") if "answers.xhtml#" in link.get("href")]
    assert links and {file for file, _ in links} <= {"chapter-1.xhtml", "chapter-2.xhtml"}
    back = [link.get("href") for file, link in book.find(f"{XHTML}a") if file == "answers.xhtml"]
    assert all(re.fullmatch(r"chapter-\d\.xhtml#exercise-[\d-]+", target) for target in back) and back


def test_pictures_are_drawings_with_their_description_or_files(book):
    names = [drawing.get("aria-label") for _, drawing in book.find(f"{SVG}svg")]
    assert "Кривая потерь убывает с 2,3 до 0,05 за десять эпох" in names
    assert all(image.get("src") in book.items for _, image in book.find(f"{XHTML}img"))


def test_formulas_are_mathml_with_their_tex(book):
    formulas = [formula.get("alttext") for _, formula in book.find(f"{MATHML}math")]
    assert r"k^2+1" in formulas and all(formulas)
    assert not book.find(f"{MATHML}annotation")


def test_what_was_folded_is_open(odd):
    text = odd.words("chapter-1.xhtml")
    assert "☐ task" in text and "More Inside." in text and "print()" in text and "At the end." in text
    assert "… lines left out: 27 …" in text
    assert not odd.find(f"{XHTML}a", href="../up.ipynb") and odd.find(f"{XHTML}a", href="https://example.org")


def test_what_was_data_is_a_file(odd):
    [(_, video)] = odd.find(f"{XHTML}video")
    assert odd.read(video.get("src")) == b"\0\0\0"
    assert odd.items[video.get("src")].get("media-type") == "video/mp4"


def test_a_picture_of_a_kind_that_only_browsers_know_is_said(tmp_path, caplog):
    (tmp_path / "a.bmp").write_bytes(b"BM" + bytes(60))
    (tmp_path / "b.png").write_bytes(grey_png())
    made = nbf.new_notebook(cells=[nbf.new_markdown_cell("![one](a.bmp) ![two](b.png)")])
    found, _ = EXPORTERS["epub"]().from_notebook_node(made, {"metadata": {"path": str(tmp_path)}})
    book = Book(found)
    assert [*faults(book)] == []
    assert "Picture of a kind that cannot be shown here" in book.words("chapter-1.xhtml")
    [(_, picture)] = book.find(f"{XHTML}img")
    assert book.read(picture.get("src")) == grey_png()
