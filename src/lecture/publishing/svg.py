"""SVG from elsewhere, for a page and for paper: whole XML that runs nothing and asks for nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import defusedxml
import defusedxml.ElementTree
import tinycss2

SVG, XLINK, XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
ELEMENTS = {
    "a", "animate", "animateMotion", "animateTransform", "circle", "clipPath", "defs", "desc", "ellipse",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG",
    "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter", "foreignObject",
    "g", "hatch", "hatchpath", "image", "line", "linearGradient", "marker", "mask", "mpath", "path", "pattern",
    "polygon", "polyline", "radialGradient", "rect", "set", "stop", "style", "svg", "switch", "symbol", "text",
    "textPath", "title", "tspan", "use", "view",
}  # fmt: skip
# HTML inside a `foreignObject`; of other elements the text stays.
HTML = {
    "b", "br", "code", "div", "em", "hr", "i", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ANIMATIONS = {"animate", "animateMotion", "animateTransform", "set"}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
ADDRESS = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
FETCHING = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element"}
ENTITY = re.compile(r"&(\w+);")
OWN_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
SPACES = re.compile(r"[\s;]+")
LOCAL = re.compile(r"""url\(\s*(?:'|"|&quot;)?(#[^)'"&]+?)(?:'|"|&quot;)?\s*\)""")
PREFIXES = {"xlink": XLINK, "svg": SVG, "xhtml": XHTML}

for prefix, namespace in (("", SVG), ("xlink", XLINK)):
    ElementTree.register_namespace(prefix, namespace)


class NoSVGError(ValueError):
    """This is no SVG, nor can it be mended."""


@dataclass
class Picture:
    """An SVG picture.

    Attributes:
        text: the picture, as XML whose root is `<svg`.
        foreign: the texts of its pieces of HTML (`foreignObject`), which paper cannot show.
    """

    text: str
    foreign: list[str] = field(default_factory=list)


def cleaned(contents: bytes, paper: bool = False) -> Picture:
    """A picture without scripts, addresses and whatever else isn't drawing.

    Args:
        contents: of the file, in any encoding of XML, with entities of its own, with or without prefixes.
        paper: whether HTML inside becomes plain text, as far as that goes.

    Raises:
        NoSVGError: there is no picture.
    """
    root, mended = parsed(contents)
    for holder in [*root.iter()]:
        for child in [*holder]:
            if _name(child) == "metadata":
                _replace(holder, child, None)
    before = _drawn(root)
    foreign = _clean(root, paper)
    if before == _drawn(root) and not mended and (as_it_was := _simple(contents)):
        return Picture(as_it_was, foreign)
    return Picture(LOCAL.sub(r"url(\1)", ElementTree.tostring(root, encoding="unicode")), foreign)


def _drawn(root: Element) -> list[tuple]:
    """What is drawn, without regard to layout."""
    return [
        (element.tag, {key: SPACES.sub("", value) for key, value in element.attrib.items()}, _rules_of(element))
        for element in root.iter()
    ]


def _rules_of(element: Element) -> str:
    return SPACES.sub("", element.text or "") if _name(element) == "style" else ""


def _simple(contents: bytes) -> str:
    """The text of a file that is written as `page.inline_svg` reads it; "" otherwise."""
    try:
        text = contents.decode()
    except UnicodeDecodeError:
        return ""
    opening = re.search(r"<svg\b[^>]*>", text)
    odd = ("'", "<!ENTITY", "\ufeff", "<svg:")
    return text if opening and f'xmlns="{SVG}"' in opening[0] and not any(mark in text for mark in odd) else ""


def parsed(contents: bytes) -> tuple[Element, bool]:
    """The tree of a picture, and whether it had to be mended for that.

    Raises:
        NoSVGError: there is none.
    """
    mistakes = (ElementTree.ParseError, LookupError, ValueError)  # LookupError: an encoding that nobody knows
    mended = False
    try:
        root = _tree(contents)
    except mistakes:
        try:
            root, mended = _tree(_mended(contents)), True
        except mistakes as error:
            raise NoSVGError(str(error)) from None
    if root.tag == "svg":  # a browser knows it without its namespace
        for element in root.iter():
            if isinstance(element.tag, str) and not element.tag.startswith("{"):
                element.tag = f"{{{SVG}}}{element.tag}"
    if root.tag != f"{{{SVG}}}svg":
        raise NoSVGError(f"its root is {root.tag}")
    return root, mended


def _tree(contents: bytes) -> Element:
    # Entities that a file declares are usual in what drawing programs write; expat stops those that multiply.
    return defusedxml.ElementTree.fromstring(contents.lstrip(), forbid_entities=False)


def _mended(contents: bytes) -> bytes:
    """What people write and a browser forgives: entities of HTML, a bare `&`, a prefix that is declared nowhere."""
    text = contents.decode("utf-8-sig", errors="replace")
    start = re.search(r"<(?:\w+:)?svg\b", text)
    if start is None:
        raise ValueError("there is no <svg>")
    text = text[start.start() :]

    def character(found: re.Match) -> str:
        return found[0] if found[1] in OWN_ENTITIES else html5.get(f"{found[1]};", f"&amp;{found[1]};")

    text = re.sub(r"&(?!#?\w+;)", "&amp;", ENTITY.sub(character, text))
    opening = text[: text.index(">")]
    missing = [
        f' xmlns:{prefix}="{PREFIXES.get(prefix, "urn:" + prefix)}"'
        for prefix in dict.fromkeys(re.findall(r"[\s<](\w+):\w", text))
        if f"xmlns:{prefix}=" not in opening and prefix not in ("xml", "xmlns")
    ]
    return re.sub(r"^<[\w:]+", lambda tag: tag[0] + "".join(missing), text).encode()


def _name(element: Element) -> str:
    """The name of an element of SVG; "" of another one."""
    tag = element.tag
    return tag.removeprefix(f"{{{SVG}}}") if isinstance(tag, str) and tag.startswith(f"{{{SVG}}}") else ""


def _clean(element: Element, paper: bool) -> list[str]:
    """Clean an element and what is in it; the texts of the pieces of HTML."""
    name, foreign = _name(element), []
    element.attrib = dict(_attributes(element, name))
    if name == "style":
        element.text = stylesheet(element.text or "")
        element[:] = []
    for child in [*element]:
        kind = _name(child)
        if kind == "foreignObject":
            child.attrib = dict(_attributes(child, kind))
            _clean_html(child)
            if words := " ".join("".join(child.itertext()).split()):
                foreign.append(words)
            if paper:
                # Drawing programs put a text for those who know no HTML behind it.
                spare = name == "switch" and len(element) > 1
                _replace(element, child, None if spare else _as_text(child))
        elif kind not in ELEMENTS or _animates_address(child, kind):
            _replace(element, child, None)
        else:
            foreign += _clean(child, paper)
    return foreign


def _animates_address(element: Element, name: str) -> bool:
    target = element.get("attributeName", "").lower().rpartition(":")[2]
    return name in ANIMATIONS and (target == "href" or target.startswith("on"))


def _replace(parent: Element, child: Element, other: Element | None) -> None:
    """Put another element, or nothing, in place of a child; the text behind it stays."""
    position, tail = [*parent].index(child), child.tail or ""
    parent.remove(child)
    if other is not None:
        other.tail = tail
        parent.insert(position, other)
    elif tail.strip() and position:
        parent[position - 1].tail = (parent[position - 1].tail or "") + tail
    elif tail.strip():
        parent.text = (parent.text or "") + tail


def _attributes(element: Element, name: str) -> Iterator[tuple[str, str]]:
    """The attributes that stay."""
    for attribute, value in element.attrib.items():
        namespace, _, bare = attribute.rpartition("}")
        if (namespace and namespace[1:] not in (XLINK, XML)) or bare.lower().startswith("on") or bare == "base":
            continue
        if bare == "href":
            address = value.strip()
            allowed = ADDRESS if name == "a" else PICTURE if name in ("image", "feImage") else re.compile("#")
            if allowed.match(address) or address.startswith("#"):
                yield attribute, address
        elif bare == "style":
            yield attribute, declarations(value)
        elif ("(" not in value and "\\" not in value) or _is_local(tinycss2.parse_component_value_list(value)):
            yield attribute, value
        else:
            yield attribute, "none"  # as a browser takes a paint or a filter that isn't there


def _as_text(box: Element) -> Element:
    """A piece of HTML as a line of text in the middle of its box."""

    def number(attribute: str) -> float:
        found = re.match(r"\s*-?[\d.]+", box.get(attribute, ""))
        return float(found[0]) if found else 0.0

    place = {
        "x": f"{number('x') + number('width') / 2:g}",
        "y": f"{number('y') + number('height') / 2:g}",
        "text-anchor": "middle",
        "dominant-baseline": "central",
    }
    if transform := box.get("transform"):
        place["transform"] = transform
    made = Element(f"{{{SVG}}}text", place)
    made.text = " ".join("".join(box.itertext()).split())
    return made


def _clean_html(element: Element) -> None:
    """Leave of HTML what lays out words: of an element that isn't allowed, its words."""
    for child in element.iter():
        if child is element:
            continue
        tag = child.tag.rpartition("}")[2].lower() if isinstance(child.tag, str) else ""
        if tag in ("script", "style", "template", "iframe", "object", "textarea", "title"):
            child.text, child[:] = "", []
        child.tag = tag if tag in HTML else "span"
        kept = {key: child.attrib[key] for key in ("class", "style") if key in child.attrib}
        child.attrib = kept | ({"style": declarations(kept["style"])} if "style" in kept else {})
        if not child.text and not len(child) and tag not in ("br", "hr"):
            child.text = " "  # HTML knows no <span/>


