"""A document in a format: each chapter by pandoc with the filter of the format, then the frame around them."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import jinja2

from lecture import words as language
from lecture.keeping import digest, kept
from lecture.publishing import conversion, page, printing
from lecture.publishing.document import LITERATURE, Chapter, Document, compact, place
from lecture.publishing.errors import PublishingError
from lecture.publishing.mathml import place_accents, space_functions

HERE = Path(__file__).parent
BODY = "<!-- body -->"
ANSWERS = "// answers"


@dataclass(frozen=True)
class Written:
    """A chapter in a format.

    Attributes:
        body: the text.
        contents: on the page, the entries of its table of contents.
        answers: on paper, the answers to its exercises, which stand at the end.
    """

    body: str
    contents: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Format:
    """How a document becomes a page, slides or a text for Typst.

    Attributes:
        writer: pandoc's name of it.
        options: of pandoc.
        filter: in `filters/`.
        finish: makes a chapter of what pandoc wrote; gets the chapter's name, too.
        frame: a template of Jinja2 that gets `facts`, `words` and the `chapters` as they are written.
        close: makes the result of the whole text; gets the pictures' paths and what to call with warnings, too.
    """

    writer: str
    options: tuple[str, ...]
    filter: str
    finish: Callable[[str, str], Written]
    frame: str
    close: Callable[[str, Mapping[str, str], Callable[[str], object]], str | bytes]


def write(
    document: Document,
    format_: str,
    folders: Iterable[str | Path],
    *,
    cache: str | Path | None = None,
    warn: Callable[[str], object] = print,
) -> str | bytes:
    """Write a document.

    Args:
        document: the lecture.
        format_: a key of FORMATS.
        folders: where its pictures are.
        cache: a folder where written chapters are kept, a file for each; None keeps nothing.
        warn: called with each warning of pandoc.

    Returns:
        The page or the slides, an offline file with all that it shows inside, or the PDF.

    Raises:
        PublishingError: pictures are missing, one a line; a picture is of an unknown kind, or an interactive one has no
            data; pandoc or Typst refuses the text.
    """
    made, words = FORMATS[format_], language.table(document.facts["lang"])
    places = list(map(Path, folders))
    numbers = {name: number for number, name in enumerate(document.facts["claims"], 1)}
    version = conversion.code()
    sources = dict.fromkeys(source for chapter in document.chapters for source in chapter.pictures)
    pictures = {source: located(source, places) for source in sources}
    if missing := [source for source, path in pictures.items() if path is None]:
        raise PublishingError("\n".join(f"picture not found: {source}" for source in missing))

    def written(chapter: Chapter) -> tuple[str, list[str]]:
        claims = {
            name: {"number": numbers[name], "holds": document.facts["claims"][name]["holds"]} for name in chapter.claims
        }
        facts = {"words": words, "claims": claims}
        source = compact(chapter.tree)
        key = digest(version, source, compact(facts))
        return kept(
            place(cache, chapter.name, format_),
            key,
            lambda: conversion.pandoc(
                source, "json", made.writer, filters=[made.filter], facts=facts, options=made.options
            ),
        )

    answers = conversion.side_by_side(written, document.chapters)
    for _, warnings in answers:
        for warning in dict.fromkeys(warnings):
            warn(warning)
    chapters = {
        chapter.name: made.finish(text, chapter.name)
        for chapter, (text, _) in zip(document.chapters, answers, strict=True)
    }
    literature = chapters.pop(LITERATURE, Written(""))
    whole = frame(made.frame, document.facts, words, [*chapters.values()], literature, pictures)
    return made.close(whole, pictures, warn)


def located(source: str, folders: Iterable[Path]) -> str | None:
    """The absolute path of a picture; None if there is no such file."""
    for folder in folders:
        for name in (source, unquote(source)):
            if (path := folder / name).is_file():
                return str(path.absolute())
    return None


def page_chapter(html: str, name: str) -> Written:
    """A chapter of the page."""
    contents, _, body = tidy(html, name).partition(BODY)
    entries = contents.strip().removeprefix("<ul>").removesuffix("</ul>").strip()
    return Written(body.strip("\n"), contents=entries)


def slides_chapter(html: str, name: str) -> Written:
    """The slides of a chapter."""
    return Written(tidy(html, name).strip("\n"))


def paper_chapter(typst: str, name: str) -> Written:
    """A chapter for Typst."""
    body, _, answers = typst.partition(ANSWERS)
    return Written(body.strip("\n"), answers=answers.strip("\n"))


def tidy(html: str, name: str) -> str:
    """HTML of a chapter with formulas as TeX would set them and with identifiers of its own.

    Where pandoc and our filters count (code, footnotes, tabs), they begin anew in each chapter.
    """
    html = place_accents(space_functions(html))
    if not name:
        return html
    html = html.replace('<section id="footnotes"', f'<section id="footnotes-{name}"')
    return re.sub(r'(\s(?:id|href|for|name)="#?(?:cb|fn|fnref|tabs-))(?=\d)', rf"\g<1>{name}-", html)


def live_links(html: str) -> str:
    """HTML where a link to what isn't there is plain text."""
    present = set(re.findall(r'\sid="([^"]*)"', html))
    return re.sub(
        r'<a\s+href="#([^"]*)"[^>]*>(.*?)</a>',
        lambda link: link[0] if link[1] in present else link[2],
        html,
        flags=re.DOTALL,
    )


def literal(text: str) -> str:
    """A string of Typst, in one line; spaces that don't break stay."""
    line = re.sub(r"[ \t\r\n]+", " ", str(text))
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def script(words: Mapping) -> str:
    """Words for a script, as JSON inside HTML."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", r"\u003c")


def frame(
    template: str,
    facts: Mapping,
    words: Mapping,
    chapters: list[Written],
    literature: Written,
    pictures: Mapping[str, str],
) -> str:
    """The whole: chapters, what closes them, and the frame around."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=template.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {"literal": literal, "script": script, "live_links": live_links}
    return environment.get_template(template).render(
        facts=facts, words=words, chapters=chapters, literature=literature, pictures=pictures, here=HERE
    )


WEB = ("--mathml", "--email-obfuscation=none")
PAGE = ("--standalone", f"--template={HERE / 'html/chapter.html'}", "--metadata=pagetitle:chapter", "--toc")
FORMATS = {
    "html": Format(
        "html5",
        (*WEB, *PAGE, "--toc-depth=2", "--section-divs"),
        "html.lua",
        page_chapter,
        "html/page.html",
        lambda html, pictures, warn: page.close_page(html, pictures),
    ),
    "slides": Format(
        "html5",
        WEB,
        "slides.lua",
        slides_chapter,
        "html/slides.html",
        lambda html, pictures, warn: page.close_slides(html, pictures),
    ),
    "pdf": Format(
        # Citations are written already: none is left to Typst.
        "typst-citations",
        ("--syntax-highlighting=idiomatic",),
        "typst.lua",
        paper_chapter,
        "typst/document.typ",
        lambda typst, pictures, warn: printing.to_pdf(typst, warn),
    ),
}
