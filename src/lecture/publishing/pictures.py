"""The pictures of a document: where they are, of what kind, and as what a format shows them."""

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, unquote_to_bytes

import typst

from lecture.files import write_bytes
from lecture.publishing import svg
from lecture.publishing.trees import tree
from lecture.publishing.trees.tree import Element

REMOTE = re.compile(r"(?:[a-zA-Z][\w+.-]+:)?//")
DATA = re.compile(r"data:[^,]*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
# How the files of each kind begin.
KINDS = {
    ".png": rb"\x89PNG\r\n\x1a\n",
    ".jpg": rb"\xff\xd8\xff",
    ".gif": rb"GIF8[79]a",
    ".webp": rb"RIFF....WEBP",
    ".pdf": rb"\s*%PDF-",
    ".avif": rb"....ftypavi[fs]",
    ".bmp": rb"BM",
}
PAPER = {".png", ".jpg", ".gif", ".webp", ".pdf", ".svg"}
MOVING = (b"NETSCAPE2.0", b"ANIM", b"acTL")  # marks of an animation in a GIF, a WebP, a PNG
HEAD = 4096  # bytes, in which they stand
MADE = re.compile(r"output_|inside-|attachment_\d")  # beginnings of names that no author gave
SHOWN = 120  # characters of an address
DRAWN = re.compile(rb'"data:image/svg\+xml;base64,([^"]+)"')
ALONE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/{name}")'


@dataclass
class Collection:
    """The pictures of a document.

    Attributes:
        paths: of a file for each source that can be shown.
        renamed: sources that are called otherwise in `paths`, because their endings would mislead a writer.
        absent: for each other source why it cannot: a key of the words `pictures`.
    """

    paths: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)


class _AbsentError(Exception):
    """A picture cannot be shown; its argument is a key of the words `pictures`."""


def located(sources: Iterable[str], folders: Iterable[Path]) -> Collection:
    """The pictures of a lecture that its own build made: the files as they are."""
    folders = list(folders)
    found = Collection()
    for source in sources:
        path = _file(source, folders, anywhere=True)
        if path is None:
            found.absent[source] = "missing"
        else:
            found.paths[source] = str(path.absolute())
    return found


def collected(
    sources: Iterable[str],
    folders: Iterable[Path],
    work: Path,
    *,
    paper: bool,
    browser: bool,
    anywhere: bool,
    warn: Callable[[str, str], object],
) -> Collection:
    """The pictures of any notebook, as a format can show them: nothing is fetched, nothing in them runs.

    Args:
        sources: as the text names them: paths, data addresses, addresses.
        folders: where they may be.
        work: a folder for files that have to be made.
        paper: whether they go to a PDF.
        browser: whether they go to a page, whose reader knows more kinds than others.
        anywhere: whether a path may lead out of the folders.
        warn: called with a source and what its reader may miss.
    """
    folders, found = list(folders), Collection()
    compiler = typst.Compiler(root=str(work), ignore_system_fonts=True)
    for number, source in enumerate(sources, 1):
        try:
            contents, path = _contents(source, folders, anywhere)
            name = f"shown-{number}{kind_of(contents)}"
            if name.endswith(".svg"):
                picture = svg.cleaned(contents, paper)
                if path and anywhere and picture.text.encode() == contents:  # data of an interactive one lie beside it
                    found.paths[source] = str(path.absolute())
                    continue
                contents = picture.text.encode()
                if paper and picture.foreign:
                    said = "; ".join(picture.foreign)[:SHOWN]
                    warn(source, f"HTML inside this picture (foreignObject) becomes plain text in a PDF: {said}")
            elif paper and any(mark in contents[:HEAD] for mark in MOVING):
                warn(source, "of a moving picture a PDF shows the first frame")
            write_bytes(work / name, contents)
            if Path(name).suffix in PAPER:
                name = _proved(compiler, work, name)
            elif not browser:
                raise _AbsentError("unknown")
            if source.lower().endswith(".pdf"):
                found.renamed[source] = f"{source}.svg"
            found.paths[found.renamed.get(source, source)] = str(work / name)
        except svg.NoSVGError:
            found.absent[source] = "broken" if b"<svg" in contents or source.endswith(".svg") else "unknown"
        except _AbsentError as reason:
            found.absent[source] = str(reason)
    return found