def declarations(style: str) -> str:
    """The declarations of a `style` attribute; where one asks for another file, `none` stands for it."""
    found = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    kept = (item for item in found if item.type == "declaration")
    return ";".join(item.serialize() if _is_local(item.value) else f"{item.lower_name}:none" for item in kept)


def stylesheet(css: str) -> str:
    """The rules of a style sheet that fetch nothing."""
    css = re.sub(r"<!\[CDATA\[|\]\]>", "", css)
    return "\n".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(rules: list) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule" and _is_local(rule.prelude):
            yield f"{tinycss2.serialize(rule.prelude)}{{{declarations(tinycss2.serialize(rule.content))}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "keyframes", "supports") and rule.content:
            inner = tinycss2.parse_stylesheet(tinycss2.serialize(rule.content), True, True)
            yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{' '.join(_rules(inner))}}}"


def _is_local(value: list) -> bool:
    """Whether nothing in a value of CSS asks for another file; `url(#name)` names what is in the picture."""
    for token in value:
        if token.type == "error" or (token.type == "url" and not token.value.strip().startswith("#")):
            return False
        if token.type == "function":
            inside = [inner for inner in token.arguments if inner.type != "whitespace"]
            named = len(inside) == 1 and inside[0].type == "string" and inside[0].value.strip().startswith("#")
            if (token.lower_name in FETCHING and not named) or not _is_local(token.arguments):
                return False
        if token.type in ("() block", "[] block", "{} block") and not _is_local(token.content):
            return False
    return True
