"""A document in a format: each chapter by pandoc with the filter of the format, then the frame around them."""

import functools
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import jinja2

from lecture import words as language
from lecture.keeping import digest, kept
from lecture.publishing import conversion, pictures
from lecture.publishing.claims import by_chapter
from lecture.publishing.document import LITERATURE, Chapter, Document, compact, place
from lecture.publishing.errors import PublishingError
from lecture.publishing.paper import index, origins, printing
from lecture.publishing.trees import marks
from lecture.publishing.web import formula_font, page, views
from lecture.publishing.web.epub import book
from lecture.publishing.web.mathml import keep_marks, light_formulas, place_accents, space_functions

HERE = Path(__file__).parent
BODY = "<!-- body -->"
# What the author hears of a picture that cannot be shown.
PROBLEMS = {
    "missing": "picture not found",
    "remote": "a picture on the network is not fetched",
    "outside": "a picture outside the notebook's folder is not read",
    "broken": "the data of this picture are damaged",
    "unknown": "this kind of picture cannot be shown here",
}
ANSWERS = "// answers"
EXERCISE = re.compile(r"^// exercise$\n(.*?)^// end of the exercise$", re.MULTILINE | re.DOTALL)
LINE_LINK = re.compile(
    r'<a href="#cb[^"]*" aria-hidden="true"\s+tabindex="-1"></a>'
)  # to a line of code, seen by nobody
HEADING = re.compile(r'<li><a href="#([^"]*)"')  # the first entry of a chapter's contents


@dataclass(frozen=True)
class Written:
    """A chapter in a format.

    Attributes:
        body: the text.
        contents: on the page and in the book, the entries of its table of contents.
        answers: on paper and in the book, the answers to its exercises, which stand at the end.
        exercises: on paper, the exercises once more.
        views: on the page and slides, the scripts that its interactive pictures need.
        letters: on the page and slides, those of its formulas.
        name: of the chapter, on the page.
        heading: on the page, the identifier of its heading; "" if it has none.
    """

    body: str
    contents: str = ""
    answers: str = ""
    exercises: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    name: str = ""
    heading: str = ""


FROZEN = {"exercises": tuple, "views": tuple, "letters": frozenset}  # of what JSON has as lists


@dataclass(frozen=True)
class Format:
    """How a document becomes a page, slides, a book or a text for Typst.

    Attributes:
        writer: pandoc's name of it.
        options: of pandoc.
        filter: in `filters/`.
        finish: makes a chapter of what pandoc wrote; gets the chapter's name and the pictures' paths, too.
        frame: a template of Jinja2 that gets `facts`, `words` and the `chapters` as they are written.
        close: makes the result of the whole text; gets the pictures' paths, what to call with warnings, and the
            folder that keeps what was made, or None, too.
    """

    writer: str
    options: tuple[str, ...]
    filter: str
    finish: Callable[[str, str, Mapping[str, str]], Written]
    frame: str
    close: Callable[[str, Mapping[str, str], Callable[[str], object], Path | None], str | bytes]


def write(
    document: Document,
    format_: str,
    folders: Iterable[str | Path],
    *,
    cache: str | Path | None = None,
    trusted: bool = False,
    anywhere: bool = False,
    warn: Callable[[str], object] = print,
) -> str | bytes:
    """Write a document.

    Args:
        document: the lecture.
        format_: a key of FORMATS.
        folders: where its pictures are.
        cache: a folder where written chapters are kept, a file for each; None keeps nothing.
        trusted: whether its pictures were made by the build that asks: they are shown as they are.
        anywhere: whether the lecture's own pictures may lie outside these folders.
        warn: called with each warning of pandoc, and of what of a picture cannot be shown.

    Returns:
        The page or the slides, an offline file with all that it shows inside, or the PDF or the EPUB.

    Raises:
        PublishingError: pictures of the lecture's own are missing or broken, one a line; a picture is of an unknown
            kind, or an interactive one has no data; pandoc or Typst refuses the text.
    """
    if format_ == "pdf":
        document = index.marked(document, language.table(document.facts["lang"]))
    with TemporaryDirectory() as work:
        places = list(map(Path, folders))
        shown = gathered(document, format_, places, Path(work), trusted, anywhere, warn)
        chapters = written(document, format_, shown, cache=cache, warn=warn)
        return framed(document, format_, chapters, shown.paths, cache=cache, warn=warn)


