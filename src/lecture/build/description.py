"""What a lecture says of itself: in `lecture.yaml`, in its package, and in `CITATION.cff` beside the sources."""

import datetime
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import get_args, get_origin

from lecture import words
from lecture.build.source_code import MARK, is_address
from lecture.files.texts import TextError
from lecture.files.texts import read as read_yaml

CITATION = "CITATION.cff"


class DescriptionError(TextError):
    """A mistake in `lecture.yaml` or `CITATION.cff`; the message starts with the file."""


@dataclass(frozen=True)
class Description:
    """A lecture.

    Attributes:
        folder: of its package, `src/cnn`.
        title, subtitle, authors, language: for the title page; the language is a table of `lecture.words`.
        licence: under which the lecture may be used, in words.
        cover: the name of the figure on the title page.
        version, date: of the edition, the date as 2026-11-29. They stand in `CITATION.cff`, where authors and licence
            are found as well, if the lecture doesn't say them itself.
        editions: the sentence on the first page of each edition that has one, with names of numbers in it.
        facts: what parts of a text and claims may depend on, by name: a key of the configuration each.
        arguments: what an experiment's `run` gets besides files and settings: by the argument's name the address of
            a function of (threads, resources) that is called in the job before `run`.
        main_line: the most words of a chapter's main line, by the chapter's name (`lecture.text.main_line`).
        times: patterns of the names of numbers that tell how long something took, `"*.seconds"`, and of those that
            they don't, `"!bench.*"`: pages say the times on record (`lecture.studies.times`).
        headline: patterns of the names of the means that a reader takes home, `"*.accuracy.mean"`: drift of these few
            is looked for apart, so that a smaller one is found.
        report: where a reader tells of a mistake: an address with `{place}` and, if wanted, `{commit}`, `{version}`,
            and `{size}`, the name of the edition; without it the page has no such links.
        address: where `public/` lies on the net, `https://…/`; without it nothing that is published names such a place.
        launch: where a notebook is opened and run, by the name that a reader knows: an address with `{notebook}`, the
            file's path in `public/`.
        moved: chapters that have another name now, `04-old-name: 04-new-name`: their old addresses in the site lead on.
        preload: modules that many jobs import, under the package that a job has to use to need them; a build imports
            them once.
    """

    folder: Path
    title: str
    language: str
    subtitle: str = ""
    authors: list[str] = field(default_factory=list)
    licence: str = ""
    cover: str = ""
    version: str = ""
    date: str = ""
    editions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)
    main_line: dict[str, int] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    headline: list[str] = field(default_factory=list)
    report: str = ""
    address: str = ""
    launch: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    preload: dict[str, list[str]] = field(default_factory=dict)

    @property
    def package(self) -> str:
        return self.folder.name

    @property
    def page(self) -> dict:
        """What the title page says, as plain data, and the file where it stands."""
        keys = ("title", "subtitle", "authors", "licence", "cover", "version", "date", "language", "editions")
        keys += ("report", "address", "launch", "moved")
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
    lecture, citation = read(found[0]), sources.parent / CITATION
    return lecture if not citation.is_file() else cited(lecture, citation)


def read(file: Path) -> Description:
    """The lecture that a `lecture.yaml` describes.

    Raises:
        TextError: the file is no YAML.
        DescriptionError: a key is unknown, missing or of another type; all of them at once.
    """
    document = read_yaml(file)
    values = {} if document.value is None else document.value
    if not isinstance(values, dict):
        raise DescriptionError(f"{file}:1: expected keys and values, such as `title: …`")
    known = {each.name: each.type for each in fields(Description) if each.name != "folder"}
    mistakes = [f"{file}:1: the key {key!r} is missing" for key in ("title", "language") if not values.get(key)]
    for key, value in values.items():
        place = f"{file}:{document.lines[key,]}"
        if key not in known:
            mistakes.append(f"{place}: there is no key {key!r}; known: {', '.join(sorted(known))}")
        elif not _is(value, known[key]):
            mistakes.append(f"{place}: {key}: expected {_called(known[key])}, got {value!r}")
        elif key == "language" and value not in words.known():
            mistakes.append(f"{place}: language: there are no words in {value!r}; there are {', '.join(words.known())}")
        elif key == "arguments":
            for argument, address in value.items():
                if not is_address(address):
                    place = f"{file}:{document.lines[key, argument]}"
                    mistakes.append(f"{place}: arguments.{argument}: {address!r} is no module:name of the lecture")
    if mistakes:
        raise DescriptionError("\n".join(mistakes))
    return Description(folder=file.parent, **values)


def _is(value: object, kind: type) -> bool:
    """Whether a value is of a type, `dict[str, int]` with what is in it."""
    outer, inner = get_origin(kind) or kind, get_args(kind)[-1:]
    items = value.values() if isinstance(value, dict) else value
    return type(value) is outer and (not inner or all(_is(item, inner[0]) for item in items))


def _called(kind: type) -> str:
    outer, inner = get_origin(kind) or kind, get_args(kind)[-1:]
    return f"{outer.__name__} of {_called(inner[0])}" if inner else outer.__name__


def cited(lecture: Description, file: Path) -> Description:
    """A lecture with what its `CITATION.cff` says of the edition; what the lecture says itself stays.

    Raises:
        TextError: the file is no YAML.
        DescriptionError: it is no mapping, or its date is no day.
    """
    document = read_yaml(file)
    values = document.value or {}
    if not isinstance(values, dict):
        raise DescriptionError(f"{file}:1: expected keys and values, such as `title: …`")
    released = values.get("date-released") or ""
    try:
        released = released and datetime.date.fromisoformat(str(released)).isoformat()
    except ValueError:
        place = f"{file}:{document.lines['date-released',]}"
        raise DescriptionError(f"{place}: date-released: expected a day such as 2026-11-29, got {released!r}") from None
    people = [
        person.get("name") or " ".join(filter(None, (person.get("given-names"), person.get("family-names"))))
        for person in values.get("authors") or []
    ]
    licences = values.get("license") or []
    found = {
        "authors": [name for name in people if name],
        "licence": ", ".join([licences] if isinstance(licences, str) else licences),
        "version": str(values.get("version") or ""),
        "date": released,
    }
    return replace(lecture, **{key: getattr(lecture, key) or value for key, value in found.items()})
