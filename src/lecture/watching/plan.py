"""What watching has to know of the rules: the workflow writes it whenever it is parsed and asked to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from lecture.files import read_json, write_json

VARIABLE = "LECTURE_PLAN"  # of the environment: the file that the workflow is asked to write


@dataclass(frozen=True)
class Figure:
    """A figure: the module that draws it, its file, its functions, and the files that it gets, by argument."""

    module: str
    file: str
    functions: list[str]
    inputs: Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Plan:
    """What the rules know of a lecture.

    Attributes:
        edition, facts, refuted: as in the configuration.
        page: what the lecture says of itself, `lecture.build.description.Description.page`.
        claims: the names of the claims that there are.
        recipes: the files that tell how results were made; `fetched` is that of those that were not made here.
        origins: what makes each figure and each group of numbers, as `lecture.text.origins.told` wants it.
        figures: by name.
        parameters: of each chapter, those that differ from its own.
        cell_seconds: how long a cell may take.
        environment: variables that the rules set for their jobs.
        chapter_cache, page_cache: folders that keep what pandoc said.
        bibliography: a BibTeX file, "" without one; likewise `glossary`.
    """

    edition: str
    refuted: str
    facts: Mapping[str, str]
    page: Mapping
    claims: list[str]
    recipes: list[str]
    origins: Mapping[str, Mapping]
    fetched: str
    figures: Mapping[str, Figure]
    parameters: Mapping[str, Mapping]
    cell_seconds: int
    environment: Mapping[str, str]
    chapter_cache: str
    page_cache: str
    bibliography: str
    glossary: str

    def write(self, file: str | Path) -> None:
        write_json(file, asdict(self))


def read(file: str | Path) -> Plan | None:
    """The plan in a file; None if there is none, or another version's."""
    try:
        content = read_json(file)
        figures = {name: Figure(**figure) for name, figure in content.pop("figures").items()}
        return Plan(figures=figures, **content)
    except (OSError, ValueError, TypeError, LookupError):
        return None
