"""What figures come from, a row each: for the table at the end of what is printed."""

from collections.abc import Iterator, Mapping

from lecture.publishing.document import Document
from lecture.publishing.trees import tree


def table(document: Document) -> list[dict[str, str]]:
    """The rows, in the order of the figures: `figure` (its identifier), `number`, `code` (of the drawing), `made` (from
    which studies and trainings, with the code of a study), `data` and `seeds`; texts, "" where there is nothing."""
    told = document.facts.get("origins") or {}
    made = told.get("made", {})
    rows = []
    for identifier, number in _figures(document):
        name = f"figures/{identifier.removeprefix('fig-')}"
        if name not in made:
            continue
        sources = [key for key in _behind(name, made) if key != name]
        files = {file for key in (name, *sources) for file in made[key].get("from", []) if file not in made}
        seeds = {key: made[key]["seeds"] for key in sources if made[key].get("seeds")}
        rows.append(
            {
                "figure": identifier,
                "number": number,
                "code": _place(made[name]),
                "made": ", ".join(key for key in made[name].get("from", []) if key in made),
                "data": ", ".join(sorted({_folder(file) for file in files})),
                "seeds": "; ".join(f"{key}: {_run(values)}" for key, values in seeds.items()),
            }
        )
    return rows


def _figures(document: Document) -> Iterator[tuple[str, str]]:
    """(identifier, number) of each figure that has both."""
    for chapter in document.chapters:
        for figure in tree.find(chapter.tree["blocks"], "Figure"):
            identifier, _, attributes = figure["c"][0]
            if number := dict(attributes).get("number"):
                yield identifier, number


def _behind(name: str, made: Mapping[str, Mapping]) -> list[str]:
    """All that something is made from, itself included, the nearest first."""
    found, open_ends = [], [name]
    while open_ends:
        key = open_ends.pop(0)
        if key in made and key not in found:
            found.append(key)
            open_ends += made[key].get("from", [])
    return found


def _place(maker: Mapping) -> str:
    file, first, last = maker.get("code") or ("", 0, 0)
    return f"{file.rpartition('/')[2]}:{first}–{last}" if file else ""


def _folder(file: str) -> str:
    """The folder of data that are several files, `data/MNIST`; other files by their names."""
    parts = file.split("/")
    return "/".join(parts[:2]) if parts[0] == "data" and len(parts) > 2 else file.rpartition("/")[2]


def _run(seeds: list) -> str:
    """Seeds in words, `1–10` for ten in a row."""
    if len(seeds) > 2 and seeds == list(range(seeds[0], seeds[0] + len(seeds))):
        return f"{seeds[0]}–{seeds[-1]}"
    return ", ".join(map(str, seeds))
