"""What an author waits for, each time beside something that everybody can time: in one run, by turns, as ratios.

Works on a copy of a finished lecture (hard links), which is thrown away.
"""

import ast
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lecture.checking.reproduction import sources
from lecture.publishing import writing
from lecture.publishing.document import load

BUILT = ("results", "figures", "public", ".snakemake", ".cache")
BIN = Path(sys.executable).parent
CHAPTER = "notebooks/01-vision.md"
SHOWN = "notebooks/02-convolution.md"  # the longest
FIGURE = "src/cnn/digits/figures/loss_a.py"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COSTS = {  # what is timed → beside what
    "nothing to do": "snakemake --version",
    "an edit of prose": "plain pandoc and Typst",
    "an edit of a figure": "plain pandoc and Typst",
    "a job that does nothing": "import torch",
    "the page in Chromium": "import torch",
    "a chapter of the site in Chromium": "import torch",
}


def author(root: Path, rounds: int, say: Callable[[str], None]) -> dict[str, dict]:
    """Seconds of each thing in each round, and the ratios of COSTS.

    Args:
        root: a checkout where the lecture is built.
        rounds: how often each thing is timed; the first round, which fills caches, doesn't count.

    Returns:
        `seconds`: name → a value for each round; `ratios`: name → `against`, and `median`, `min`, `max` over rounds.

    Raises:
        SystemExit: the lecture is not built, or Chromium is missing.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("Chromium is missing; .ci/system-packages installs it")
    if not (root / "public/manifest.json").is_file():
        raise SystemExit("the lecture is not built: run `make lecture` first")
    with copy(root) as folder, opened(browser) as page:
        things = {
            "snakemake --version": lambda _: run(folder, "--version"),
            "nothing to do": lambda _: lecture(folder),
            "plain pandoc and Typst": plain(folder),
            "an edit of prose": lambda turn: edited_prose(folder, turn),
            "an edit of a figure": lambda turn: edited_figure(folder, turn),
            "import torch": lambda _: subprocess.run([sys.executable, "-c", "import torch"], check=True),
            "the page in Chromium": lambda _: page((folder / "public/index.html").as_uri()),
            "a chapter of the site in Chromium": lambda _: page(
                (folder / f"public/site/{Path(SHOWN).stem}/index.html").as_uri()
            ),
        }
        lecture(folder)
        seconds: dict[str, list[float]] = {name: [] for name in [*things, "a job that does nothing"]}
        for turn in range(rounds + 1):
            for name, thing in things.items():
                taken = timed(thing, turn)
                if turn:
                    seconds[name].append(taken)
            taken = (jobs(11) - jobs(1)) / 10
            if turn:
                seconds["a job that does nothing"].append(taken)
            say(f"    round {turn} of {rounds}")
    return {"seconds": seconds, "ratios": {name: ratio(seconds, name, other) for name, other in COSTS.items()}}


def ratio(seconds: dict[str, list[float]], name: str, other: str) -> dict:
    """How many times as long one thing takes as another, over rounds that stood side by side."""
    return {"against": other} | median_ratio(seconds[name], seconds[other])


def median_ratio(slow: list[float], fast: list[float]) -> dict[str, float]:
    """How many times faster the second is, over rounds that stood side by side."""
    return span([one / other for one, other in zip(slow, fast, strict=True)])


def span(values: list[float]) -> dict[str, float]:
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def timed(thing: Callable[[int], object], turn: int) -> float:
    start = time.perf_counter()
    thing(turn)
    return time.perf_counter() - start


@contextmanager
def copy(root: Path):
    """A copy of a built checkout: its sources, and what is built as hard links."""
    (root / ".cache").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / ".cache", prefix="bench-") as place:
        folder = Path(place)
        for path in sources(root):
            if path.parts[0] not in BUILT:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / path, folder / path)
        leave = shutil.ignore_patterns("bench-*", "uv-tool", "locks")
        for name in BUILT:
            # Snakemake writes its records in place: a link would tell the checkout of what is built in the copy.
            copying = shutil.copy2 if name == ".snakemake" else os.link
            shutil.copytree(root / name, folder / name, copy_function=copying, ignore=leave)
        (folder / "data").symlink_to(root / "data", target_is_directory=True)
        yield folder


def run(folder: Path, *arguments: str) -> None:
    command = [BIN / "snakemake", *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def lecture(folder: Path) -> None:
    run(folder, "--workflow-profile", "workflow/profiles/default", "--cores", str(os.cpu_count()))


def edited_prose(folder: Path, turn: int) -> None:
    """Another sentence at the end of a chapter, and all formats."""
    chapter = folder / CHAPTER
    text = chapter.read_text(encoding="utf-8").rstrip("\n")
    write(chapter, f"{text}\n\nЕщё одно предложение, уже {turn}-е.\n")
    lecture(folder)


def edited_figure(folder: Path, turn: int) -> None:
    """Another statement in what draws a figure, and all formats."""
    module = folder / FIGURE
    text = module.read_text(encoding="utf-8")
    [draw] = [node for node in ast.parse(text).body if getattr(node, "name", "") == "draw"]
    lines = text.splitlines(keepends=True)
    lines.insert(draw.body[1].lineno - 1, f"    _ = {turn}\n")
    write(module, "".join(lines))
    lecture(folder)


def write(file: Path, text: str) -> None:
    """Write a file of the copy anew: the links of other files stay as they are."""
    file.unlink()
    file.write_text(text, encoding="utf-8")


def plain(folder: Path) -> Callable[[int], None]:
    """pandoc without filters on the chapters' texts, and Typst on the text that the PDF is set from."""
    import pypandoc

    kept = folder / "plain"
    kept.mkdir()
    pictures: dict[str, str] = {}

    def keep(text: str, gathered: Mapping[str, str], warn: Callable, font: Path | None) -> str:
        for source, path in gathered.items():
            pictures[source] = str(shutil.copy(path, kept / f"{len(pictures)}{Path(path).suffix}"))
        return text

    writing.FORMATS["plain"] = replace(writing.FORMATS["pdf"], close=keep)
    built = folder / "results/document"
    text = writing.write(load(built), "plain", [folder / "notebooks", built], trusted=True)
    chapters = sorted(map(str, (folder / "notebooks").glob("[0-9]*.md")))
    pandoc = [pypandoc.get_pandoc_path(), "--mathml", "--to=html", f"--output={os.devnull}", *chapters]

    (kept / "plain.json").write_text(json.dumps([text, pictures]), encoding="utf-8")
    # A process of its own: Typst keeps what it has set for as long as its process lives.
    paper = (
        "import json, sys; from lecture.publishing.paper.printing import to_pdf; to_pdf(*json.load(open(sys.argv[1])))"
    )

    def both(turn: int) -> None:
        subprocess.run(pandoc, check=True, stderr=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-c", paper, kept / "plain.json"], check=True, stdout=subprocess.DEVNULL)

    return both


def jobs(many: int) -> float:
    """Seconds of a workflow with so many warm jobs that do nothing, one after the other."""
    with tempfile.TemporaryDirectory() as place:
        folder, names = Path(place), [str(number) for number in range(many)]
        (folder / "Snakefile").write_text(
            "from lecture.build import warm\nwarm.use({}, lambda: workflow.dag.needrun_jobs())\n"
            f"rule all:\n    input: {[f'{name}.txt' for name in names]}\n"
            'rule job:\n    output: "{name}.txt"\n    script: "job.py"\n'
        )
        (folder / "job.py").write_text("open(snakemake.output[0], 'w').close()\n")
        return timed(lambda _: run(folder, "--cores", "1", "--forceall", "--max-jobs-per-timespan", "1000/1s"), 0)


@contextmanager
def opened(browser: str):
    """What opens an address in a new page of the browser and waits until the page is ready."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])

        def page(address: str) -> None:
            tab = chromium.new_page()
            tab.goto(address, wait_until="load")
            tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            tab.close()

        yield page
        chromium.close()
