"""Finding the names in the texts that nothing can make, before any job starts."""

import os.path
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import unquote

from lecture.text.reading import Chapter, ChapterError

REMOTE = re.compile(r"[a-zA-Z][\w+.-]*://")
TEMPLATE = "{{"


def mistakes(
    chapters: Collection[Chapter],
    executions: Collection[tuple[Chapter, Mapping[str, object]]],
    figures: Mapping[str, Collection[str]],
    claims: Collection[str],
    is_made: Callable[[str], bool],
    terms: Collection[str] = (),
    sources: Collection[str] | None = None,
) -> Iterator[ChapterError]:
    """One error, `file:line: what`, for each unknown figure, picture, group of numbers, claim, reference, source, file
    and term.

    An identifier stands once, and a term is marked at its first use only: each further one is an error, too.

    Args:
        chapters: whose prose is published.
        executions: the notebooks that are executed, each with its parameters.
        figures: the functions that draw each figure, by its name; `interactive` among them where a script shows it.
        claims: the names that there are; a claim that is not stated for these facts is one of them.
        is_made: whether a file is there or a rule makes it.
        terms: the names in the glossary.
        sources: the keys in the bibliography; None without one, where nothing is cited.
    """
    identifiers: dict[str, str] = {}
    for chapter in chapters:
        for identifier in chapter.identifiers:
            if (name := identifier.name) in identifiers:
                yield chapter.error(identifier.line, f"{name!r} is defined twice, first in {identifiers[name]}")
            identifiers.setdefault(name, f"{chapter.file}:{identifier.line}")
    left_out = {mention.name: f"{c.file}:{mention.line}" for c in chapters for mention in c.left_out}
    for chapter in chapters:
        for figure in chapter.figures:
            if figure.name not in figures:
                yield chapter.error(figure.line, f"no figure {figure.name!r}{_near(figure.name, figures)}")
        for figure in chapter.interactive:
            if "interactive" not in figures.get(figure.name, ["interactive"]):
                yield chapter.error(figure.line, f"the figure {figure.name} has no function `interactive`")
        for picture in chapter.pictures:
            if why := _unshown(picture.name, os.path.dirname(chapter.file)):
                yield chapter.error(picture.line, why)
        for group in chapter.groups:
            if not is_made(file := f"results/{group.name}.json"):
                yield chapter.error(group.line, f"no numbers {group.name!r}: no rule makes {file}")
        for claim in chapter.claims:
            if claim.name not in claims:
                yield chapter.error(claim.line, f"no claim {claim.name!r}{_near(claim.name, claims)}")
        for reference in chapter.references:
            if (name := reference.name) in left_out and name not in identifiers:
                where = f"a part that is left out here, {left_out[name]}"
                yield chapter.error(reference.line, f"@{name} stands in {where}; refer to it in such parts only")
            elif name not in identifiers:
                yield chapter.error(reference.line, f"unknown reference @{name}{_near(name, identifiers)}")
    marked: dict[str, str] = {}
    for chapter in chapters:
        for term in chapter.terms:
            if term.name not in terms:
                yield chapter.error(term.line, f"no term {term.name!r} in the glossary{_near(term.name, terms)}")
            elif term.name in marked:
                yield chapter.error(term.line, f"the term {term.name!r} is marked twice, first in {marked[term.name]}")
            marked.setdefault(term.name, f"{chapter.file}:{term.line}")
    for chapter in chapters:
        for citation in chapter.citations:
            if TEMPLATE in (name := citation.name):
                continue
            if (term := name.removeprefix("term-")) != name:
                if term not in marked:
                    yield chapter.error(citation.line, f"unknown reference @{name}{_near(term, marked)}")
            elif sources is not None and name not in sources:
                yield chapter.error(citation.line, f"no source @{name} in the bibliography{_near(name, sources)}")
    for notebook, parameters in executions:
        for name in parameters:
            if name not in notebook.parameters:
                yield notebook.error(1, f"the configuration sets {name!r}, which is no parameter of this notebook")
        for file in notebook.files(parameters):
            if not is_made(file.name):
                yield notebook.error(file.line, f"no rule makes {file.name}")


def _unshown(address: str, folder: str) -> str:
    """Why a picture that is none of the lecture's figures can't be shown; empty if it can.

    Args:
        address: as it is written.
        folder: of the chapter.
    """
    if REMOTE.match(address):
        return (
            f"{address} is on the network, of which pages ask nothing; draw a figure, or link to it: [words]({address})"
        )
    if TEMPLATE in address:
        return ""
    if address.startswith("../") and os.path.isfile(os.path.join(folder, unquote(address))):
        return ""
    return f"no picture {address!r}; figures of the lecture are ../figures/NAME.svg"


def _near(name: str, known: Collection[str]) -> str:
    matches = get_close_matches(name, known, n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""