def written(
    document: Document,
    format_: str,
    shown: pictures.Collection,
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> dict[str, Written]:
    """The chapters in a format, by name.

    Args:
        document, format_, cache, warn: as in `write`.
        shown: the pictures, as `gathered` gives them.

    Raises:
        PublishingError: as in `write`.
    """
    texts = converted(document, format_, shown, cache=cache, warn=warn)
    version = digest(conversion.code(), *views.VIEWS, *seen(shown.paths))

    def finished(name: str, text: str) -> Written:
        def make() -> dict:
            made = asdict(FORMATS[format_].finish(text, name, shown.paths))
            return made | {"letters": sorted(made["letters"])}

        found = kept(place(cache, name, f"{format_}-finished"), digest(version, name, text), make)
        return Written(**{key: FROZEN.get(key, str)(value) for key, value in found.items()})

    return {name: finished(name, text) for name, text in texts.items()}


def seen(paths: Mapping[str, str]) -> Iterator[str]:
    """What decides how pictures are shown, besides the text around them: what is in their files, and in their data."""
    for source, path in paths.items():
        yield f"{source} {Path(path).suffix}"
        for file in (Path(path), Path(path).with_suffix(".json")):
            yield sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def converted(
    document: Document,
    format_: str,
    shown: pictures.Collection,
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> dict[str, str]:
    """What pandoc writes of each chapter in a format, by the chapter's name; pictures are still links.

    Args:
        document, format_, shown, cache, warn: as in `written`.

    Raises:
        PublishingError: pandoc refuses a text.
    """
    made, words = FORMATS[format_], language.table(document.facts["lang"])
    numbers = {name: number for number, name in enumerate(document.facts["claims"], 1)}
    firsts: dict[str, str] = {}  # the chapter that makes a claim first
    for chapter in document.chapters:
        firsts |= {name: chapter.name for name in chapter.claims if name not in firsts}
    version = conversion.code()
    chapters = [with_pictures(chapter, shown, words["pictures"]) for chapter in document.chapters]

    def answer(chapter: Chapter) -> tuple[str, list[str]]:
        claims = {
            name: {key: document.facts["claims"][name][key] for key in ("holds", "rewritten")}
            | {"number": numbers[name], "first": firsts[name] == chapter.name}
            for name in chapter.claims
        }
        facts = {"words": words, "claims": claims} | {key: document.facts[key] for key in ("foreign", "lang")}
        if report := document.facts.get("report"):
            facts["report"] = report
        key = digest(version, chapter.source, compact(facts))
        return kept(
            place(cache, chapter.name, format_),
            key,
            lambda: conversion.pandoc(
                chapter.source, "json", made.writer, filters=[made.filter], facts=facts, options=made.options
            ),
        )

    answers = conversion.side_by_side(answer, chapters)
    for _, warnings in answers:
        for warning in dict.fromkeys(warnings):
            warn(warning)
    if document.facts.get("report"):
        # Filled in here: a commit must not be a reason to write all chapters again.
        filled = {f"{{{key}}}": quote(document.facts[key], safe="") for key in ("commit", "size", "version")}
        answers = [(page.with_report(text, filled), warnings) for text, warnings in answers]
    if format_ in ("html", "slides") and words["latin"] != document.facts["lang"]:
        answers = [(page.with_languages(text, words["latin"]), warnings) for text, warnings in answers]
    return {chapter.name: text for chapter, (text, _) in zip(chapters, answers, strict=True)}


def framed(
    document: Document,
    format_: str,
    chapters: Mapping[str, Written],
    paths: Mapping[str, str],
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> str | bytes:
    """The chapters of a document inside the frame of a format, closed into one file.

    Args:
        document, format_, cache, warn: as in `write`.
        chapters: as `written` gives them.
        paths: of the pictures, by their sources.

    Raises:
        PublishingError: Typst refuses the text.
    """
    made, words = FORMATS[format_], language.table(document.facts["lang"])
    literature = chapters.get(LITERATURE, Written(""))
    others = [chapter for name, chapter in chapters.items() if name != LITERATURE]
    listed = index.terms(document) if format_ == "pdf" else {}
    rows = origins.table(document) if format_ == "pdf" else []
    folder = Path(cache) if cache else None
    font = folder and folder / f"{format_}.formulas"
    text = frame(made.frame, document.facts, words, others, literature, paths, listed, rows, font)
    return made.close(text, paths, warn, folder)


def gathered(
    document: Document,
    format_: str,
    folders: list[Path],
    work: Path,
    trusted: bool,
    anywhere: bool,
    warn: Callable[[str], object],
) -> pictures.Collection:
    """The pictures of a document.

    Raises:
        PublishingError: some of the lecture's own cannot be shown, one a line.
    """
    foreign, places = document.facts["foreign"], document.facts.get("places", {})
    sources = list(dict.fromkeys(source for chapter in document.chapters for source in chapter.pictures))

    def say(source: str, what: str) -> None:
        warn(": ".join(filter(None, (places.get(source), pictures.readable(source), what))))

    plain = [source for source in sources if trusted and not source.startswith("data:")]
    shown = pictures.located(plain, folders)
    others = [source for source in sources if source not in plain]
    medium = {"paper": format_ == "pdf", "browser": format_ in ("html", "slides")}
    found = pictures.collected(others, folders, work, **medium, anywhere=anywhere and not foreign, warn=say)
    shown = pictures.Collection(shown.paths | found.paths, found.renamed, shown.absent | found.absent)
    if shown.absent and not foreign:
        raise PublishingError("\n".join(f"{PROBLEMS[why]}: {source}" for source, why in shown.absent.items()))
    for source, why in shown.absent.items():
        say(source, f"{PROBLEMS[why]}; a frame with its description stands in its place")
    return shown


def with_pictures(chapter: Chapter, shown: pictures.Collection, words: Mapping[str, str]) -> Chapter:
    """A chapter whose pictures are what became of them."""
    if not (shown.absent.keys() | shown.renamed.keys()) & set(chapter.pictures):
        return chapter
    resolved = chapter.tree | {"blocks": pictures.resolved(chapter.tree["blocks"], shown, words)}
    return replace(chapter, source=compact(resolved))


def page_chapter(html: str, name: str, paths: Mapping[str, str]) -> Written:
    """A chapter of the page."""
    entries, body = parted(html, name)
    body = page.embed_pictures(body.strip("\n"), paths, name, shown=views.VIEWS)
    heading = HEADING.match(entries)
    return Written(
        body,
        contents=entries,
        views=views.named(body),
        letters=formula_font.letters(body),
        name=name,
        heading=heading[1] if heading else "",
    )


def parted(html: str, name: str) -> tuple[str, str]:
    """(the entries of the contents, the text) of a chapter for a browser, before its pictures are in it."""
    contents, _, body = light_formulas(tidy(html, name)).partition(BODY)
    entries = marks.removed(contents).strip().removeprefix("<ul>").removesuffix("</ul>").strip()
    return entries, marks.as_elements(body, name)


def slides_chapter(html: str, name: str, paths: Mapping[str, str]) -> Written:
    """The slides of a chapter."""
    html = marks.removed(tidy(html, name))
    body = page.embed_pictures(html.strip("\n"), paths, name, shown=views.ON_SLIDES)
    return Written(body, views=views.named(body), letters=formula_font.letters(body))


def paper_chapter(typst: str, name: str, paths: Mapping[str, str]) -> Written:
    """A chapter for Typst."""
    body, _, answers = marks.removed(typst).partition(ANSWERS)
    return Written(body.strip("\n"), answers=answers.strip("\n"), exercises=tuple(EXERCISE.findall(body)))


def book_chapter(html: str, name: str, paths: Mapping[str, str]) -> Written:
    """A chapter of the book for e-readers."""
    contents, _, text = marks.removed(tidy(html, name)).partition(BODY)
    body, answers = book.chapter(text, name, paths)
    entries = contents.strip().removeprefix("<ul>").removesuffix("</ul>").strip()
    return Written(body, contents=book.entries(entries), answers=answers)


def tidy(html: str, name: str) -> str:
    """HTML of a chapter with formulas and their lines as TeX would set them and with identifiers of its own.

    Where pandoc and our filters count (code, footnotes, tabs), they begin anew in each chapter.
    """
    html = keep_marks(place_accents(space_functions(html)))
    html = re.sub(r"<th\b([^>]*)></th>", r"<td\1></td>", html)  # an empty head is none
    html = LINE_LINK.sub("", html)
    if not name:
        return html
    html = html.replace('<section id="footnotes"', f'<section id="footnotes-{name}"')
    return re.sub(r'(\s(?:id|href|for|name)="#?(?:cb|fn|fnref|tabs-))(?=\d)', rf"\g<1>{name}-", html)


def live_links(html: str, elsewhere: str = "", said: str = "") -> str:
    """HTML where a link to what isn't there leads to another page, or is plain text; so is a term, which is a word.

    Args:
        elsewhere: the address of a page that has it; "" where there is none.
        said: what tells a reader that the link leads to that page.
    """
    present = set(re.findall(r'\sid="([^"]*)"', html))

    def link(match: re.Match) -> str:
        place, about, text = match.groups()
        if place in present:
            return match[0]
        if not elsewhere or not text or 'class="term"' in about:
            return text
        return f'<a href="{elsewhere}#{place}" class="elsewhere" title="{escape(said)}">{text}</a>'

    return re.sub(r'<a\s+href="#([^"]*)"([^>]*)>(.*?)</a>', link, html, flags=re.DOTALL)


def literal(text: str) -> str:
    """A string of Typst, in one line; spaces that don't break stay."""
    line = re.sub(r"[ \t\r\n]+", " ", str(text))
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def formula_style(chapters: Iterable[Written], font: Path | None) -> str:
    """The style sheet with the font that the formulas of chapters need; a file may keep it."""
    face = formula_font.font_face(frozenset().union(*(chapter.letters for chapter in chapters)), font)
    return f"<style>\n{face}\n</style>" if face else ""


def imprint(facts: Mapping, words: Mapping) -> list[str]:
    """Which edition a title page is of, and its licence, in lines."""
    version = f"{words['version']} {facts['version']}" if facts["version"] else ""
    return [line for line in (" · ".join(filter(None, (version, facts["date"]))), facts["licence"]) if line]


def script(words: Mapping) -> str:
    """Words for a script, as JSON inside HTML."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", r"\u003c")


def packed(content: Mapping) -> str:
    """JSON for a script that unpacks it when it is asked for, a fifth as large: deflated, in letters."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = deflate.compress(text.encode()) + deflate.flush()
    return b64encode(data).decode()


def frame(
    template: str,
    facts: Mapping,
    words: Mapping,
    chapters: list[Written],
    literature: Written,
    pictures: Mapping[str, str],
    index: Mapping[str, str],
    figures: list[Mapping[str, str]] | None = None,
    font: Path | None = None,
) -> str:
    """The whole: chapters, what closes them, and the frame around."""
    return (
        frames(template.endswith(".html"))
        .get_template(template)
        .render(
            facts=facts,
            words=words,
            chapters=chapters,
            literature=literature,
            pictures=pictures,
            index=index,
            figures=figures or [],
            font=font,
            here=HERE,
        )
    )


@functools.cache
def frames(autoescape: bool) -> jinja2.Environment:
    """Where frames come from; each is compiled once, and again when its file has changed."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"literal": literal, "script": script, "live_links": live_links, "placed": printing.placed}
    environment.filters |= {"formula_style": formula_style, "scripts": views.scripts, "packed": packed}
    environment.filters |= {"imprint": imprint, "by_chapter": by_chapter, "speaker_view": page.speaker_view}
    environment.filters |= {"identity": book.identity, "title_of": book.title}
    environment.globals["modified"] = book.modified
    return environment


HTML = "html5"
WEB = ("--mathml", "--email-obfuscation=none")
PAGE = ("--standalone", f"--template={HERE / 'web/html/chapter.html'}", "--metadata=pagetitle:chapter", "--toc")
FORMATS = {
    "html": Format(
        HTML,
        (*WEB, *PAGE, "--toc-depth=2", "--section-divs"),
        "html.lua",
        page_chapter,
        "web/html/page.html",
        lambda html, paths, warn, folder: page.fill(page.once(html)),
    ),
    "slides": Format(
        HTML,
        WEB,
        "slides.lua",
        slides_chapter,
        "web/html/slides.html",
        lambda html, paths, warn, folder: page.fill(page.once(html)),
    ),
    "epub": Format(
        "html5",
        (*WEB, *PAGE, "--toc-depth=2"),
        "epub.lua",
        book_chapter,
        "web/epub/book.html",
        lambda texts, paths, warn, folder: book.pack(texts, paths, folder and folder / "epub.formulas"),
    ),
    "pdf": Format(
        # Citations are written already: none is left to Typst.
        "typst-citations",
        ("--syntax-highlighting=idiomatic",),
        "typst.lua",
        paper_chapter,
        "paper/document.typ",
        lambda typst, paths, warn, folder: printing.to_kept_pdf(typst, paths, folder and folder / "lecture.pdf", warn),
    ),
}
