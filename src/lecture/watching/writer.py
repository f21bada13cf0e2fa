"""The page as the files are now: the functions of the build, in a process that remembers."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import nbformat
from nbformat import NotebookNode

from lecture.build.commit import commit
from lecture.files import read_json
from lecture.files.texts import TextError, text_of
from lecture.publishing import conversion, writing
from lecture.publishing.errors import PublishingError
from lecture.publishing.exporters import LectureHTMLExporter
from lecture.studies import times
from lecture.studies.numbers import nested
from lecture.text import glossary
from lecture.text.assembling import is_run_of
from lecture.text.checking import mistakes
from lecture.text.edition import origin, refuted, whole
from lecture.text.origins import told
from lecture.text.reading import Chapter, read
from lecture.watching.page import Page, marked, page_of
from lecture.watching.plan import Plan

T = TypeVar("T")
RESULTS = ("results/numbers.json", "results/claims.json")


@dataclass(frozen=True)
class Outcome:
    """What came of writing the page.

    Attributes:
        page: None where it stays as it is.
        mistakes: `file:line: what`, one each.
        to_execute: chapters whose code cells have to run first, by name; the page has their last state.
        to_draw: figures that nobody has drawn yet.
        waits: whether something else has to be built first.
    """

    page: Page | None = None
    mistakes: list[str] = field(default_factory=list)
    to_execute: Mapping[str, Chapter] = field(default_factory=dict)
    to_draw: list[str] = field(default_factory=list)
    waits: bool = False


class Writer:
    """Writes the page.

    Args:
        folder: where figures and executed chapters lie that were made ahead of the build, `figures/NAME.svg` and
            `notebooks/NAME.ipynb`; they go before those of the build.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.exporter = LectureHTMLExporter(trust=True)
        self.read: dict[str, tuple[object, object]] = {}
        self.shown: dict[str, tuple[Chapter, NotebookNode]] = {}  # the last state of each chapter that could be shown

    def write(self, plan: Plan, texts: Mapping[str, str]) -> Outcome:
        """The page of these texts, the results and the figures that are there.

        Args:
            plan: what the rules know.
            texts: of the chapters, by their files, in order.
        """
        numbers = self._kept(RESULTS[0], lambda file: nested(read_json(file)))
        claims = self._kept(RESULTS[1], lambda file: {claim["id"]: claim for claim in read_json(file)})
        if numbers is None or claims is None:
            return Outcome(waits=True)
        wrong: list[str] = []
        chapters: dict[str, Chapter] = {}
        for file, text in texts.items():
            try:
                chapters[Path(file).stem] = self._chapter(file, text, plan)
            except TextError as mistake:
                wrong.append(str(mistake))
        try:
            terms = self._kept(plan.glossary, lambda file: glossary.read(text_of(file), str(file)))
        except TextError as mistake:
            return Outcome(mistakes=[*wrong, str(mistake)])
        figures = {name: figure.functions for name, figure in plan.figures.items()}
        try:
            sources = self._kept(plan.bibliography, conversion.keys_of)
        except (TextError, PublishingError) as mistake:
            return Outcome(mistakes=[*wrong, str(mistake)])
        # What rules make, only the rules know: what isn't there is left to the build, and so are its mistakes.
        wrong += map(str, mistakes(chapters.values(), [], figures, plan.claims, lambda _: True, terms or {}, sources))
        if (broken := refuted(claims)) and plan.refuted == "stop":
            wrong.append(broken)
        if wrong:
            return Outcome(mistakes=wrong)
        to_execute, waits = {}, False
        for name, chapter in chapters.items():
            executed = self.executed(chapter)
            if executed is None:
                to_execute[name] = chapter
                waits = waits or name not in self.shown
            elif all(group.name in numbers for group in chapter.groups):
                self.shown[name] = chapter, executed
            else:
                waits = True
        if waits:
            return Outcome(to_execute=to_execute, waits=True)
        shown = [self.shown[name] for name in chapters]
        used = {figure.name for chapter, _ in shown for figure in chapter.figures}
        used |= {f"{figure.name}.json" for chapter, _ in shown for figure in chapter.interactive}
        if missing := [name for name in sorted(used) if self.picture(name) is None]:
            return Outcome(to_execute=to_execute, to_draw=missing, waits=True)
        try:
            fetched, measured = (self._kept(file, read_json) or {} for file in (plan.fetched, times.OWN))
            elsewhere = origin(fetched, len(plan.recipes), plan.page["language"], measured)
            recipes = {file: self._kept(file, read_json) for file in plan.recipes}
            if None in recipes.values():
                return Outcome(to_execute=to_execute, waits=True)
            shown_from = told(plan.origins, recipes)
            said = plan.page | {"commit": commit(Path.cwd())}
            lecture = whole(shown, terms or {}, numbers, claims, said, plan.edition, plan.claims, elsewhere, shown_from)
            page = self._page(lecture, plan)
        except (TextError, PublishingError) as mistake:
            return Outcome(mistakes=str(mistake).splitlines(), to_execute=to_execute)
        return Outcome(page, to_execute=to_execute)

    def executed(self, chapter: Chapter) -> NotebookNode | None:
        """What the code cells of a chapter printed when they ran as they stand now."""
        for folder in (self.folder / "notebooks", Path("results/notebooks")):
            made = self._kept(folder / f"{chapter.name}.ipynb", lambda file: nbformat.read(file, as_version=4))
            if made is not None and is_run_of(chapter, made):
                return made
        return None

    def picture(self, name: str) -> Path | None:
        """The file of a figure, or, `NAME.json`, of what a script shows of it."""
        file = name if name.endswith(".json") else f"{name}.svg"
        return next((path for path in (self.folder / "figures" / file, Path("figures", file)) if path.is_file()), None)

    def forget(self) -> None:
        """The build has caught up: what was made ahead of it goes."""
        for file in [*self.folder.glob("figures/*"), *self.folder.glob("notebooks/*")]:
            file.unlink()
            self.read.pop(str(file), None)

    def _chapter(self, file: str, text: str, plan: Plan) -> Chapter:
        key = (text, repr(plan.facts))
        if self.read.get(file, (None, None))[0] != key:
            self.read[file] = key, read(text, file, plan.facts, plan.chapter_cache)
        chapter: Chapter = self.read[file][1]
        # Sources that it shows may have changed since: what was found is found again.
        vars(chapter).pop("sources", None)
        chapter.check()
        return chapter

    def _kept(self, file: str | Path, make: Callable[[Path], T]) -> T | None:
        """What `make` gives of a file, while the file stays as it is; None if there never was one.

        Of a file that is gone the last state counts: a build takes away what it is about to make.
        """
        path = Path(file)
        if path.is_file():
            with suppress(FileNotFoundError):
                about = path.stat()
                key = about.st_mtime_ns, about.st_size, about.st_ino
                if self.read.get(str(file), (None, None))[0] != key:
                    self.read[str(file)] = key, make(path)
        return self.read.get(str(file), (None, None))[1]

    def _page(self, lecture: NotebookNode, plan: Plan) -> Page:
        for name in ("notebooks", "figures", "outputs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        if plan.bibliography:
            lecture.metadata["bibliography"] = plan.bibliography
        document, _ = self.exporter.document(lecture, self.folder / "outputs", cache=plan.page_cache)
        folders = [self.folder / "notebooks", Path("notebooks"), self.folder / "outputs"]
        with TemporaryDirectory() as work:
            shown = writing.gathered(document, "html", folders, Path(work), trusted=True, anywhere=True, warn=ignore)
            written = writing.written(document, "html", shown, cache=plan.page_cache, warn=ignore)
        frame = writing.framed(document, "html", marked(written), shown.paths)
        return page_of(frame, written)


def ignore(warning: str) -> None:
    """The build behind says what pandoc warns of."""


def chapter_files(folder: Path) -> list[Path]:
    """The files of the chapters."""
    return sorted(path for path in folder.glob("*.md") if path.name[:2].isdigit())


def texts_of(files: Iterable[Path]) -> tuple[dict[str, str], list[str]]:
    """(the texts by file, `file:line: what` of those that can't be read)"""
    texts, wrong = {}, []
    for file in files:
        try:
            texts[str(file)] = text_of(file)
        except TextError as mistake:
            wrong.append(str(mistake))
    return texts, wrong
