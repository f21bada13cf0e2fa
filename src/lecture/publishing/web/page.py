"""Close HTML into one offline file: fonts, styles, scripts and pictures inside."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import jinja2

from lecture.publishing.errors import PublishingError

HERE = Path(__file__).parent
MIMETYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".woff2": "font/woff2",
}
NOTES = "reveal/notes.js"  # reveal's window for who speaks
SPEAKER = {  # what it says, with what stands around it, by the names of our words
    "title": "reveal.js - Speaker View",
    "loading": "Loading speaker view...",
    "lost": "Error connecting to main window.<br>Please try closing and reopening the speaker view.",
    "upcoming": "Upcoming",
    "time": ">Time <",
    "reset": "Click to Reset",
    "pacing": "Pacing – Time to finish current slide",
    "notes": ">Notes<",
    "layout": "'Layout' + (",
    "default": "'Default'",
    "wide": "'Wide'",
    "tall": "'Tall'",
    "only": "'Notes only'",
}
AROUND, CLOCK = "'<>+( ", "'en-US', { hour12: true, "
OURS = ("scripts/", "styles/", "views/")  # what others have written keeps its licences
# What nobody reads as prose, and tags.
UNREAD = re.compile(r"(<(?:code|math|svg|script|style)\b.*?</(?:code|math|svg|script|style)>|<[^>]*>)", re.DOTALL)
# Words in brackets, two letters at least: (max pooling), (receptive field).
TERM = re.compile(r"\(([A-Za-z][A-Za-z'’-]+(?:[ ,]+[A-Za-z0-9'’-]+)*)\)")
LATIN = 0x24F  # the last letter
BOLD = re.compile(r' font-family="([^",]+) SmBld, \1"')  # for Typst, which knows a bold font by its file's name
PART = re.compile(r'(<script type="application/json" data-part="(\w+)">)(.+?)(</script>)')


def fill(html: str) -> str:
    """Replace `<!-- include: a/b.css c/d.js -->` by the files."""
    return re.sub(r"<!-- include: ([\w/. ]+) -->", lambda match: included(match[1]), html)


@cache
def included(names: str) -> str:
    """Style sheets, some of them templates (`.j2`), and scripts, by their paths inside `web/`, as elements."""
    parts = []
    for name in names.split():
        if not (HERE / name).resolve().is_relative_to(HERE):
            raise PublishingError(f"this is no style sheet or script of ours: {name}")
        text = (HERE / name).read_text(encoding="utf-8")
        if name.endswith(".j2"):
            text = jinja2.Template(text, trim_blocks=True, keep_trailing_newline=True).render()
        text = light(text) if name.startswith(OURS) else text
        if name.endswith((".css", ".css.j2")):
            parts.append(f"<style>\n{embed_fonts(text)}\n</style>")
        else:
            text = text.replace("</script", r"<\/script")
            parts.append(f"<script>\n{text}\n</script>")
    return "\n".join(parts)


def speaker_view(said: Mapping[str, str], language: str) -> str:
    """The script of the speaker's window as an element, in the words of a language.

    Args:
        said: our words, by the names in SPEAKER; they stand in a string inside a string, and so have no quotes.
        language: such as "ru"; the clock goes as usual there.

    Raises:
        PublishingError: the script doesn't say what SPEAKER has: reveal is of another version.
    """
    text = (HERE / NOTES).read_text(encoding="utf-8")
    ours = {phrase: phrase.replace(phrase.strip(AROUND), said[name]) for name, phrase in SPEAKER.items()}
    for phrase, word in (ours | {CLOCK: f"'{language}', {{ ", r"lang=\"en\"": rf"lang=\"{language}\""}).items():
        if text.count(phrase) != 1:
            raise PublishingError(
                f"{NOTES} doesn't say {phrase!r} once; SPEAKER in page.py must follow reveal's version"
            )
        text = text.replace(phrase, word)
    text = text.replace("</script", r"<\/script")
    return f"<script>\n{text}\n</script>"


def light(text: str) -> str:
    """A style sheet or a script of ours without remarks that fill a line, and without its indentation."""
    if any(line.count("`") % 2 for line in text.splitlines()):  # a text of several lines, which keeps its spaces
        return text
    text = re.sub(r"^ */\*.*?\*/\n", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"^[ \t]+", "", re.sub(r"^ *//.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)


def embed_fonts(css: str) -> str:
    """Put the fonts that a style sheet of `styles/` names inside it."""
    return re.sub(r"url\((\.\./\.\./fonts/[^)]+)\)", lambda match: f"url({data_uri(HERE / 'styles' / match[1])})", css)


def data_uri(path: Path) -> str:
    """A picture or a font as the address of its data.

    Raises:
        PublishingError: the ending of its name is not in MIMETYPES.
    """
    kind = MIMETYPES.get(path.suffix.lower())
    if kind is None:
        raise PublishingError(f"a page cannot show this kind of picture: {path.name}")
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}"


def with_report(html: str, filled: Mapping[str, str]) -> str:
    """HTML whose links for telling of a mistake name the commit and the edition.

    Args:
        html: of a chapter.
        filled: what stands for each word in braces, as an address has it.
    """

    def link(match: re.Match) -> str:
        return re.sub(r"\{\w+\}", lambda word: filled.get(word[0], ""), match[0])

    return re.sub(r'<p class="report"><a href="[^"]*"', link, html)


def with_languages(html: str, latin: str) -> str:
    """HTML in another alphabet, where terms in Latin letters, (in brackets), and cited works say their language.

    Args:
        html: of a chapter.
        latin: the language.
    """
    pieces = UNREAD.split(html)
    pieces[::2] = [TERM.sub(rf'(<span lang="{latin}">\1</span>)', text) for text in pieces[::2]]

    def entry(match: re.Match) -> str:
        other = any(letter.isalpha() and ord(letter) > LATIN for letter in re.sub(r"<[^>]*>", "", unescape(match[0])))
        return match[0] if other else match[0].replace("<div", f'<div lang="{latin}"', 1)

    return re.sub(r'<div id="ref-[^"]*"[^>]*>.*?</div>\s*</div>', entry, "".join(pieces), flags=re.DOTALL)


def embed_pictures(
    html: str,
    pictures: Mapping[str, str],
    chapter: str = "",
    shown: Collection[str] = (),
    beside: Callable[[str, Path], str] | None = None,
) -> str:
    """Inline SVG pictures as elements, so that `currentColor` follows the theme; other pictures as data.

    Args:
        html: of a chapter.
        pictures: the paths of its pictures, by their sources.
        chapter: its name, part of the identifiers inside its pictures.
        shown: the views for whose scripts an SVG picture that names one brings its data.
        beside: what gets the tag of a picture and its path, and gives what stands on a page whose pictures are files of
            their own; "" for a picture that stands inside.

    Raises:
        PublishingError: a picture is of a kind that a page cannot show or isn't what its name says, or the data of an
            interactive one are missing.
    """
    made, own = 0, f"p{chapter}-" if chapter else "p"
    paths = {unquote(source): Path(path) for source, path in pictures.items()}

    def embed(match: re.Match) -> str:
        nonlocal made
        tag = match[0]
        source = unescape(attribute(tag, "src"))
        if source.startswith("data:"):
            return tag
        path = paths.get(unquote(source))
        if path is None:
            raise PublishingError(f"picture not found: {source}")
        if beside and (standing := beside(tag, path)):
            return standing
        if path.suffix.lower() != ".svg":
            return tag.replace(f'src="{attribute(tag, "src")}"', f'src="{data_uri(path)}"')
        made += 1
        svg = path.read_text(encoding="utf-8")
        if "<svg" not in svg:
            raise PublishingError(f"this picture is no SVG: {path.name}")
        picture = inline_svg(
            svg, f"{own}{made}-", attribute(tag, "alt"), attribute(tag, "style"), attribute(tag, "width")
        )
        view = attribute(tag, "data-interactive")
        return picture + view_data(view, path.with_suffix(".json")) if view in shown else picture

    return re.sub(r"<img\s[^>]*>", embed, html)


def view_data(view: str, path: Path) -> str:
    """The data of an interactive picture as an element of the page, which nothing but the view's script reads.

    What stands under the name `part` is likely to be another picture's, too: it gets an element of its own, before the
    other data, under a name made of what it is, so that `once` can leave it out where the page has it already.

    Raises:
        PublishingError: there is no such file.
    """
    if not path.is_file():
        raise PublishingError(f"an interactive picture has no data: {path.name} is missing beside {path.stem}.svg")
    data = json.loads(path.read_text(encoding="utf-8"))
    parts = {}
    for key, value in data.items():
        if isinstance(value, dict) and value.keys() == {"part"}:
            text = as_json(value["part"])
            data[key] = {"part": sha256(text.encode()).hexdigest()[:12]}
            parts[data[key]["part"]] = text
    shared = [f'<script type="application/json" data-part="{name}">{text}</script>' for name, text in parts.items()]
    return "".join([*shared, f'<script type="application/json" data-view="{view}">{as_json(data)}</script>'])


def as_json(data: object) -> str:
    """Data as JSON inside HTML."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")


