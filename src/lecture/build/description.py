"""What a lecture says of itself in `lecture.yaml`, in its package: title, language, the sentence of each edition."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import get_origin

import yaml

from lecture.build.source_code import MARK, is_address


class DescriptionError(ValueError):
    """A mistake in `lecture.yaml`; the message starts with the file."""


@dataclass(frozen=True)
class Description:
    """A lecture.

    Attributes:
        folder: of its package, `src/cnn`.
        title, subtitle, authors, language: for the title page; the language is a table of `lecture.words`.
        editions: the sentence on the first page of each edition that has one, with names of numbers in it.
        facts: what parts of a text and claims may depend on, by name: a key of the configuration each.
        arguments: what an experiment's `run` gets besides files and settings: by the argument's name the address of
            a function of (threads, resources) that is called in the job before `run`.
        main_line: the most words of a chapter's main line, by the chapter's name (`lecture.text.main_line`).
        preload: modules that most jobs import; a build imports them once.
    """

    folder: Path
    title: str
    language: str
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    editions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    main_line: dict[str, int] = field(default_factory=dict)
    preload: list[str] = field(default_factory=list)

    @property
    def package(self) -> str:
        return self.folder.name

    @property
    def page(self) -> dict:
        """What the title page says, as plain data, and the file where it stands."""
        keys = ("title", "subtitle", "authors", "language", "editions")
        return {"file": str(self.folder / MARK)} | {key: getattr(self, key) for key in keys}


def describe(sources: Path) -> Description:
    """The lecture whose package lies in a folder of sources, `src`.

    Raises:
        DescriptionError: there is no such package or more than one, or its `lecture.yaml` is wrong.
    """
    found = sorted(sources.glob(f"*/{MARK}"))
    if len(found) != 1:
        names = ", ".join(str(path.parent) for path in found) or "none"
        raise DescriptionError(f"{sources}: expected one package that holds {MARK}, found {names}")
    return read(found[0])


def read(file: Path) -> Description:
    """The lecture that a `lecture.yaml` describes.

    Raises:
        DescriptionError: the file is no YAML, or a key is unknown, missing or of another type.
    """
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except yaml.YAMLError as mistake:
        mark = getattr(mistake, "problem_mark", None)
        place = f"{file}:{mark.line + 1}" if mark else str(file)
        raise DescriptionError(f"{place}: this is not YAML: {getattr(mistake, 'problem', mistake)}") from None
    if not isinstance(values, dict):
        raise DescriptionError(f"{file}: expected keys and values, such as `title: …`")
    known = {each.name: get_origin(each.type) or each.type for each in fields(Description) if each.name != "folder"}
    if unknown := sorted(set(values) - set(known)):
        raise DescriptionError(f"{file}: there is no key {unknown[0]!r}; known: {', '.join(sorted(known))}")
    for key, value in values.items():
        if not isinstance(value, known[key]):
            raise DescriptionError(f"{file}: {key}: expected {known[key].__name__}, got {value!r}")
    if missing := [key for key in ("title", "language") if not values.get(key)]:
        raise DescriptionError(f"{file}: the key {missing[0]!r} is missing")
    for argument, address in values.get("arguments", {}).items():
        if not is_address(str(address)):
            raise DescriptionError(f"{file}: arguments.{argument}: {address!r} is no module:name of the lecture")
    return Description(folder=file.parent, **values)
