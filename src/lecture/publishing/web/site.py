"""The lecture as a site: an index, a page for each chapter, and once what they share.

It says what the one page says, by the same writers: pandoc's HTML of a chapter is the page's. A large figure is a file
of its own, which a reader gets when he comes near; so are the data of live figures and what is searched.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from lecture import words as language
from lecture.keeping import digest, kept, kept_bytes
from lecture.publishing import conversion, writing
from lecture.publishing.document import GLOSSARY, LITERATURE, Document
from lecture.publishing.errors import PublishingError
from lecture.publishing.trees.references import from_folder
from lecture.publishing.web import formula_font, page, sections, text_fonts, views
from lecture.publishing.web.sections import Entry

# Bytes of figures that a page brings at once; the largest are files of their own until no more are left inside.
INSIDE = 16_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "media-src data:; base-uri 'none'; form-action 'none'"
)
SCRIPTS = ("contents.js", "links.js", "boxes.js", "search.js", "frames.js")
ID = re.compile(r'\sid="([^"]*)"')
LINK = re.compile(r'<a\s[^>]*?href="#([^"]*)"[^>]*>')
FILE_LINK = re.compile(r'(<a\s[^>]*?href=")([^"#][^"]*)(?=")')
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
CITED = re.compile(r'<div [^>]*?\bid="(ref-[^"]*)" class="csl-entry".*?</div>\s*</div>', re.DOTALL)
TERM = re.compile(r'<dt><span id="(glossary-[^"]*)">.*?</dd>', re.DOTALL)
FIRST = re.compile(r'<li><a href="#([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
COLOURS = (  # of a figure that is a file of its own, as `shared.css` has them
    "<style>{face}:root{{color:#22252a}}@media (prefers-color-scheme: dark){{:root{{color:#dcdfe4}}}}</style>"
)
PAPER = "<style>{face}:root{{color:#22252a;background:#fff}}</style>"  # where nobody says which theme it is
SAID = 160  # letters that a link to another page says of what it leads to


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes:
        name: of its chapter.
        folder: where it lies.
        body, contents: as in `Written`.
        heading, title: the identifier and the words of its heading.
        entries: what can be found on it.
        claims: the names of those that it makes.
    """

    name: str
    folder: str
    body: str
    contents: str
    heading: str
    title: str
    entries: tuple[Entry, ...]
    claims: tuple[str, ...]


