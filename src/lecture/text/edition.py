"""The lecture as a whole: one notebook, its title page, its edition, the verdict over its claims."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import jinja2
import nbformat
from nbformat import NotebookNode

from lecture import words
from lecture.keeping import digest, kept
from lecture.text import glossary
from lecture.text.assembling import assemble
from lecture.text.execution import KERNEL
from lecture.text.numbers import environment
from lecture.text.reading import Chapter, ChapterError
from lecture.words.dates import day_in_words


def whole(
    chapters: Iterable[tuple[Chapter, NotebookNode]],
    terms: Mapping[str, glossary.Term],
    numbers: Mapping[str, object],
    claims: Mapping[str, Mapping],
    page: Mapping,
    edition: str,
    known_claims: Collection[str],
    origin: str = "",
    origins: Mapping | None = None,
    cache: str | Path | None = None,
    version: str = "",
) -> NotebookNode:
    """The lecture as one notebook.

    Args:
        chapters: each as its text is now, with the notebook that was made of its code cells.
        terms: of the glossary.
        numbers: the results as a tree.
        claims: the checked claims by identifier.
        page, edition, origin: as in `metadata`.
        known_claims: those that there are, for whatever facts.
        origins: of what the pages show, as `origins.told` has them; without them numbers have no cards.
        cache: a folder where assembled chapters are kept, a file for each; None keeps nothing.
        version: of the code that assembles, and of the definitions that chapters show.

    Raises:
        ChapterError: as in `assemble` and `metadata`.
    """
    cells: list[NotebookNode] = []
    marked: set[str] = set()
    names: dict[str, list[str]] = {}
    common = digest(version, json.dumps([numbers, claims, sorted(known_claims), page["language"]])) if cache else ""
    for chapter, executed in chapters:
        unstated = set(known_claims) - set(claims)
        named = names.setdefault(chapter.name[:2], []) if origins else None
        assembling = partial(assemble, chapter, executed, numbers, claims, page["language"], unstated)
        if cache:
            key = digest(common, repr(chapter), json.dumps([executed, named]))
            cells += _kept(Path(cache, f"{chapter.name}.cells.json"), key, assembling, named)
        else:
            cells += assembling(named)
        marked |= {term.name for term in chapter.terms}
    if terms:
        cells.append(glossary.cell(terms, marked, page["language"]))
    about = metadata(page, edition, numbers, claims, origin)
    if origins:
        about["origins"] = dict(origins) | {
            "numbers": {name: named for name, named in names.items() if named},
            "claims": {name: claim["evidence"] for name, claim in claims.items()},
        }
    return nbformat.v4.new_notebook(cells=cells, metadata=about)


def _kept(
    file: Path, key: str, assembling: Callable[[list[str] | None], list[NotebookNode]], named: list[str] | None
) -> list[NotebookNode]:
    """The cells of a chapter, from the file if it holds them already; `named` gets its names either way."""
    cells, names = kept(file, key, lambda: [assembling(named), named])
    if named is not None:
        named[:] = names
    return [nbformat.from_dict(cell) for cell in cells]


def metadata(page: Mapping, edition: str, numbers: Mapping, claims: Mapping[str, Mapping], origin: str = "") -> dict:
    """The metadata of the lecture's notebook: what title page, banner and marks of claims show.

    Args:
        page: what the lecture says of itself, `lecture.build.description.Description.page`.
        edition: its size; if `page` has a sentence for it, names of numbers in it are filled in.
        numbers: the results as a tree.
        claims: the checked claims by identifier.
        origin: what is to be said of results that were not made here, as `origin` has it.

    Raises:
        ChapterError: the sentence names a number that there isn't, or doesn't parse.
    """
    found = {"title": page["title"], "subtitle": page["subtitle"], "lang": page["language"], "claims": dict(claims)}
    if page["authors"]:
        found["authors"] = [{"name": name} for name in page["authors"]]
    if page.get("date"):
        found["date"] = day_in_words(page["date"], page["language"])
    found |= {key: page[key] for key in ("version", "licence") if page.get(key)}
    if page.get("cover"):
        found["cover"] = f"../figures/{page['cover']}.svg"
    found |= {"kernelspec": KERNEL, "dialect": "lecture"}
    if edition in page["editions"]:
        try:
            found["edition"] = environment(page["language"]).from_string(page["editions"][edition]).render(numbers)
        except (jinja2.TemplateError, TypeError, ValueError, KeyError) as mistake:
            raise ChapterError(f"{page['file']}: editions.{edition}: {mistake}") from None
    found |= {"size": edition, "commit": page.get("commit", "")}
    found |= {"report": page.get("report", ""), "published": page.get("published", [])}
    found |= {key: page[key] for key in ("address", "launch", "moved") if page.get(key)}
    if origin:
        found["edition"] = " ".join(filter(None, [found.get("edition"), origin]))
    return found


def origin(fetched: Mapping[str, Mapping], total: int, language: str, measured: Mapping | None = None) -> str:
    """What the first page says of results that come from an archive, and of times that are on no record; empty if all
    results were made here and all times come from the run on record.

    Args:
        fetched: by the file of the recipe: `from`, `verified`, `machine`, and `absent`, the versions of packages that
            are not installed here.
        total: how many results with recipes there are.
        language: of the lecture.
        measured: this build's own times, as `lecture.studies.times.own` gives them.
    """
    own = words.table(language)["fetched"]
    alike: dict[tuple[str, str], list[Mapping]] = {}
    for each in fetched.values():
        verdict = own["verified" if each["verified"] else "unverified"]
        alike.setdefault((verdict, each["from"]), []).append(each["machine"])
    sentences = [
        own["note"].format(
            count=len(machines), total=total, verdict=verdict, source=source, machine=_together(machines)
        )
        for (verdict, source), machines in sorted(alike.items())
    ]
    absent = {package: number for each in fetched.values() for package, number in each["absent"].items()}
    if absent:
        sentences.append(own["absent"].format(packages=", ".join(f"{name} {absent[name]}" for name in sorted(absent))))
    if missing := (measured or {}).get("missing"):
        groups = sorted({name.partition(".")[0] for name in missing})
        sentences.append(words.table(language)["times"].format(groups=", ".join(groups)))
    return " ".join(sentences)


def _together(machines: Sequence[Mapping[str, str]]) -> str:
    """What machines are called, without saying anything twice."""
    facts = ("architecture", "instructions", "device")
    found = [machine[fact] for fact in facts for machine in machines if fact in machine]
    return ", ".join(dict.fromkeys(found))


def refuted(claims: Mapping[str, Mapping]) -> str:
    """What the results refute, a line each; empty if every claim holds."""
    return "\n".join(
        f"claim {name!r} is refuted: measured {claim['measured']:.6g}, threshold {claim['threshold']}"
        for name, claim in claims.items()
        if not claim["holds"]
    )
