"""Each difference is named by where it is: the cell, the number, the path inside a picture, the page."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import typst

from lecture.checking.differences import EACH, Difference, between, of_content

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg"><g id="lines"><path d="M0 0h5"/><path d="M0 0h{0}"/></g>'
    "<text>a</text></svg>"
)
PAGE = (
    '<html><body><h1>Walks</h1><section id="sec-far"><p>After 256 steps</p><p class="n">16{0} steps</p></section>'
    "</body></html>"
)


def notebook(text: str, source: str = "print(1)", data: str = "<b>1</b>") -> bytes:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["one\n", text]},
        {"output_type": "display_data", "data": {"text/html": [data], "image/png": "AAAA"}, "metadata": {}},
    ]
    cells = [{"cell_type": "markdown", "source": "# A"}, {"cell_type": "code", "source": [source], "outputs": outputs}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}).encode()


def packed(date=(1980, 1, 1, 0, 0, 0), mode=0o644, names=("a.txt", "b.svg"), number="7") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, date)
            info.external_attr = mode << 16
            archive.writestr(info, SVG.format(number) if name == "b.svg" else "text\n")
    return made.getvalue()


def pdf(text: str, title: str = "") -> bytes:
    source = f"#set document(title: [T{title}])\n#set page(width: 5cm, height: 5cm)\nOne\n#pagebreak()\n{text}"
    return typst.compile(source.encode(), timestamp=0)


@pytest.mark.parametrize(
    ("name", "one", "other", "where", "values"),
    [
        ("f.svg", SVG.format(7), SVG.format(8), "#lines > path[2]@d", ("M0 0h7", "M0 0h8")),
        ("p.html", PAGE.format(""), PAGE.format(",5"), "#sec-far > p[2], text", ("16 steps", "16,5 steps")),
        ("n.json", '{"a": [{"b": 1.5}]}', '{"a": [{"b": 1.25}]}', "a[0].b", ("1.5", "1.25")),
        ("n.json", '{"a": 1, "b": 2}', '{"b": 2, "a": 1}', "top, order of keys", ("a, b", "b, a")),
        ("n.json", '{"a": 1}', '{"a": 1, "b": "x"}', "b", ("—", '"x"')),
        ("c.ipynb", notebook("two\n"), notebook("2\n"), "cell 2, output 1, text, line 2", ("two", "2")),
        ("c.ipynb", notebook("", "f()"), notebook("", "g()"), "cell 2, source, line 1", ("f()", "g()")),
        (
            *("c.ipynb", notebook("", data="<b>1</b>"), notebook("", data="<b>2</b>")),
            *("cell 2, output 2, text/html, line 1", ("<b>1</b>", "<b>2</b>")),
        ),
        ("t.txt", "a\nb\nc", "a\nB\nc", "line 2", ("b", "B")),
        ("x.bin", b"\xff\x00a", b"\xff\x00b", "byte 3", ("'\\xff\\x00a'", "'\\xff\\x00b'")),
    ],
)
def test_one_difference(name, one, other, where, values):
    contents = [each.encode() if isinstance(each, str) else each for each in (one, other)]
    assert [*of_content(*contents, name)] == [Difference(name, where, *values)]


def test_archives_are_taken_apart():
    [found] = of_content(packed(), packed(number="8"), "book.epub")
    assert (found.file, found.where) == ("book.epub/b.svg", "#lines > path[2]@d")
    assert {each.where for each in of_content(packed(), packed(date=(2026, 1, 1, 0, 0, 0)), "book.epub")} == {
        "date_time"
    }
    assert {each.where for each in of_content(packed(), packed(mode=0o600), "book.epub")} == {"external_attr"}
    assert [e.where for e in of_content(packed(), packed(names=("b.svg", "a.txt")), "z.zip")] == ["order of members"]
    [gone] = of_content(packed(), packed(names=("a.txt",)), "z.zip")
    assert str(gone) == "z.zip/b.svg: a member ≠ missing"


def test_pages_of_a_pdf():
    found = {each.where: (each.first, each.second) for each in of_content(pdf("Two"), pdf("Three"), "lecture.pdf")}
    assert found["page 2, line 1"] == ("Two", "Three") and not any(where.startswith("page 1,") for where in found)
    assert any(each.where.startswith("document./Title") for each in of_content(pdf("x"), pdf("x", "1"), "l.pdf"))


def test_what_can_not_be_read_is_told_in_bytes():
    assert "read as bytes" in [each.where for each in of_content(b"{", b"}", "n.json")]


def test_pages_of_equal_elements_and_other_bytes():
    [found] = of_content(b"<p a='1'>x</p>", b'<p a="1">x</p>', "p.html")
    assert found.where == "byte 6"


def test_many_differences_are_counted():
    one, other = (json.dumps([sign * number for number in range(1, 51)]).encode() for sign in (1, -1))
    found = [*of_content(one, other, "n.json")]
    assert len(found) == EACH + 1 and found[-1].where == "and 30 more places"


def test_folders_modes_and_names(tmp_path: Path):
    for folder, mode in (("one", 0o644), ("other", 0o600)):
        (tmp_path / folder / "inner").mkdir(parents=True)
        (tmp_path / folder / "same.txt").write_text("x")
        (tmp_path / folder / "inner/mode.txt").write_text("x")
        (tmp_path / folder / "inner/mode.txt").chmod(mode)
    (tmp_path / "one/more.txt").write_text("x")
    (tmp_path / "other/inner").chmod(0o700)
    assert [str(each) for each in between(tmp_path / "one", tmp_path / "other")] == [
        "inner: mode: 0o755 ≠ 0o700",
        "inner/mode.txt: mode: 0o644 ≠ 0o600",
        "more.txt: a file ≠ missing",
    ]
