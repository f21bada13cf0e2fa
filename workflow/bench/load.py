"""How the engine bears more: a generated lecture grows to 50 chapters with 2 000 figures, and a chapter to 5 MB.

Each stage is measured in a process of its own, by its processor time and its memory; the exponent of the growth tells
what is worse than linear. Figures are copies of one, since drawing a figure costs the same however many there are.
"""

import json
import math
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lecture.files.texts import LARGEST

CHAPTERS, FIGURES = 50, 2000
BYTES = LARGEST - 20_000  # of prose in one chapter, the most that a text may have: its figures need some, too
SHARES = (1 / 8, 1 / 4, 1 / 2, 1)
FORMATS = ("html", "pdf", "slides", "epub")
STAGES = ("reading", "planning", "parsing", *FORMATS)
LINEAR = 1.25  # an exponent above it is worse than noise

SENTENCES = (
    "A random walk takes a step to the left or to the right, at the toss of a coin, and forgets where it came from.",
    "After $n$ steps the mean square of the distance is $n$, so that the distance itself grows as $\\sqrt{n}$.",
    "*Many* walkers tell more than one, and **all of them together** tell what one alone cannot.",
    "What a table of `numpy` holds is read in the order of its memory, which is why rows are faster than columns.",
)
PARAGRAPH = " ".join(SENTENCES)
DRAWING = '''"""A curve."""

import numpy as np
from matplotlib.figure import Figure

from lecture.drawing import style

READS = {"arrays": "arrays walk"}


@style.lecture()
def draw(*, steps: np.ndarray) -> Figure:
    """Draw it."""
    figure = style.figure(height=2.0)
    figure.subplots().plot(steps, steps**0.5)
    return figure
'''
STUDY = '''"""A walk."""

import numpy as np

from lecture.studies.measured import Measured


def measure(length: int) -> Measured:
    """Numbers: `length`. Arrays: `steps`."""
    return Measured({"length": length}, {"steps": np.arange(length)})
'''