def _proved(compiler: typst.Compiler, work: Path, name: str) -> str:
    """The name of a picture that can be read; of a PDF, the name of a drawing of its first page.

    No page takes a PDF as a picture, nor does a PDF that is accessible.

    Raises:
        _AbsentError: it is damaged.
    """
    try:
        drawn = compiler.compile(ALONE.format(name=name).encode(), format="svg")
    except typst.TypstError:
        raise _AbsentError("broken") from None
    if not name.endswith(".pdf"):
        return name
    made = Path(name).with_suffix(".svg").name
    # Typst puts the page of the PDF into the drawing as a drawing of its own.
    inner = DRAWN.search(drawn if isinstance(drawn, bytes) else drawn[0])
    write_bytes(work / made, svg.cleaned(a2b_base64(inner[1])).text.encode())
    return made


def kind_of(contents: bytes) -> str:
    """The ending of names of files that begin so; whatever is none of KINDS may be an SVG."""
    if not contents.strip():
        raise _AbsentError("broken")
    known = (ending for ending, start in KINDS.items() if re.match(start, contents, re.DOTALL))
    return next(known, ".svg")


def _contents(source: str, folders: Iterable[Path], anywhere: bool) -> tuple[bytes, Path | None]:
    """What a picture's file holds, and which file that is, if it is one.

    Raises:
        _AbsentError: there is none, or it may not be read.
    """
    if data := DATA.fullmatch(source):
        try:
            return (decoded(unquote(data[2])) if data[1] else unquote_to_bytes(data[2])), None
        except ValueError:
            raise _AbsentError("broken") from None
    if REMOTE.match(source):
        raise _AbsentError("remote")
    path = _file(source, folders, anywhere)
    if path is None:
        outside = not anywhere and _file(source, folders, anywhere=True) is not None
        raise _AbsentError("outside" if outside else "missing")
    return path.read_bytes(), path


def decoded(base64: str) -> bytes:
    """What stands in base64.

    Raises:
        ValueError: it is none.
    """
    try:
        return a2b_base64("".join(base64.split()).encode("ascii"), strict_mode=True)
    except Base64Error as error:
        raise ValueError(str(error)) from None


def _file(source: str, folders: Iterable[Path], anywhere: bool) -> Path | None:
    """The file of a source; None if there is none, or none that may be read."""
    for folder in folders:
        for name in _spellings(source):
            path = folder / name
            try:
                allowed = path.is_file() and (anywhere or path.resolve().is_relative_to(folder.resolve()))
            except (OSError, ValueError):  # a name that is too long, or holds a NUL
                continue
            if allowed:
                return path
    return None


def _spellings(source: str) -> Iterator[str]:
    """A source as a file may be called: as it is, without escapes, with letters taken apart, as a Mac writes them."""
    for name in (source, unquote(source)):
        yield name
        yield normalize("NFC", name)
        yield normalize("NFD", name)
    bare = re.sub(r"[?#].*", "", source)
    if bare not in ("", source):
        yield unquote(bare)
    if "\\" in source:
        yield unquote(source).replace("\\", "/")


def readable(source: str) -> str:
    """A source as a message names it: a path without escapes, nothing longer than a line."""
    source = source if REMOTE.match(source) or source.startswith("data:") else unquote(source)
    return source if len(source) <= SHOWN else f"{source[: SHOWN // 2]}…"


def resolved(blocks: list, shown: Collection, words: Mapping[str, str]) -> list:
    """Blocks with a frame in place of each picture that cannot be shown: its description, and what is the matter.

    Args:
        blocks: they are changed.
        shown: what became of the pictures.
        words: the group `pictures` of the language's table.
    """

    def picture(image: Element) -> list[Element] | None:
        attr, description, [source, title] = image["c"]
        if source in shown.renamed:
            image["c"][2] = [shown.renamed[source], title]
        if source not in shown.absent:
            return None
        description = description or tree.text(tree.attribute(attr, "alt") or "")
        reason = shown.absent[source]
        address = "" if source.startswith("data:") or MADE.match(source) else source
        address = readable(address)
        said = tree.text(words[reason] + (": " if address else ""))
        if reason == "remote" and re.match(r"https?://", source):
            said += [tree.link([{"t": "Str", "c": address}], source)]
        elif address:
            said += [{"t": "Code", "c": [["", [], []], address]}]
        inside = [*description, {"t": "LineBreak"}] if description else []
        return [tree.span([*inside, tree.span(said, classes=["reason"])], attr[0], ["absent-picture"])]

    return tree.rewrite(blocks, {"Image": picture})
