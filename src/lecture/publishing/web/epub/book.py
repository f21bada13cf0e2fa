"""Pack the book for e-readers: EPUB 3.3, https://www.w3.org/TR/epub-33/.

The frame, `book.html`, writes the texts of the book one behind another, each under a line with its name; here they
become the files of an archive, with links from file to file, the pictures that they show, and a list of all.
"""

import io
import os
import re
import zipfile
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

import jinja2
import tinycss2
import typst

from lecture.publishing.errors import PublishingError
from lecture.publishing.paper.printing import FONTS, placed
from lecture.publishing.web import formula_font, page
from lecture.publishing.web.mathml import light_formulas

HERE = Path(__file__).parent
STYLES = HERE.parent / "styles"
FILE = re.compile(r"^<!-- file: ([\w.-]+) -->\n", re.MULTILINE)
MANIFEST, SPINE = "<!-- manifest -->", "<!-- spine -->"
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
KINDS = {"xhtml": "application/xhtml+xml", "css": "text/css", "woff": "font/woff", "txt": "text/plain"}
FAMILY = "IBM Plex Sans"  # of the letters in drawings
FACE = re.compile(r"@font-face \{\s*font-family: \"(.*?)\";\s*font-style: (\w+);.*?url\((.*?)\).*?\}", re.DOTALL)
# What makes a reader do more than show XHTML has to be said of a file: a mark in it, and the word for it.
PROPERTIES = {"<math": "mathml", "<svg": "svg"}
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no characters of XML 1.0
NESTED = re.compile(r"<style>(#[\w-]+) \{ (.*?) \}</style>", re.DOTALL)  # as `page.scoped_style` writes it
LINK = re.compile(r'<a\s([^>]*?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
ADDRESS = re.compile(r"[a-zA-Z][\w+.-]*:")
DATA = re.compile(r'(?<=")data:((?:image|video|audio)/[\w.+-]+);base64,([^"]*)(?=")')
ANSWERS = "<!-- answers -->"
FOOTNOTES = re.compile(r'<section id="footnotes.*', re.DOTALL)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive knows


def chapter(html: str, name: str, pictures: Mapping[str, str]) -> tuple[str, str]:
    """(the text of a chapter, the answers to its exercises) as XHTML.

    SVG pictures are inside, so that they follow the reader's colours; others are named as `printing.placed` has it.

    Args:
        html: as pandoc wrote it.
        name: of the chapter, part of the identifiers inside its pictures.
        pictures: the paths of all pictures, by their sources.
    """
    html = ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", html)
    html = light_formulas(html)
    names, paths = placed(pictures), {unquote(source): source for source in pictures}

    def named(match: re.Match) -> str:
        written = page.attribute(match[0], "src")
        source = paths.get(unquote(unescape(written)), "")
        if not source or Path(pictures[source]).suffix.lower() == ".svg":
            return match[0]
        # Its name is told as data, which are left as they are, while drawings are put inside.
        return match[0].replace(f'src="{written}"', f'src="data:{names[source]}"')

    html = re.sub(r"<img\s[^>]*>", named, html)
    html = page.embed_pictures(html, pictures, name)
    html = NESTED.sub(_flat, html)
    body, _, answers = re.sub(r'(<img\s[^>]*src=")data:(picture-)', r"\1\2", html).partition(ANSWERS)
    footnotes = FOOTNOTES.search(answers)  # pandoc writes them behind all else
    if footnotes is None:
        return body.strip("\n"), answers.strip("\n")
    return f"{body}\n{footnotes[0]}".strip("\n"), answers[: footnotes.start()].strip("\n")


def title(body: str) -> str:
    """The words of the first heading in a text, as XHTML; "" if there is none."""
    found = re.search(r"<h[1-6][^>]*>(.*?)</h[1-6]>", body, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", "", found[1]).split()) if found else ""


def _flat(sheet: re.Match) -> str:
    """The style sheet of a drawing, which holds for it alone, without rules inside rules: readers know CSS 2."""
    picture, rules = sheet.groups()
    made = []
    for rule in tinycss2.parse_stylesheet(unescape(rules), skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            selectors = tinycss2.serialize(rule.prelude).split(",")
            whole = ", ".join(f"{picture} {one.strip()}".replace(f"{picture} &", picture) for one in selectors)
            made.append(f"{whole} {{{tinycss2.serialize(rule.content)}}}")
    return f"<style>{escape(' '.join(made), quote=False)}</style>"


def pack(text: str, pictures: Mapping[str, str], font: Path | None = None) -> bytes:
    """The book as a file; equal texts give equal bytes.

    Args:
        text: as the frame writes it: `package.opf` with marks where the lists of files belong, and the texts in the
            order in which they are read.
        pictures: the paths of its pictures, by their sources.
        font: the file that keeps the font of formulas.

    Raises:
        PublishingError: a text is no XML, which readers refuse; it says where.
    """
    _, *parts = FILE.split(text)
    texts = dict(zip(parts[::2], parts[1::2], strict=True))
    package, cover = texts.pop("package.opf"), texts.pop("cover.typ")
    texts, inside = unpacked(linked(texts))
    for content in texts.values():
        try:
            ElementTree.fromstring(content)
        except ElementTree.ParseError as error:
            line = content.splitlines()[error.position[0] - 1][max(0, error.position[1] - 40) :][:80]
            raise PublishingError(f"a book for e-readers is XML, which this is not ({error}): {line}") from None
    shown = set(re.findall(r'<img\s[^>]*src="(picture-[^"]+)"', "".join(texts.values())))
    names = placed(pictures)
    files = {name: content.encode() for name, content in texts.items()}
    files |= {names[source]: Path(path).read_bytes() for source, path in pictures.items() if names[source] in shown}
    files |= {name: contents for name, (_, contents) in inside.items()}
    style, brought = fonts("".join(texts.values()), font)
    files |= brought | {"book.css": style.encode() + (HERE / "book.css").read_bytes()}
    files["cover.png"] = drawn(cover)
    kinds = {name: kind for name, (kind, _) in inside.items()}
    items = "\n".join(item(name, kinds.get(name) or kind_of(name), texts.get(name, "")) for name in sorted(files))
    spine = "\n".join(f'<itemref idref="{identifier(name)}"/>' for name in texts)
    files["package.opf"] = package.replace(MANIFEST, items).replace(SPINE, spine).encode()
    return archive({"META-INF/container.xml": CONTAINER.encode()} | {f"EPUB/{name}": files[name] for name in files})


def fonts(text: str, font: Path | None) -> tuple[str, dict[str, bytes]]:
    """(rules of a style sheet, files by name): the fonts that formulas and drawings need, with their licences.

    The text itself is set in the reader's own font.
    """
    rules, files = "", {}
    if face := formula_font.font_face(formula_font.letters(text), font):
        before, data, behind = re.split(r"data:font/woff;base64,([^)]*)", face)
        rules += f"{before}formulas.woff{behind}\n"
        files |= {
            "formulas.woff": b64decode(data),
            "licence-STIX.txt": (FONTS.parent / "OFL-STIX-Two.txt").read_bytes(),
        }
    if FAMILY in text:
        sheet = jinja2.Template((STYLES / "fonts.css.j2").read_text(encoding="utf-8"), trim_blocks=True).render()
        for rule in FACE.finditer(sheet):
            family, slant, address = rule.groups()
            if (family, slant) == (FAMILY, "normal"):
                path = STYLES / address
                rules += f"{rule[0].replace(address, path.name)}\n"
                files[path.name] = path.read_bytes()
        files["licence-Plex.txt"] = (FONTS.parent / "OFL-IBM-Plex.txt").read_bytes()
    return rules, files


def linked(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts whose links to identifiers find the file; one that leads nowhere, in the book or outside, is plain text."""
    homes = {found: name for name, text in texts.items() for found in re.findall(r'\sid="([^"]*)"', text)}

    def within(name: str, text: str) -> str:
        def link(found: re.Match) -> str:
            before, target, behind, words = found.groups()
            home = homes.get(unescape(target[1:])) if target.startswith("#") else None
            if home is not None:
                return f'<a {before}href="{"" if home == name else home}{target}"{behind}>{words}</a>'
            return found[0] if ADDRESS.match(target) or target in texts else words

        return LINK.sub(link, text)

    return {name: within(name, text) for name, text in texts.items()}


def unpacked(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    """(texts, {name: (kind, contents)}): pictures and sounds that stood in the texts as data are files."""
    files: dict[str, tuple[str, bytes]] = {}

    def named(data: re.Match) -> str:
        contents = b64decode(unquote(data[2]))
        name = f"inside-{sha256(contents).hexdigest()[:16]}.{data[1].partition('/')[2].partition('+')[0]}"
        files[name] = data[1], contents
        return name

    return {name: DATA.sub(named, text) for name, text in texts.items()}, files


def item(name: str, kind: str, text: str) -> str:
    """The entry of a file in the list of all."""
    said = [word for mark, word in PROPERTIES.items() if mark in text]
    said += ["nav"] * (name == "nav.xhtml") + ["cover-image"] * (name == "cover.png")
    properties = f' properties="{" ".join(said)}"' if said else ""
    return f'<item id="{identifier(name)}" href="{name}" media-type="{kind}"{properties}/>'


def kind_of(name: str) -> str:
    """The media type of a file."""
    return KINDS.get(name.rpartition(".")[2]) or page.MIMETYPES[Path(name).suffix]


def identifier(name: str) -> str:
    return "file-" + name.replace(".", "-")


def drawn(cover: str) -> bytes:
    """The cover as a PNG of 1200 × 1800 pixels, of its text for Typst."""
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    made = compiler.compile(cover.encode(), format="png", ppi=144)
    return made if isinstance(made, bytes) else made[0]


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP whose first file says in plain letters what it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in ({"mimetype": b"application/epub+zip"} | dict(files)).items():
            packed = name.endswith((".xhtml", ".opf", ".xml", ".css", ".txt"))
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.external_attr = 0o644 << 16
            target.writestr(about, content, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
    return made.getvalue()


def identity(facts: Mapping) -> str:
    """The identifier of a book, the same for each of its editions."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join((facts['lang'], facts['heading'])))}"


def modified() -> str:
    """When a book was made, as EPUB wants it; the build of equal texts doesn't look at the clock."""
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def entries(contents: str) -> str:
    """Entries of a table of contents, as pandoc writes it, for the one of a book."""
    ordered = re.sub(r"(</?)ul>", r"\1ol>", re.sub(r'\sid="toc-[^"]*"', "", contents))
    return light_formulas(ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", ordered))