def once(html: str) -> str:
    """A page where data that several pictures share stand with the first one only; the others' element is empty."""
    seen: set[str] = set()

    def kept(match: re.Match) -> str:
        repeated = match[2] in seen
        seen.add(match[2])
        return match[1] + match[4] if repeated else match[0]

    return PART.sub(kept, html)


def attribute(tag: str, name: str) -> str:
    """An attribute of an HTML tag as it is written there; "" if it has none."""
    match = re.search(rf'\s{name}="([^"]*)"', tag)
    return match[1] if match else ""


@lru_cache(256)  # for a page that is written again and again while its author edits
def inline_svg(svg: str, prefix: str, alt: str, style: str, wish: str = "") -> str:
    """An SVG file as an element of the page, with identifiers of its own.

    Args:
        svg: the text of the file.
        prefix: makes the identifiers unique on the page.
        alt: what is on the picture, escaped for HTML; "" for a decoration.
        style: further declarations for the element.
        wish: its width in CSS pixels, where another one is wanted than its own.
    """
    svg = re.sub(r"<!--.*?-->|<metadata.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = BOLD.sub("", svg[svg.index("<svg") :].strip())
    names = set(re.findall(r'(?<=\s)id="([^"]+)"', svg))
    own = attribute(re.match(r"<svg[^>]*>", svg)[0], "id")
    svg = re.sub(r'(?<=\s)id="([^"]+)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r'((?:xlink:)?href=)"#([^"]+)"', rf'\1"#{prefix}\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)
    # A style sheet inside a picture would reach the whole page: it may name its own elements only.
    svg = re.sub(
        r"<style([^>]*)>(.*?)</style>", lambda match: scoped_style(match, prefix, names, own), svg, flags=re.DOTALL
    )
    opening = re.match(r"<svg[^>]*>", svg)[0]
    width, height = svg_size(opening)
    shape = re.sub(r'\s(width|height|id|role|style|class|aria-label)="[^"]*"', "", opening)
    if "viewBox" not in shape and width and height:
        shape = shape.replace("<svg", f'<svg viewBox="0 0 {width:g} {height:g}"', 1)
    role = f'role="img" aria-label="{alt}"' if alt else 'aria-hidden="true"'
    natural = f' width="{wish or format(width, "g")}"' if wish or width else ""
    declared = f' style="{style}"' if style else ""
    paper = "" if "currentColor" in svg else ' class="on-paper"'
    return shape.replace("<svg", f'<svg id="{prefix}picture" {role}{natural}{declared}{paper}', 1) + svg[len(opening) :]


def scoped_style(match: re.Match, prefix: str, names: Collection[str], own: str) -> str:
    """A style element of a picture whose rules reach that picture only.

    Args:
        match: its attributes and its rules.
        prefix: of the identifiers in the picture.
        names: these identifiers, without it.
        own: the identifier that the picture itself had.
    """
    rules = re.sub(r"<!\[CDATA\[|\]\]>", "", match[2])

    def renamed(found: re.Match) -> str:
        return "&" if found[1] == own else f"#{prefix}{found[1]}" if found[1] in names else found[0]

    rules = re.sub(r"#([\w-]+)(?=[^{}]*\{)", renamed, rules)
    return f"<style>#{prefix}picture {{ {rules} }}</style>"


def svg_size(opening: str) -> tuple[float, float] | tuple[None, None]:
    """Width and height in CSS pixels, or (None, None)."""
    units = {"": 1, "px": 1, "pt": 4 / 3, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
    found = []
    for name in ("width", "height"):
        match = re.fullmatch(r"([\d.]+)(px|pt|in|cm|mm)?", attribute(opening, name))
        found.append(float(match[1]) * units[match[2] or ""] if match else None)
    width, height = found
    return (width, height) if width and height else (None, None)
