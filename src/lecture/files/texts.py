"""Texts and YAML that people write, without their traps: each mistake has its file and line, and all come at once.

PyYAML reads YAML 1.1, where 0777 is 511, 1:40 is 100, `no` is false, a key may stand twice and 1e-3 is a text. None of
these is what its writer meant, so they are refused here, before anything is computed from them.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

DEPTH = 30  # of lists and mappings in each other
LARGEST = 5_000_000  # bytes of a text
PLAIN = {
    "int": re.compile(r"[-+]?(?:0|[1-9][0-9]*)"),
    "float": re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
    "bool": re.compile(r"true|false", re.IGNORECASE),
    "null": re.compile(r"null|~|", re.IGNORECASE),
}
NUMERIC_TEXT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)[eE][-+]?[0-9]+")
# Letters that nobody sees: of control, none at all (U+FFFE and U+FFFF), and those that turn the order of others around.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufffe\uffff]")
SHOWN = 60  # letters of a value, in messages
DIGITS = 19  # of a whole number, as many as 64 bits hold


class TextError(ValueError):
    """Mistakes in a file that somebody wrote; a line each, which starts with `file:line:`."""


@dataclass(frozen=True)
class Document:
    """What a YAML file says.

    Attributes:
        value: plain data.
        lines: where each key and each item stands, from 1, by its path: `("networks", "a", "seeds", "0")`.
    """

    value: object
    lines: Mapping[tuple, int]


def text_of(file: str | Path) -> str:
    """A text as its author sees it: UTF-8, without a byte order mark.

    Raises:
        TextError: there is no such file, it is no text in UTF-8, or it is larger than `LARGEST`.
    """
    path = Path(file).resolve()
    if path.exists() and not (path.is_file() or path.is_dir() or path == Path(os.devnull)):
        # a pipe, which nobody may ever fill, or a device without an end
        raise TextError(f"{file}:1: this is no plain file")
    try:
        content = Path(file).read_bytes()
    except OSError as mistake:
        raise TextError(f"{file}:1: this file can't be read: {mistake.strerror}") from None
    if len(content) > LARGEST:
        raise TextError(f"{file}:1: {len(content)} bytes are more than {LARGEST}; split the file")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise TextError(f"{file}:1: this is UTF-16; save the file as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = content.count(b"\n", 0, mistake.start) + 1
        wrong = content[mistake.start]
        raise TextError(f"{file}:{line}: the byte 0x{wrong:02x} is not UTF-8; save the file as UTF-8") from None
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise TextError(f"{file}:{line}: a control character, U+{ord(control[0]):04X}; take it out")
    return text


def read(file: str | Path) -> Document:
    """Read a YAML file.

    Raises:
        TextError: `text_of` refuses it, it is no YAML, or a value is not what it looks like.
    """
    return parse(text_of(file), str(file))


def parse(text: str, file: str) -> Document:
    """Read YAML.

    Args:
        text: what is in the file.
        file: its name, for messages.

    Raises:
        TextError: it is no YAML, or has a tab; a key is no text or stands twice; an alias, a tag or a value that
            YAML 1.1 reads otherwise than people do; NaN or infinity; lists and mappings in each other below `DEPTH`.
    """
    if "\t" in text:  # one reader of YAML takes it where the other, which Snakemake uses, does not
        line = text.count("\n", 0, text.index("\t")) + 1
        raise TextError(f"{file}:{line}: a tab; write spaces, or \\t in double quotes")
    try:
        _check_depth(text, file)
        tree = yaml.compose(text, yaml.CSafeLoader)
        lines: dict[tuple, int] = {}
        if mistakes := [f"{file}:{line}: {what}" for line, what in _mistakes(tree, (), lines)] if tree else []:
            raise TextError("\n".join(mistakes))
        return Document(yaml.CSafeLoader("").construct_document(tree) if tree else None, lines)
    except yaml.reader.ReaderError as mistake:
        line = text.count("\n", 0, mistake.position) + 1
        raise TextError(f"{file}:{line}: YAML knows no letter U+{mistake.character:04X}; take it out") from None
    except yaml.YAMLError as mistake:
        mark, problem = getattr(mistake, "problem_mark", None), getattr(mistake, "problem", None) or str(mistake)
        raise TextError(f"{file}:{mark.line + 1 if mark else 1}: this is not YAML: {problem}") from None


def _check_depth(text: str, file: str) -> None:
    """What must be known before a tree is made of the text: how deep it is, and that it refers to no other part."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        line = event.start_mark.line + 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise TextError(f"{file}:{line}: more than {DEPTH} lists and mappings in each other")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise TextError(f"{file}:{line}: anchors and aliases, & and *, aren't followed; write the value out")


def _mistakes(node: yaml.Node, path: tuple, lines: dict[tuple, int]) -> Iterator[tuple[int, str]]:
    """Line and text of each mistake in a node; `lines` gets the places."""
    line = lines.setdefault(path, node.start_mark.line + 1)
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                place = key.start_mark.line + 1
                if key.tag.endswith(":merge"):
                    yield place, "merging, <<, isn't followed; write the keys out"
                elif not key.tag.endswith(":str"):
                    yield place, f"a key must be a text: write it in quotes, {_shown(key)}"
                elif (inner := (*path, key.value)) in lines:
                    yield place, f"the key {_brief(key.value)!r} stands twice, here and in line {lines[inner]}"
                else:
                    lines[inner] = place
                    yield from _mistakes(value, inner, lines)
        case yaml.SequenceNode():
            for position, value in enumerate(node.value):
                yield from _mistakes(value, (*path, str(position)), lines)
        case yaml.ScalarNode() if not node.style and (mistake := _plain(node)):
            yield line, f"{_brief(node.value)}: {mistake}"
    if node.tag.removeprefix("tag:yaml.org,2002:") not in (*PLAIN, "str", "seq", "map", "timestamp", "value", "merge"):
        yield line, f"the tag {node.tag} is unknown here"


def _plain(node: yaml.ScalarNode) -> str:
    """Why a value without quotes is not what it looks like; empty if it is."""
    kind, text = node.tag.rpartition(":")[2], node.value
    if kind == "str":
        return (
            "YAML reads a text here; write the number with a point and a sign, as 1.0e-3 or 1.0e+3"
            if NUMERIC_TEXT.fullmatch(text)
            else ""
        )
    if kind == "int" and len(text.lstrip("+-")) > DIGITS:
        return f"a whole number has at most {DIGITS} digits; write it in quotes if it is a text"
    if kind not in PLAIN:
        return "YAML reads more than a text here; write it in quotes"
    if kind == "float" and text.lower().strip("+-") in (".inf", ".nan"):
        return "this is no finite number"
    if not PLAIN[kind].fullmatch(text):
        value = yaml.CSafeLoader("").construct_object(node)
        return f'YAML reads {_brief(str(value))} here; write that, or the text in quotes, "{_brief(text)}"'
    if kind == "float" and abs(float(text)) == float("inf"):
        return "this number is too large"
    return ""


def _shown(key: yaml.Node) -> str:
    return f'"{_brief(key.value)}"' if isinstance(key, yaml.ScalarNode) else "not a list or a mapping"


def _brief(text: str) -> str:
    """What a message shows of a text: a beginning of it, where it is long."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def place(documents: Sequence[tuple[str, Document]], path: tuple) -> str:
    """`file:line` of a path, or of the nearest one around it, in the last document that has it; empty if none does."""
    for length in range(len(path), 0, -1):
        for file, document in reversed(documents):
            if line := document.lines.get(path[:length]):
                return f"{file}:{line}"
    return ""
