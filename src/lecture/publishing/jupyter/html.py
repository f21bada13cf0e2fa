"""Foreign HTML, mended and cleaned, in elements that pandoc reads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

from lecture.publishing.jupyter import styles
from lecture.publishing.jupyter.formulas import MARK

TAGS = {
    *("a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "caption", "center", "cite", "code", "col"),
    *("colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol"),
    *("p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table"),
    *("tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var"),
    *("audio", "embed", "iframe", "object", "source", "video"),  # said, or shown from inside the file
}
FORGOTTEN = {"script", "style", "title", "noembed", "noframes", "template", "select", "option", "textarea", "button"}
ATTRIBUTES = {
    "*": {"id", "style", "title", "lang", "dir", "align", "hidden"},
    "a": {"href", "name"},
    "audio": {"src"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "div": {"class"},
    "embed": {"src"},
    "font": {"color"},
    "iframe": {"src"},
    "img": {"src", "alt", "width", "height"},
    "object": {"data"},
    "ol": {"start", "type"},
    "pre": {"class"},
    "source": {"src"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "video": {"src"},
}
ADDRESSES = {"href", "src", "data"}
SCHEMES = {"http", "https", "mailto", "tel", "data"}
DATA = re.compile(r"data:(image|video|audio)/", re.IGNORECASE)
LANGUAGE = re.compile(r"language-([\w+#-]+)")
OURS = {"output-text", "cell-code", "raw-text", "tex-source"}  # what the filters know a block of code by
WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*(\d+(?:\.\d+)?(?:px|%))", re.IGNORECASE)
ALERT = re.compile(r"\balert(?:-(?:info|warning|success|danger))?\b")
DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
UNSEEN = re.compile(r"<script\b.*?(?:</script\s*>|$)|<!--.*?(?:-->|$)", re.DOTALL | re.IGNORECASE)
PLAYERS = {"video": "video", "audio": "audio"}
FRAMES = ("iframe", "object", "embed")
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li")
PARTS = ("thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup", "li")
ONCE = {"b", "strong", "i", "em", "u", "s", "del", "code"}  # a second one inside says nothing more
DEEPEST = 30  # elements inside one another, which Typst reads as well
SEEN = ("img", "hr", "table", "input")


@dataclass(frozen=True)
class Piece:
    """What a piece of HTML needs from the notebook around it.

    Attributes:
        keep: keeps a file that was inside, and gives the name by which it is found: `keep(contents, ending)`.
        say: the element that stands where something cannot be shown: `say(kind, address)`; it warns, too.
        formula: the element for the number of a mark, and its source: `formula(number) -> (element, source)`.
    """

    keep: Callable[[bytes, str], str]
    say: Callable[[str, str], str]
    formula: Callable[[int], tuple[str, str]] = lambda number: ("", "")


def cleaned(html: str, piece: Piece, output: bool = False) -> str:
    """HTML that is whole by itself, runs nothing and asks for nothing.

    Args:
        html: of a Markdown cell or an output; marks of formulas in it become their elements.
        piece: what it needs from its notebook.
        output: whether a cell made it: preformatted text is then what a cell printed.
    """
    if "<svg" in html.lower():
        html = DRAWING.sub(lambda found: _drawing(found[0], piece), UNSEEN.sub("", html))
    if "<style" in html.lower():
        soup = BeautifulSoup(html, "html.parser")
        styles.inlined(soup)
        html = str(soup)
    safe = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=FORGOTTEN,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        generic_attribute_prefixes={"data-footnote"},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    soup = BeautifulSoup(safe, "html.parser")
    for tag in soup.find_all(True):
        if (tag.name in ONCE and tag.find_parent(tag.name)) or sum(1 for _ in tag.parents) > DEEPEST:
            tag.unwrap()
    for tag in soup.find_all(True):
        if not tag.decomposed:
            _mend(tag, soup, piece, output)
    return MARK.sub(lambda mark: piece.formula(int(mark[1]))[0], str(soup))


def seen(html: str) -> bool:
    """Whether there is anything in cleaned HTML that a reader sees."""
    soup = BeautifulSoup(html, "html.parser")
    return bool(soup.get_text().strip() or soup.find(SEEN) or soup.find(class_=["formula", "latex", "media"]))


def _attribute(tag: str, name: str, value: str) -> str | None:
    """An attribute that stays."""
    if name == "style" and tag == "img":
        width = WIDTH.search(value)
        return width and f"width: {width[1]}"
    if name == "style":
        return styles.written(styles.declarations(value)) or None
    if name == "class":
        if tag == "div":
            return " ".join(dict.fromkeys(ALERT.findall(value))) or None
        found = LANGUAGE.search(value)
        return found[0] if found and found[1] not in OURS else None
    if name in ADDRESSES and value.strip().lower().startswith("data:"):
        return value if tag in ("img", "video", "audio", "source") and DATA.match(value.strip()) else None
    return value


def _drawing(svg: str, piece: Piece) -> str:
    """A drawing inside HTML as a picture of its own."""
    title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL | re.IGNORECASE)
    if "xmlns=" not in svg[: svg.index(">")]:
        svg = re.sub(r"^<svg", '<svg xmlns="http://www.w3.org/2000/svg"', svg, flags=re.IGNORECASE)
    alt = escape(unescape(" ".join(title[1].split()))) if title else ""
    return f'<img src="{piece.keep(svg.encode(), ".svg")}" alt="{alt}">'


def _mend(tag: Tag, soup: BeautifulSoup, piece: Piece, output: bool) -> None:
    """One element in words that pandoc's reader knows."""
    name = tag.name
    style = styles.declarations(tag.get("style", ""))
    if name == "img" and tag.has_attr("style"):
        width = tag.attrs.pop("style").removeprefix("width: ")
        tag["width"] = tag.get("width") or width
    if tag.has_attr("hidden") or style.get("display") == "none":
        tag.decompose()
        return
    for attribute, value in tag.attrs.items():
        if isinstance(value, str) and MARK.search(value):
            tag[attribute] = MARK.sub(lambda mark: piece.formula(int(mark[1]))[1], value)
    if name in ("pre", "code", "tt", "samp", "kbd"):
        for text in tag.find_all(string=MARK):
            text.replace_with(MARK.sub(lambda mark: piece.formula(int(mark[1]))[1], text))
    if name in ("table", "tr") and not tag.find(["td", "th"]):
        tag.decompose()
        return
    if name == "ol" and not tag.get("start", "1").isdecimal():
        del tag["start"]
    if name == "a" and not tag.get("href", "-").strip():
        del tag["href"]
    if name in PARTS:
        tag.attrs.pop("id", None)  # pandoc would keep it, and it might be one of the page's own
    if name in (*PLAYERS, *FRAMES):
        address = next((found for found in _addresses(tag)), "")
        _replace(tag, _player(name, address, piece) if name in PLAYERS else piece.say("frame", address))
    elif name == "source":
        tag.decompose()
    elif name == "font":
        colour = styles.written(styles.declarations(f"color: {tag.get('color', '')}"))
        tag.name, tag.attrs = "span", {"style": colour} if colour else {}
    elif name in ("tt", "samp", "kbd", "var"):
        tag.name = "em" if name == "var" else "code"
    elif name == "details":
        tag.name, tag["class"] = "div", "details"
        tag.attrs.pop("title", None)
    elif name == "summary":
        tag.name, tag["class"] = "div", "summary"
    elif name == "pre":
        if output and not tag.find("code", class_=True) and "class" not in tag.attrs:
            _printed(tag)
    elif name == "center" or (tag.get("align") in ("left", "center", "right") and name in ("div", *BLOCKS)):
        wish = f"text-align: {'center' if name == 'center' else tag.attrs.pop('align')}"
        if name in BLOCKS:
            tag.wrap(soup.new_tag("div", style=wish))
        else:
            tag.name, tag["style"] = "div", wish
    elif name in BLOCKS and tag.get("style") and name != "li":
        tag.wrap(soup.new_tag("div", style=tag.attrs.pop("style")))


def _addresses(tag: Tag) -> list[str]:
    found = [tag.get("src") or tag.get("data") or ""]
    found += [source.get("src", "") for source in tag.find_all("source")]
    return [address for address in found if address]


def _player(kind: str, address: str, piece: Piece) -> str:
    """A video or a sound that is in the notebook; another one is told by its address."""
    if not address.startswith("data:"):
        return piece.say(kind, address)
    return f'<span class="media" data-player="{kind}" data-address="{escape(address)}"></span>'


def _printed(pre: Tag) -> None:
    """Preformatted text of an output, with its colours, as `web.output_text` of the filters writes it."""
    inner = pre.decode_contents()
    text = pre.get_text()
    pre.attrs = {"class": "output-text output-result"}
    if pre.find(True):
        pre["data-coloured"] = quote(inner)
    pre.clear()
    code = BeautifulSoup("", "html.parser").new_tag("code")
    code.append(NavigableString(text))
    pre.append(code)


def _replace(tag: Tag, html: str) -> None:
    tag.replace_with(BeautifulSoup(html, "html.parser"))
