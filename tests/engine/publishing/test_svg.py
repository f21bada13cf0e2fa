"""SVG from elsewhere: whole XML, drawn as it was, that runs nothing and asks for nothing."""

import pytest

from lecture.publishing.svg import NoSVGError, cleaned, declarations, stylesheet
from lecture.publishing.web.page import inline_svg

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="30">'


def svg(inside):
    return f"{OPEN}{inside}</svg>".encode()


def test_what_needs_nothing_stays_as_it_is():
    plain = svg('<!-- a --><metadata>x</metadata><style>*{stroke-linejoin: round; fill: red}</style><path d="M 0 0"/>')
    assert cleaned(plain).text.encode() == plain


WRITTEN = {
    "entities of its own": b"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/a.dtd" [
        <!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY paint "#c00">]>
        <svg xmlns="&ns;" width='60'><rect fill='&paint;'/></svg>""",
    "a prefix": b'<s:svg xmlns:s="http://www.w3.org/2000/svg" width="60"><s:rect fill="#c00"/></s:svg>',
    "no namespace": b'<svg width="60"><rect fill="#c00"/></svg>',
    "a mark of byte order": b"\xef\xbb\xbf"
    + b'<svg xmlns="http://www.w3.org/2000/svg" width="60"><rect fill="#c00"/></svg>',
    "UTF-16": '<?xml version="1.0" encoding="utf-16"?><svg width="60"><rect fill="#c00"/></svg>'.encode("utf-16"),
    "entities of HTML, a bare ampersand": b'<svg width="60"><rect fill="#c00"/><text>a&nbsp;b & c</text></svg>',
    "a prefix that nobody declared": b'<svg width="60"><rect fill="#c00" inkscape:label="x"/></svg>',
}


@pytest.mark.parametrize("way", WRITTEN)
def test_it_is_read_however_it_is_written(way):
    text = cleaned(WRITTEN[way]).text
    assert text.startswith("<svg") and 'xmlns="http://www.w3.org/2000/svg"' in text
    assert 'width="60"' in text and '<rect fill="#c00"' in text
    assert "&paint;" not in text and "inkscape" not in text


@pytest.mark.parametrize("contents", [b"", b"no picture", b"<html><svg/></html>", b"<svg><rect></svg>"])
def test_what_is_no_svg_is_refused(contents):
    with pytest.raises(NoSVGError):
        cleaned(contents)


def test_entities_that_multiply_are_not_expanded():
    steps = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "{"a" * 100}">{steps}]><svg><text>&e9;</text></svg>'
    assert len(cleaned(bomb.encode()).text) < 1000


def test_no_file_of_the_machine_is_read():
    outside = b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/hostname">]><svg><text>&e;</text></svg>'
    assert "&amp;e;" in cleaned(outside).text


HOSTILE = [
    '<script>x</script>',
    '<rect onload="x"/>',
    '<rect ONCLICK="x"/>',
    '<a href="javascript:x"><text>y</text></a>',
    '<a xlink:href=" JavaScript:x"><text>y</text></a>',
    '<image href="http://a/b.png"/>',
    '<image href="data:text/html,x"/>',
    '<use xlink:href="http://a/b.svg#c"/>',
    '<set attributeName="href" to="javascript:x"/>',
    '<animate attributeName="xlink:href" values="javascript:x"/>',
    '<rect style="fill:url(http://a/b)"/>',
    '<rect fill="url(http://a/b#c)"/>',
    '<rect fill="\\75rl(http://a)"/>',
    '<style>@import "http://a/b.css"; @font-face{src:url(http://a)} r{fill:image-set("http://a/b")}</style>',
    '<handler xmlns="http://www.w3.org/2001/xml-events">x</handler>',
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://a"/></foreignObject>',
    '<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="http://a" onerror="x"/></foreignObject>',
    '<switch xml:base="http://a/"><text>y</text></switch>',
]  # fmt: skip


@pytest.mark.parametrize("inside", HOSTILE)
@pytest.mark.parametrize("paper", [False, True])
def test_nothing_runs_and_nothing_is_asked_for(inside, paper):
    text = cleaned(svg(inside), paper).text.replace(OPEN, "").lower()
    text = text.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
        'xmlns:xlink="http://www.w3.org/1999/xlink"', ""
    )
    for mark in ("script", "onload", "onclick", "onerror", "http:", "text/html", "iframe", "handler", "75rl"):
        assert mark not in text, text


def test_links_pictures_inside_and_its_own_gradients_stay():
    link = '<a href="https://a.org"><rect fill="url(\'#g\')" style="stroke:url(#g)"/></a>'
    text = cleaned(svg(link + '<image href="data:image/png;base64,AA"/><script/>')).text
    assert 'href="https://a.org"' in text and 'fill="url(#g)"' in text and "stroke:url(#g)" in text
    assert "data:image/png;base64,AA" in text


BOX = (
    '<foreignObject x="10" y="10" width="100" height="20"><div xmlns="http://www.w3.org/1999/xhtml">'
    '<p style="color:red">Шаг <b>1</b></p></div></foreignObject>'
)


def test_html_inside_stays_on_a_page_and_becomes_text_on_paper():
    page, paper = cleaned(svg(BOX + "<script/>")), cleaned(svg(BOX), paper=True)
    assert '<div><p style="color:red">Шаг <b>1</b></p></div>' in page.text
    assert ">Шаг 1</text>" in paper.text and 'x="60" y="20"' in paper.text
    assert page.foreign == paper.foreign == ["Шаг 1"]


def test_the_text_for_those_who_know_no_html_is_used():
    text = cleaned(svg(f"<switch>{BOX}<text>spare</text></switch>"), paper=True).text
    assert "<switch><text>spare</text></switch>" in text


def test_style_sheets_keep_their_own():
    assert stylesheet("<![CDATA[ .a > .b{fill:red} ]]>") == ".a > .b{fill:red}"
    assert declarations("fill: red; filter: url(http://a)") == "fill: red;filter:none"


def test_a_style_sheet_on_a_page_reaches_its_picture_by_its_new_names():
    made = inline_svg('<svg id="m" width="9"><style>#m .n{fill:#abc} #a{x:y}</style><g id="a"/></svg>', "p1-", "x", "")
    assert "#p1-picture { & .n{fill:#abc} #p1-a{x:y} }" in made
