"""What differs between two files or folders, named as a person would: the cell, the number, the path inside an SVG.

Each kind of file is taken apart by what it is: JSON by keys, notebooks by cells, pages and pictures by elements, PDF by
pages and objects, archives by members, everything else by lines or bytes.
"""

import difflib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from bs4 import BeautifulSoup, NavigableString, Tag

LENGTH = 60  # of a value, in letters
REFERENCE = re.compile(r"IndirectObject\((\d+), \d+, \d+\)")  # as pypdf tells one, with an address in memory
EACH = 20  # differences that are named of one file; the rest is counted


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        file: the path in the folder; of a member of an archive with the archive's before it.
        where: inside of it: a key, a cell, the path of an element, a page; "" for the file itself.
        first, second: what stands there, shortened.
    """

    file: str
    where: str
    first: str
    second: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return f"{place}: {self.first} ≠ {self.second}"


Pair = tuple[str, str, str]  # where, first, second


def between(first: Path, second: Path) -> Iterator[Difference]:
    """What differs between two files or two folders: content, modes, names.

    Args:
        first, second: both files or both folders; one that isn't there is a difference as well.
    """
    if not (first.is_dir() or second.is_dir()):
        yield from _files(first, second, first.name)
        return
    names = {str(path.relative_to(root)) for root in (first, second) for path in root.rglob("*")}
    for name in ["", *sorted(names)]:
        one, other = first / name, second / name
        if one.is_dir() and other.is_dir():
            yield from (Difference(name or ".", *each) for each in _modes(one, other))
        else:
            yield from _files(one, other, name)


def _files(one: Path, other: Path, name: str) -> Iterator[Difference]:
    if not (one.is_file() and other.is_file()):
        kinds = ["a folder" if path.is_dir() else "a file" if path.exists() else "missing" for path in (one, other)]
        yield Difference(name, "", *kinds)
        return
    yield from (Difference(name, *each) for each in _modes(one, other))
    yield from of_content(one.read_bytes(), other.read_bytes(), name)


def _modes(one: Path, other: Path) -> Iterator[Pair]:
    modes = [oct(path.stat().st_mode & 0o7777) for path in (one, other)]
    if modes[0] != modes[1]:
        yield "mode", *modes


def of_content(one: bytes, other: bytes, name: str) -> Iterator[Difference]:
    """What differs between two contents of a file, which its name's ending tells how to read; at most `EACH` are named,
    and one more says how many there are."""
    if one == other:
        return
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".zip", ".epub", ".npz"):
        yield from _members(one, other, name)
        return
    try:
        found = [*BY_SUFFIX.get(suffix, _lines)(one, other)]
    except (ValueError, ElementTree.ParseError, KeyError, IndexError) as mistake:
        found = [("read as bytes", f"since {mistake}"[:LENGTH], "see there"), *_bytes(one, other)]
    if not found:  # they say the same in other bytes
        found = [*_bytes(one, other)]
    yield from (Difference(name, where, _short(first), _short(second)) for where, first, second in found[:EACH])
    if len(found) > EACH:
        yield Difference(name, f"and {len(found) - EACH} more places", "…", "…")


def _members(one: bytes, other: bytes, name: str) -> Iterator[Difference]:
    """Of archives: members, their order, times and modes, and what is in them."""
    archives = [zipfile.ZipFile(io.BytesIO(content)) for content in (one, other)]
    infos: list[Mapping[str, zipfile.ZipInfo]] = [
        {info.filename: info for info in archive.infolist()} for archive in archives
    ]
    said = False
    if list(infos[0]) != list(infos[1]) and infos[0].keys() == infos[1].keys():
        moved = next(pair for pair in zip(*infos, strict=True) if pair[0] != pair[1])
        yield Difference(name, "order of members", *moved)
        said = True
    for member in sorted(infos[0].keys() | infos[1].keys()):
        inside = f"{name}/{member}"
        if not all(member in known for known in infos):
            yield Difference(inside, "", *("a member" if member in known else "missing" for known in infos))
            said = True
            continue
        for fact in ("date_time", "external_attr", "compress_type", "create_system"):
            values = [str(getattr(known[member], fact)) for known in infos]
            if values[0] != values[1]:
                yield Difference(inside, fact, *values)
                said = True
        for each in of_content(*(archive.read(member) for archive in archives), inside):
            yield each
            said = True
    if not said:
        yield from (Difference(name, *each) for each in _bytes(one, other))


def _json(one: bytes, other: bytes) -> Iterator[Pair]:
    yield from _values(json.loads(one), json.loads(other), "")


def _values(one: object, other: object, name: str) -> Iterator[Pair]:
    if isinstance(one, dict) and isinstance(other, dict):
        if list(one) != list(other) and one.keys() == other.keys():
            yield f"{name or 'top'}, order of keys", ", ".join(one), ", ".join(other)
        for key in sorted(one.keys() | other.keys()):
            inner = f"{name}.{key}" if name else key
            if key in one and key in other:
                yield from _values(one[key], other[key], inner)
            else:
                yield (
                    inner,
                    *(json.dumps(tree[key], ensure_ascii=False) if key in tree else "—" for tree in (one, other)),
                )
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for position, pair in enumerate(zip(one, other, strict=True)):
            yield from _values(*pair, f"{name}[{position}]")
    elif type(one) is not type(other) or one != other:
        yield name, *(json.dumps(value, ensure_ascii=False) for value in (one, other))


def _notebook(one: bytes, other: bytes) -> Iterator[Pair]:
    """Cells by their numbers, from 1; outputs by lines."""
    books = [json.loads(content) for content in (one, other)]
    cells: list[list[dict]] = [book.pop("cells") for book in books]
    yield from _values(books[0], books[1], "")
    if len(cells[0]) != len(cells[1]):
        yield "number of cells", *(str(len(each)) for each in cells)
    for number, pair in enumerate(zip(*cells, strict=False), 1):
        if pair[0] == pair[1]:
            continue
        cell = f"cell {number}"
        parts = [dict(each) for each in pair]
        outputs = [each.pop("outputs", []) for each in parts]
        texts = ["".join(each.pop("source", "")) for each in parts]
        yield from ((f"{cell}, source, {where}", *values) for where, *values in _text(*texts))
        yield from ((f"{cell}, {where}", *values) for where, *values in _values(parts[0], parts[1], ""))
        if len(outputs[0]) != len(outputs[1]):
            yield f"{cell}, number of outputs", *(str(len(each)) for each in outputs)
        for place, (first, second) in enumerate(zip(*outputs, strict=False), 1):
            for where, *values in _output(first, second):
                yield f"{cell}, output {place}, {where}", *values


def _output(one: dict, other: dict) -> Iterator[Pair]:
    """Of two outputs of cells: their texts by lines, everything else by keys."""

    def texts(output: dict) -> dict[str, str]:
        found = {"text": output.get("text")} | dict(output.get("data", {}))
        return {
            key: "".join(value) for key, value in found.items() if isinstance(value, str | list) and "image/" not in key
        }

    first, second = texts(one), texts(other)
    for kind in sorted(first.keys() & second.keys()):
        yield from ((f"{kind}, {where}", *values) for where, *values in _text(first[kind], second[kind]))
    rest = [
        {key: value for key, value in each.items() if key not in ("text", "data")}
        | {"data": {key: value for key, value in each.get("data", {}).items() if key not in known}}
        for each, known in ((one, first), (other, second))
    ]
    yield from _values(rest[0], rest[1], "")


def _page(one: bytes, other: bytes) -> Iterator[Pair]:
    trees = [BeautifulSoup(content.decode("utf-8"), "html.parser") for content in (one, other)]
    yield from _elements(trees[0], trees[1], "")


def _elements(one: Tag, other: Tag, path: str) -> Iterator[Pair]:
    """Of two elements of HTML: attributes and texts; where their children are others, the first that is."""
    for attribute in sorted(one.attrs.keys() | other.attrs.keys()):
        values = [each.attrs.get(attribute) for each in (one, other)]
        if values[0] != values[1]:
            yield f"{path}@{attribute}", *_apart(*(" ".join(v) if isinstance(v, list) else str(v) for v in values))
    children = [list(each.children) for each in (one, other)]
    kinds = [[child.name if isinstance(child, Tag) else "" for child in each] for each in children]
    if kinds[0] != kinds[1]:
        position = next((i for i, (a, b) in enumerate(zip(*kinds, strict=False)) if a != b), min(map(len, kinds)))
        told = [
            _called(each[position], position) if position < len(each) else f"{len(each)} children" for each in children
        ]
        yield f"{path or '/'}, child {position + 1}", *told
        return
    for position, pair in enumerate(zip(*children, strict=True)):
        first, second = pair
        if isinstance(first, Tag):
            identifier = first.get("id")
            here = f"#{identifier}" if identifier else f"{path} > {_called(first, position, children[0])}"
            yield from _elements(first, second, here.removeprefix(" > "))
        elif isinstance(first, NavigableString) and str(first) != str(second):
            yield f"{path}, text", *_apart(str(first), str(second))


def _called(child: object, position: int, among: Sequence = ()) -> str:
    if not isinstance(child, Tag):
        return f"text {str(child).strip()[:LENGTH]!r}"
    same = [each for each in among if isinstance(each, Tag) and each.name == child.name]
    number = next((i for i, each in enumerate(same, 1) if each is child), position + 1)
    return f"{child.name}[{number}]" if len(same) != 1 else child.name


def _tree(one: bytes, other: bytes) -> Iterator[Pair]:
    """XML, SVG among it."""
    roots = [ElementTree.fromstring(content) for content in (one, other)]
    names = [_local(root.tag) for root in roots]
    if names[0] != names[1]:
        yield "root", *names
        return
    yield from _branches(roots[0], roots[1], names[0])


def _branches(one: ElementTree.Element, other: ElementTree.Element, path: str) -> Iterator[Pair]:
    for attribute in sorted(one.attrib.keys() | other.attrib.keys()):
        values = [each.attrib.get(attribute, "—") for each in (one, other)]
        if values[0] != values[1]:
            yield f"{path}@{_local(attribute)}", *_apart(*values)
    for fact in ("text", "tail"):
        values = [getattr(each, fact) or "" for each in (one, other)]
        if values[0] != values[1]:
            yield f"{path}, {'text' if fact == 'text' else 'text behind it'}", *_apart(*values)
    children = [[_local(child.tag) for child in each] for each in (one, other)]
    if children[0] != children[1]:
        yield f"{path}, children", *(f"{len(each)}: {' '.join(each)}" for each in children)
    counted: dict[str, int] = {}
    for first, second in zip(one, other, strict=False):
        name = _local(first.tag)
        counted[name] = counted.get(name, 0) + 1
        if name == _local(second.tag):
            identifier = first.attrib.get("id")
            yield from _branches(first, second, f"#{identifier}" if identifier else f"{path} > {name}[{counted[name]}]")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _pdf(one: bytes, other: bytes) -> Iterator[Pair]:
    """Of PDF: facts of the document and pages by what is drawn on them, or, where these are the same, its objects."""
    from pypdf import PdfReader
    from pypdf.generic import IndirectObject, StreamObject

    readers = [PdfReader(io.BytesIO(content)) for content in (one, other)]
    facts = [{key: str(value) for key, value in (reader.metadata or {}).items()} for reader in readers]
    facts = [f | {"/ID": repr(reader.trailer.get("/ID"))} for f, reader in zip(facts, readers, strict=True)]
    yield from _values(facts[0], facts[1], "document")
    same = True
    pages = [list(reader.pages) for reader in readers]
    if len(pages[0]) != len(pages[1]):
        yield "number of pages", *(str(len(each)) for each in pages)
        same = False
    for number, pair in enumerate(zip(*pages, strict=False), 1):
        contents = [page.get_contents() for page in pair]
        drawn = [b"" if each is None else each.get_data() for each in contents]
        if drawn[0] == drawn[1]:
            continue
        same = False
        texts = [page.extract_text() for page in pair]
        found = [*_text(*texts)] or [("what is drawn", *_apart(*(each.decode("latin-1") for each in drawn)))]
        yield from ((f"page {number}, {where}", *values) for where, *values in found)

    def told(reader, number: int) -> str:
        try:
            found = reader.get_object(IndirectObject(number, 0, reader))
        except Exception as mistake:  # what can't be read is told as that, on both sides
            return f"unreadable: {mistake}"
        data = found.get_data() if isinstance(found, StreamObject) else b""
        return REFERENCE.sub(r"\1 R", repr(found)) + data.decode("latin-1")

    sizes = [int(reader.trailer["/Size"]) for reader in readers]
    for number in range(1, min(sizes)) if same else ():
        first, second = (told(reader, number) for reader in readers)
        if first != second:
            yield f"object {number}", *_apart(first, second)
    if sizes[0] != sizes[1]:
        yield "number of objects", *map(str, sizes)


def _lines(one: bytes, other: bytes) -> Iterator[Pair]:
    try:
        yield from _text(one.decode("utf-8"), other.decode("utf-8"))
    except UnicodeDecodeError:
        yield from _bytes(one, other)


def _text(one: str, other: str) -> Iterator[Pair]:
    """Of texts: lines that differ, side by side where there are as many of them."""
    if one == other:
        return
    first, second = one.split("\n"), other.split("\n")
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False) if len(first) < 5000 else None
    blocks = matcher.get_opcodes() if matcher else [("replace", 0, len(first), 0, len(second))]
    for kind, begin, end, start, stop in blocks:
        if kind == "equal":
            continue
        if end - begin == stop - start:
            pairs = zip(range(begin, end), range(start, stop), strict=True)
            yield from ((f"line {i + 1}", *_apart(first[i], second[j])) for i, j in pairs if first[i] != second[j])
        else:
            yield f"line {begin + 1}", *("\\n".join(lines) or "—" for lines in (first[begin:end], second[start:stop]))


def _bytes(one: bytes, other: bytes) -> Iterator[Pair]:
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    yield f"byte {place + 1}", *(repr(each[max(0, place - 8) : place + 16])[1:] for each in (one, other))


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts from shortly before where they part, in words as far as that goes."""
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, place - LENGTH // 3)
    return tuple(("…" if begin else "") + each[begin:] for each in (one, other))


def _short(value: str) -> str:
    text = re.sub(r"\s+", " ", value).strip() or "nothing"
    return text if len(text) <= LENGTH else f"{text[:LENGTH]}…"


BY_SUFFIX: Mapping[str, Callable[[bytes, bytes], Iterator[Pair]]] = {
    ".json": _json,
    ".ipynb": _notebook,
    ".html": _page,
    ".xhtml": _tree,
    ".svg": _tree,
    ".xml": _tree,
    ".opf": _tree,
    ".ncx": _tree,
    ".pdf": _pdf,
}