def write(
    document: Document,
    folders: list[str | Path],
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> dict[str, bytes]:
    """The files of the site, by their paths; what did not change is taken from the cache.

    Args:
        document, folders, cache, warn: as in `writing.write`, of a lecture whose pictures its own build made.

    Raises:
        PublishingError: as in `writing.write`; a chapter has moved to one that there isn't.
    """
    words, version = language.table(document.facts["lang"]), conversion.code()
    files: dict[str, bytes] = {}
    with TemporaryDirectory() as work:
        shown = writing.gathered(document, "html", [*map(Path, folders)], Path(work), True, False, warn)
        texts = writing.converted(document, "html", shown, cache=cache, warn=warn)
        names = folders_of(document)
        claims = {chapter.name: tuple(chapter.claims) for chapter in document.chapters}
        pictures = Pictures(cache, version)
        pages = [
            page_of(text, name, names[name], claims[name], shown.paths, pictures, words, cache)
            for name, text in texts.items()
        ]
        files |= pictures.files
    pages = linked([with_lists(each, pages, words) for each in pages], pages)
    pages = [with_files(each, document.facts["published"]) for each in pages]
    files |= formulas(pages, cache, version) | shared(pages, document, words, cache, version)
    return files | framed(pages, document, words, {name: digest_of(data) for name, data in files.items()})


def folders_of(document: Document) -> dict[str, str]:
    """The folder of each chapter's page: the name of its notebook, or its own."""
    published = [Path(file).stem for file in document.facts["published"] if file.endswith(".ipynb")]
    return {
        chapter.name: next((name for name in published if name.startswith(f"{chapter.name}-")), chapter.name or "text")
        for chapter in document.chapters
    }


def standing(name: str, svg: str, cache: str | Path | None, version: str, colours: str = COLOURS) -> bytes:
    """A figure as a file of its own: with the letters that it shows, in the colours of the theme or in others.

    Args:
        name, svg: of the figure.
        cache: a folder where its font is kept.
        version: `conversion.code()`, which is dear to ask for each figure.
        colours: a style sheet with a place for the font.
    """
    letters = frozenset(unescape(re.sub(r"<[^>]*>", "", svg)))
    key = digest(version, "".join(sorted(letters)))
    place = Path(cache, f"{name}.letters") if cache else None
    font = kept_bytes(place, key, lambda: text_fonts.cut(text_fonts.PICTURES.file, letters, ()))
    address = f"data:font/woff;base64,{b64encode(font).decode()}"
    face = f'@font-face{{font-family:"IBM Plex Sans";src:url({address}) format("woff")}}'
    opening = re.search(r"<svg[^>]*>", svg)
    return (opening[0] + colours.format(face=face) + svg[opening.end() :]).encode()


class Pictures:
    """The pictures and the data that are files of their own.

    Attributes:
        files: by their paths in the site.
    """

    def __init__(self, cache: str | Path | None, version: str) -> None:
        self.cache, self.version, self.files = cache, version, {}

    def large(self, body: str, paths: Mapping[str, str]) -> set[Path]:
        """Those SVG pictures of a page that are files of their own; scripts need live and moving ones inside."""
        tags = re.findall(r"<img\s[^>]*>", body)
        plain = [tag for tag in tags if not page.attribute(tag, "data-interactive")]
        found = {Path(paths.get(unquote(unescape(page.attribute(tag, "src"))), "")) for tag in plain}
        drawn = {path: path.read_text(encoding="utf-8") for path in found if path.suffix.lower() == ".svg"}
        still = {path: len(svg) for path, svg in drawn.items() if "data-frame" not in svg and "<svg" in svg}
        left, large = sum(still.values()), set()
        for path in sorted(still, key=lambda path: (-still[path], path.name)):
            if left <= INSIDE:
                break
            left -= still[path]
            large.add(path)
        return large

    def beside(self, tag: str, path: Path, large: set[Path]) -> str:
        """What stands on a page for a picture; "" if it is to stand inside."""
        kind = path.suffix.lower()
        if kind == ".svg":
            if path not in large:
                return ""
            svg = path.read_text(encoding="utf-8")
            data = standing(path.stem, svg, self.cache, self.version)
            width, height = page.svg_size(re.search(r"<svg[^>]*>", svg)[0])
        else:
            data, (width, height) = path.read_bytes(), (None, None)
            if kind not in page.MIMETYPES:
                return ""
        address = f"figures/{path.name}"
        self.files[address] = data
        wish = page.attribute(tag, "width")
        size = f' width="{wish or format(width, "g")}"' if wish or width else ""
        style = page.attribute(tag, "style")
        declared = [style.rstrip(";")] if style else []
        declared += [f"aspect-ratio: {width:g} / {height:g}; height: auto"] if width else []
        follows = ' class="drawn"' if kind == ".svg" and b"currentColor" in data else ""  # the theme
        return (
            f'<img src="../{address}?{digest_of(data)}" alt="{page.attribute(tag, "alt")}" loading="lazy"'
            f"{size}{follows}" + (f' style="{"; ".join(declared)}"' if declared else "") + ">"
        )

    def data(self, html: str, root: str) -> str:
        """A page whose live figures have their data in files of their own, together with what they share."""
        parts = dict(match.group(2, 3) for match in page.PART.finditer(html))

        def moved(match: re.Match) -> str:
            view = match[1]
            text = re.sub(r'\{"part":"(\w+)"\}', lambda part: parts[part[1]], match[2])
            name = digest_of(text.encode())
            address = f"figures/{view}-{name}.js"
            content = f"lectureFiles.data[{json.dumps(name)}] = {json.dumps(text, ensure_ascii=False)};\n"
            self.files[address] = content.encode()
            names = views.scripts([view])
            script = b"".join((views.HERE / f"{name}.js").read_bytes() for name in names)
            self.files[f"shared/{view}.js"] = script
            return (
                f'<script type="application/json" data-later="{view}" data-name="{name}" data-file="{root}{address}" '
                f'data-script="{root}shared/{view}.js?{digest_of(script)}"></script>'
            )

        html = page.PART.sub("", html)
        return re.sub(r'<script type="application/json" data-view="(\w+)">(.*?)</script>', moved, html, flags=re.DOTALL)


def digest_of(data: bytes) -> str:
    """What tells a file from its next edition, to a browser that has kept the last one."""
    return hashlib.sha256(data).hexdigest()[:8]


def page_of(
    text: str,
    name: str,
    folder: str,
    claims: tuple[str, ...],
    paths: Mapping[str, str],
    pictures: Pictures,
    words: Mapping,
    cache: str | Path | None,
) -> Page:
    """A page of what pandoc wrote."""
    contents, body = writing.parted(text, name)
    glossary = words["headings"]["glossary"]
    place = Path(cache, f"{name or 'whole'}.sections.json") if cache else None
    found = kept(
        place,
        digest(pictures.version, glossary, body),
        lambda: [asdict(entry) for entry in sections.read(body, glossary)],
    )
    body = body.strip("\n")
    beside = partial(pictures.beside, large=pictures.large(body, paths))
    body = page.embed_pictures(body, paths, name, shown=views.VIEWS, beside=beside)
    first = FIRST.match(contents)
    return Page(
        name,
        folder,
        pictures.data(body, "../"),
        contents,
        first[1] if first else "",
        unescape(re.sub(r"<[^>]*>", "", first[2])) if first else folder,
        tuple(Entry(**entry) for entry in found),
        claims,
    )


def identifiers(each: Page) -> set[str]:
    """The identifiers on a page, without those inside pictures."""
    return set(ID.findall(SVG.sub("", each.body)))


def with_lists(each: Page, pages: list[Page], words: Mapping) -> Page:
    """A chapter with the terms that it uses and the works that it cites at its end: they are told where one reads."""
    if each.name in (GLOSSARY, LITERATURE):
        return each
    wanted = set(LINK.findall(each.body))
    parts = [each.body]
    for name, entry, opening, closing, heading in (
        (GLOSSARY, TERM, '<div class="glossary"><dl>', "</dl></div>", words["terms"]),
        (LITERATURE, CITED, '<div class="csl-bib-body" role="list">', "</div>", words["cited"]),
    ):
        whole = next((other.body for other in pages if other.name == name), "")
        chosen = [match[0] for match in entry.finditer(whole) if match[1] in wanted]
        if chosen:
            chosen = [re.sub(r'\sid="refs"', "", item) for item in chosen]
            parts += [
                f'<section class="level2 lists">\n<h2>{escape(heading)}</h2>',
                opening,
                *chosen,
                closing,
                "</section>",
            ]
    return replace(each, body="\n".join(parts))


def linked(pages: list[Page], whole: list[Page]) -> list[Page]:
    """Pages whose links to what stands on other pages lead there, and say what they lead to.

    Args:
        pages: with their lists of terms and works.
        whole: the same without them: where a place is at home.
    """
    home = {identifier: each.folder for each in whole for identifier in identifiers(each)}
    said = {entry.place: entry for each in whole for entry in each.entries}

    def of(each: Page) -> Page:
        own = identifiers(each)

        def link(match: re.Match) -> str:
            place = unescape(match[1])
            if place in own or place not in home:
                return match[0]
            tag = match[0].replace(f'href="#{match[1]}"', f'href="../{home[place]}/#{match[1]}"')
            if place not in said or " title=" in tag:
                return tag
            entry = said[place]
            text = entry.title if entry.kind == "section" else f"{entry.title} {entry.text}"
            return tag.replace("<a ", f'<a title="{escape(shortened(text))}" ', 1)

        return replace(each, body=LINK.sub(link, each.body))

    return [of(each) for each in pages]


def with_files(each: Page, published: Collection[str]) -> Page:
    """A page whose links to other published files lead there from its folder."""

    def link(match: re.Match) -> str:
        return match[1] + escape(from_folder(unescape(match[2]), f"site/{each.folder}", published))

    return replace(each, body=FILE_LINK.sub(link, each.body))


def shortened(text: str) -> str:
    """The beginning of a text, in whole words."""
    return text if len(text) <= SAID else text[:SAID].rsplit(" ", 1)[0] + " …"


def formulas(pages: list[Page], cache: str | Path | None, version: str) -> dict[str, bytes]:
    """The font of formulas for each chapter: a third of what all of them need together."""
    files = {}
    for each in pages:
        if letters := formula_font.letters(each.body):
            place = Path(cache, f"{each.name or 'whole'}.formulas") if cache else None
            key = digest(version, "".join(sorted(letters)))
            files[f"{each.folder}/formulas.woff"] = kept_bytes(
                place, key, partial(formula_font.font, letters, frozenset())
            )
    return files


def shared(
    pages: list[Page], document: Document, words: Mapping, cache: str | Path | None, version: str
) -> dict[str, bytes]:
    """What all pages share: styles, scripts, fonts, what is searched."""
    styles = [page.HERE / "styles" / name for name in ("shared.css", "page.css", "live.css")]
    styles += [page.HERE / "styles" / "foreign.css"] if document.facts["foreign"] else []
    css = "".join(page.light(style.read_text(encoding="utf-8")) for style in styles)
    scripts = [page.HERE / "scripts" / name for name in ("files.js", *SCRIPTS)]
    js = "".join(page.light(script.read_text(encoding="utf-8")) for script in scripts)
    answering = "".join(file.read_text(encoding="utf-8") for file in sorted(views.HERE.glob("*.js")))
    text = "".join(each.body + each.contents for each in pages) + writing.script(words["scripts"])
    text += json.dumps([document.facts, words], ensure_ascii=False, default=str)
    letters = frozenset(unescape(text + css + js + answering)) | text_fonts.USUAL
    faces, files = [], {}
    for face in text_fonts.FACES:
        key = digest(version, face.file.name, "".join(sorted(letters)))
        place = Path(cache, f"{face.family}-{face.name}.font") if cache else None
        name = f"{face.family}-{face.name}.woff".lower()
        font = kept_bytes(place, key, lambda face=face: text_fonts.cut(face.file, letters, face.features))
        files[f"shared/{name}"] = font
        faces.append(
            f'@font-face {{ font-family: "IBM Plex {face.family}"; font-style: {face.style}; '
            f'font-weight: {face.weight}; src: url({name}?{digest_of(font)}) format("woff"); }}'
        )
    places = [
        [f"{each.folder}/", entry.place, entry.title, entry.text, entry.path]
        for each in pages
        for entry in each.entries
    ]
    found = [page.HERE / "search" / "minisearch.js", page.HERE / "search" / f"{document.facts['lang']}.js"]
    searched = "".join(file.read_text(encoding="utf-8") + "\n" for file in found)
    searched += f"lectureFiles.sections = {json.dumps(places, ensure_ascii=False, separators=(',', ':'))};\n"
    if told := document.facts.get("origins"):
        cards = (page.HERE / "scripts" / "origins.js").read_text(encoding="utf-8")
        figures = [name for name in told["made"] if name.startswith("figures/")]
        files["shared/origins.js"] = f"lectureFiles.figures = {json.dumps(figures)};\n{page.light(cards)}".encode()
        files["shared/origins-data.js"] = f'lectureFiles.origins = "{writing.packed(told)}";\n'.encode()
    return {name: data for name, data in files.items()} | {
        "shared/page.css": ("\n".join(faces) + "\n" + css).encode(),
        "shared/theme.js": (page.HERE / "scripts" / "theme.js").read_bytes(),
        "shared/page.js": js.encode(),
        "shared/search.js": searched.encode(),
        "shared/addresses.js": (page.HERE / "scripts" / "addresses.js").read_bytes(),
    }


def framed(pages: list[Page], document: Document, words: Mapping, digests: Mapping[str, str]) -> dict[str, bytes]:
    """The pages in their frame, and those that lead on from old addresses.

    Raises:
        PublishingError: a chapter has moved to one that there isn't.
    """
    facts, files = document.facts, {}
    environment = writing.frames(True)
    frame = environment.get_template("web/html/site.html")
    common = {"facts": facts, "words": words, "pages": pages, "policy": POLICY, "digests": digests}
    for number, each in enumerate(pages):
        neighbours = {
            "previous": pages[number - 1] if number else None,
            "next": pages[number + 1] if number + 1 < len(pages) else None,
        }
        claims = {name: facts["claims"][name] for name in each.claims}
        name = f"{each.title} · {facts['heading']}"
        made = frame.render(**common, **neighbours, page=each, root="../", claims=claims, name=name)
        files[f"{each.folder}/index.html"] = made.encode()
    addresses = {
        "chapters": {each.name: each.folder for each in pages if each.name},
        "places": dict(sorted(old_places(pages, facts))),
    }
    made = frame.render(**common, previous=None, next=pages[0], page=None, root="", claims={}, addresses=addresses)
    files["index.html"] = made.encode()
    known = {each.folder for each in pages}
    for old, new in facts["moved"].items():
        if new not in known or old in known:
            there = ", ".join(sorted(known))
            raise PublishingError(
                f"lecture.yaml: moved: {old}: {new}: the new name is none of {there}, or the old one is"
            )
        moved = environment.get_template("web/html/moved.html")
        files[f"{old}/index.html"] = moved.render(facts=facts, words=words, address=f"../{new}/").encode()
    return files


def old_places(pages: list[Page], facts: Mapping) -> Iterator[tuple[str, str]]:
    """Which page has a place of the one long page; those whose name tells it are left out."""
    numbered = re.compile(r"(?:cb|fn|fnref|footnotes-|tabs-)(?:[a-z]+|\d+)(?:-|$)")
    listed = {each.name for each in pages} & {GLOSSARY, LITERATURE}
    for each in reversed(pages):
        foreign = ("glossary-",) * (GLOSSARY in listed) + ("ref-",) * (LITERATURE in listed)
        for identifier in identifiers(each):
            own = each.name in (GLOSSARY, LITERATURE) or not identifier.startswith(foreign or ("\0",))
            if own and not numbered.match(identifier):
                yield identifier, each.folder
        for name in each.claims:
            yield f"claim-{name}", each.folder