def section(name: str, figures: list[str], size: int = 0) -> str:
    """A section with its figures, and prose of a size in bytes besides."""
    lines = [f"## About {name} {{#sec-{name}}}"]
    for figure in figures:
        lines += [
            f"{PARAGRAPH} See @fig-{figure}.",
            f'![A curve.](../figures/{figure}.svg){{#fig-{figure} alt="A curve that rises."}}',
            "$$ \\langle x_n^2 \\rangle = n $$ " + f"{{#eq-{figure}}}",
        ]
    lines += [PARAGRAPH] * (size // len(f"{PARAGRAPH}\n\n"))
    return "\n\n".join(lines)


def write(folder: Path, chapters: int, figures: int, size: int = 0) -> None:
    """A lecture of so many chapters and figures; each chapter has prose of a size in bytes besides."""
    package = folder / "src/load/walks"
    for name in ("config", "notebooks", "results", "figures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (package / "figures").mkdir(parents=True)
    for place in (package.parent, package, package / "figures"):
        (place / "__init__.py").touch()
    (folder / "Snakefile").write_text(
        "from lecture.workflow import RULES\n\n\ninclude: RULES\n\n\n"
        'rule all:\n    default_target: True\n    input:\n        PUBLISHED,\n        "public/manifest.json",\n'
    )
    (folder / "config/lecture.yaml").write_text("edition: lecture\nmeasurements:\n  walk: {length: 64}\nclaims:\n")
    (package.parent / "lecture.yaml").write_text("title: Load\nlanguage: en\n")
    (package / "walk.py").write_text(STUDY)
    names = [f"curve_{number:04}" for number in range(figures)]
    for name in names:
        (package / "figures" / f"{name}.py").write_text(DRAWING)
    for number in range(chapters):
        own, title = names[number::chapters], f"Chapter {number + 1}"
        parts = [own[place : place + 5] for place in range(0, len(own), 5)] or [[]]
        text = [f"---\ntitle: {title}\n---\n", f"# {title} {{#sec-chapter_{number}}}\n", "{{ walk.length }} steps.\n"]
        text += [section(f"{number}_{place}", part, size // len(parts)) for place, part in enumerate(parts)]
        (folder / f"notebooks/{number + 1:02}-chapter.md").write_text("\n\n".join(text) + "\n")


def reading(folder: Path) -> None:
    """Read the texts and what the package declares."""
    from lecture.studies.declarations import declared
    from lecture.text.reading import all_of

    texts = sorted((folder / "notebooks").glob("*.md"))
    declared(folder / "src/load")
    all_of(texts, {})


def planning(folder: Path) -> None:
    """Ask Snakemake for the list of jobs; all of them, from nothing."""
    command = [str(Path(sys.executable).with_name("snakemake")), "--dry-run", "--quiet", "all", "--cores", "1"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def parsing(folder: Path) -> None:
    """Assemble the lecture and parse it into trees."""
    import nbformat

    from lecture.build.description import describe
    from lecture.publishing.document import save
    from lecture.publishing.exporters import LectureExporter
    from lecture.text.edition import whole
    from lecture.text.reading import all_of

    chapters = all_of(sorted((folder / "notebooks").glob("*.md")), {})
    empty, numbers = nbformat.v4.new_notebook(), {"walk": {"length": 64}}
    page = describe(folder / "src").page
    lecture = whole([(each, empty) for each in chapters.values()], {}, numbers, {}, page, "lecture", ())
    document, _ = LectureExporter(trust=True).document(lecture, folder / "results/document", cache=None)
    save(document, folder / "results/document")


def rendering(form: str) -> Callable[[Path], None]:
    """What writes the parsed lecture in a format."""

    def render(folder: Path) -> None:
        from lecture.publishing import writing
        from lecture.publishing.document import load

        document = folder / "results/document"
        writing.write(load(document), form, [str(folder / "notebooks"), str(document)], cache=None, trusted=True)

    return render


def drawn(folder: Path) -> None:
    """The figures: one is drawn, and the others are copies under their own names."""
    import numpy as np

    from lecture.drawing import style

    @style.lecture()
    def draw(*, steps: np.ndarray):
        figure = style.figure(height=2.0)
        figure.subplots().plot(steps, steps**0.5)
        return figure

    names = [module.stem for module in (folder / "src/load/walks/figures").glob("curve_*.py")]
    first = folder / f"figures/{names[0]}.svg"
    style.draw_into(first, draw, {"steps": np.arange(64.0)}, "en")
    text = first.read_text(encoding="utf-8")
    for name in names[1:]:
        (folder / f"figures/{name}.svg").write_text(text.replace(names[0], name), encoding="utf-8")


def cost(stage: str, folder: Path) -> dict[str, float]:
    """Seconds of the processor and megabytes at most of a stage, with all that it starts, in a process of its own."""
    subprocess.run([sys.executable, __file__, stage, str(folder)], check=True)
    return json.loads((folder / f"{stage}.json").read_text())


def _stage(stage: str, folder: Path) -> None:
    """In the process of its own: do the stage, and leave what it cost in a file."""
    functions = {"reading": reading, "planning": planning, "parsing": parsing}
    functions.get(stage, rendering(stage))(folder)
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found = {
        "seconds": sum(each.ru_utime + each.ru_stime for each in use),
        "megabytes": max(each.ru_maxrss for each in use) / 1024,
    }
    (folder / f"{stage}.json").write_text(json.dumps(found))


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Of the growth between the two largest sizes, over what the smallest ones cost at no size: 1 is linear.

    The start of a program, which is no growth, is taken from a line through the two smallest.
    """
    slope = (costs[1] - costs[0]) / (sizes[1] - sizes[0])
    start = max(0.0, costs[0] - slope * sizes[0])
    grown = [max(each - start, 1e-9) for each in costs[-2:]]
    return math.log(grown[1] / grown[0]) / math.log(sizes[-1] / sizes[-2])


def load(say: Callable[[str], None]) -> dict[str, dict]:
    """Costs of all stages, for a lecture that grows in chapters and figures and for one whose only chapter grows.

    Returns: for each of `lecture` and `chapter`: `sizes` (shares of the whole), and by stage `seconds`, `megabytes`,
        a value for each size, and the `exponent` of the seconds.
    """
    found: dict[str, dict] = {}
    for kind in ("lecture", "chapter"):
        stages: dict[str, dict[str, list[float]]] = {stage: {"seconds": [], "megabytes": []} for stage in STAGES}
        for share in SHARES:
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place)
                if kind == "lecture":
                    write(folder, round(CHAPTERS * share), round(FIGURES * share))
                else:
                    write(folder, 1, 5, round(BYTES * share))
                drawn(folder)
                for stage in STAGES:
                    for what, value in cost(stage, folder).items():
                        stages[stage][what].append(value)
            say(f"    {kind}, {share:.3g} of it: " + ", ".join(f"{s} {stages[s]['seconds'][-1]:.1f} s" for s in STAGES))
        for costs in stages.values():
            costs["exponent"] = exponent(SHARES, costs["seconds"])
        found[kind] = {"sizes": list(SHARES), "stages": stages}
    return found


def plot(found: Mapping[str, Mapping], file: Path) -> None:
    """Draw time and memory against size."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(10, 7), layout="constrained")
    names = {"lecture": f"{CHAPTERS} chapters, {FIGURES} figures", "chapter": f"one chapter of {BYTES / 1e6:.0f} MB"}
    for row, (kind, name) in zip(axes, names.items(), strict=True):
        for place, what in zip(row, ("seconds", "megabytes"), strict=True):
            for stage, costs in found[kind]["stages"].items():
                place.plot(found[kind]["sizes"], costs[what], marker="o", label=stage)
            place.set(xlabel=f"share of {name}", ylabel=what, xlim=(0, None), ylim=(0, None))
    axes[0, 0].legend()
    figure.savefig(file)


def worse(found: Mapping[str, Mapping]) -> list[str]:
    """What grows worse than linearly, a line each."""
    return [
        f"{kind}: {stage} grows as the power {costs['exponent']:.2f} of the size"
        for kind, part in found.items()
        for stage, costs in part["stages"].items()
        if costs["exponent"] > LINEAR
    ]


if __name__ == "__main__":  # for `cost`, which measures a process of its own
    _stage(sys.argv[1], Path(sys.argv[2]))
