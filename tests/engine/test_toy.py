"""The toy lecture: what the engine promises every lecture, in a folder with spaces, quotes and Cyrillic letters."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from lecture.publishing.trees.marks import MARK
from tests import portable
from tests.conftest import JOB
from tests.engine.conftest import ABSENT, TOY, alone, without_caches

PAGES = ["page index.html", "page lecture.pdf", "slides slides.html", "book lecture.epub", "site", "portable_notebooks"]
PUBLICATION = sorted(["lecture", "document", *PAGES, "excerpts", "publish", "all"])
PUBLISHED = {
    "public/index.html",
    "public/lecture.pdf",
    "public/slides.html",
    "public/lecture.epub",
    "public/manifest.json",
    "public/handouts/exercises.pdf",
    "public/handouts/solutions.pdf",
    "public/chapters/01-birthdays.pdf",
    "public/chapters/02-walks.pdf",
    "public/notebooks.zip",
    "public/notebooks/01-birthdays.ipynb",
    "public/notebooks/02-walks.ipynb",
    "public/notebooks/01-birthdays.zip",
    "public/notebooks/02-walks.zip",
}
PUBLISHED |= {
    f"public/site/{file}"
    for file in (
        "index.html",
        *(f"{folder}/index.html" for folder in ("01-birthdays", "02-walks", "glossary", "literature")),
        "01-birthdays/formulas.woff",
        *(f"shared/{name}" for name in ("page.css", "page.js", "theme.js", "search.js", "addresses.js")),
        *(f"shared/sans-{face}.woff" for face in ("regular", "italic", "semibold")),
        *(f"shared/serif-{face}.woff" for face in ("regular", "italic", "semibold")),
        "shared/mono-regular.woff",
        "shared/origins.js",
        "shared/origins-data.js",
    )
}
BIRTHDAYS = "notebooks/01-birthdays.md"


def page(lecture, name: str = "public/index.html") -> str:
    return (lecture.folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("package", ABSENT)
def test_the_toy_is_built_where_nobody_can_import(toy, package):
    command = [sys.executable, "-c", f"import {package}"]
    done = subprocess.run(command, env=os.environ | toy.variables, capture_output=True, text=True)
    assert f"ImportError: {package} is not for this lecture" in done.stderr


def test_a_build_publishes_what_the_contract_names(first_toy):
    toy, jobs = first_toy
    assert len(jobs) == 22 and jobs[-1] == "all"
    assert {"measurement shared_birthday", "experiment random_walk 1", "figure random_walk", "claims"} <= set(jobs)
    assert toy.published().keys() == PUBLISHED
    numbers = json.loads((toy.folder / "results/numbers.json").read_text())
    assert numbers["shared_birthday.half"] == 23
    assert numbers["random_walk.seeds"] == 3
    claims = json.loads((toy.folder / "results/claims.json").read_text())
    assert [(claim["id"], claim["holds"]) for claim in claims] == [("half_is_small", True), ("square_root_law", True)]


def test_the_pages_are_english_and_whole(toy):
    text = re.sub(r"\s+", " ", re.sub(r"<(style|script|svg).*?</\1>|<[^>]+>", "", page(toy), flags=re.DOTALL))
    assert '<html lang="en"' in page(toy)
    for words in (
        "In a group of 23 people a shared birthday is more likely than not: 50.7%.",
        "W. Feller. An introduction to probability theory and its applications. Wiley. 1968",
        "the mean of 3 runs",
        "A year has 365 days here.",
        "50 97.0%",
        "Exercise 2.1. Where is a walker",
        "A path of steps whose directions are chosen at random. chapter 2",
    ):
        assert words in text
    assert not re.search("[а-яё]", text, re.IGNORECASE)
    slides = page(toy, "public/slides.html")
    assert "Everybody different" in slides and 'lang="en"' in slides


def test_figures_write_numbers_in_the_language_of_the_lecture(edited_toy):
    figure = edited_toy.folder / "figures/shared_birthday.svg"
    english = figure.read_text()
    edited_toy.edit("src/toy/lecture.yaml", "language: en", "language: ru")
    assert "figure shared_birthday" in edited_toy.build("figures/shared_birthday.svg")
    assert figure.read_text() != english  # 0,5 for 0.5; letters are drawn as paths


def test_the_manifest_holds_the_digests_of_what_is_published(toy):
    manifest = json.loads((toy.folder / "public/manifest.json").read_text())
    digests = toy.published()
    digests.pop("public/manifest.json")
    assert manifest["published"] == digests
    for file, digest in manifest["inputs"].items():
        assert hashlib.sha256((toy.folder / file).read_bytes()).hexdigest() == digest
    assert manifest["recipes"].keys() == {
        "results/recipes/shared_birthday.json",
        *(f"results/experiments/random_walk/{seed}.json" for seed in (1, 2, 3)),
    }


def test_numbers_have_cards_on_the_page_and_the_site_and_nothing_keeps_a_mark(toy):
    told = json.loads((toy.folder / "results/lecture.ipynb").read_text())["metadata"]["origins"]
    assert told["numbers"]["01"][0] == "shared_birthday.half"
    assert told["made"]["figures/random_walk"]["from"] == ["random_walk"]
    assert told["made"]["random_walk"]["seeds"] == [1, 2, 3]
    for name in ("public/index.html", "public/site/01-birthdays/index.html"):
        assert '<data value="01.0">23</data>' in page(toy, name)
        assert 'data-n="01.' in page(toy, name)
    assert 'id="origins"' in page(toy) and "lectureFiles.origins" in page(toy, "public/site/shared/origins-data.js")
    assert "<data" not in page(toy, "public/slides.html")
    for path in (toy.folder / "public").rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".ipynb"):
            assert not MARK.search(path.read_text(encoding="utf-8")), path


def test_published_notebooks_carry_outputs_and_no_traces_of_the_run(toy):
    for path in (toy.folder / "public/notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert any(cell.get("outputs") for cell in notebook.cells)
        assert str(toy.folder) not in path.read_text(encoding="utf-8")
        assert "papermill" not in notebook.metadata


@pytest.mark.long
@pytest.mark.parametrize("name", ["01-birthdays", "02-walks"])
def test_a_published_notebook_runs_in_a_clean_folder_without_our_sources(toy, tmp_path, name):
    for kind in ("ipynb", "zip"):
        shutil.copy(toy.folder / f"public/notebooks/{name}.{kind}", tmp_path)
    done = portable.run(tmp_path / f"{name}.ipynb", probe="toy")
    published = nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)
    outputs = [[[o.get("text"), o.get("data")] for o in cell.outputs] for cell in code_cells(published)]
    assert [[[o.get("text"), o.get("data")] for o in cell.outputs] for cell in code_cells(done)][1:-1] == outputs[1:]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.long
def test_two_builds_give_the_same_bytes(toy, tmp_path):
    second = alone(tmp_path / "plain", tmp_path / "absent")
    without_caches(TOY, second.folder)
    second.build()
    assert second.published() == toy.published()


def test_a_second_build_has_nothing_to_do(asked_toy):
    done = asked_toy.run()
    assert done.returncode == 0
    assert "Nothing to be done" in done.stdout


def test_the_site_says_what_the_page_says(toy):
    pages = [page(toy, f"public/site/{name}/index.html") for name in ("01-birthdays", "02-walks", "glossary")]

    def words(html):
        return re.sub(r"\s+", " ", re.sub(r"<(style|script|svg|nav|header).*?</\1>|<[^>]+>", "", html, flags=re.DOTALL))

    whole = words(page(toy))
    for text in pages:
        for sentence in re.findall(r"<p>([A-Z][^<]*\.)</p>", text):
            assert words(sentence) in whole
    assert "In a group of 23 people" in words(pages[0])
    site = toy.folder / "public/site"
    for html in site.rglob("*.html"):
        for address in re.findall(r'(?:href|src|data-file|data-script)="([^"#?]+)', html.read_text(encoding="utf-8")):
            if not address.startswith("data:"):
                target = (html.parent / address).resolve()
                assert target.is_relative_to(toy.folder / "public") and target.exists(), (html, address)


EDITS = {
    "prose": (BIRTHDAYS, "is more likely than not:", "is likelier than not:", []),
    "a code cell": (BIRTHDAYS, ":.3f}", ":.4f}", ["notebook 01-birthdays"]),
    "code that a cell and a study use": (
        "src/toy/birthdays/shared_birthday.py",
        "1 - different[people - 1]",
        "1.0 - different[people - 1]",
        ["notebook 01-birthdays", "measurement shared_birthday", "figure shared_birthday", "numbers", "claims"],
    ),
    "a claim": ("src/toy/walks/claims.yaml", "the exponent.", "its exponent.", ["claims"]),
    "a threshold": ("config/lecture.yaml", "at_least: 0.45", "at_least: 0.46", ["claims"]),
    "the glossary": ("notebooks/glossary.yaml", "A path of steps", "A sequence of steps", []),
    "a seed more": (
        "config/lecture.yaml",
        "[1, 2, 3]",
        "[1, 2, 3, 4]",
        [
            "experiment random_walk 4",
            "experiment_summary random_walk",
            "figure random_walk",
            "notebook 02-walks",
            "numbers",
            "claims",
        ],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_runs_what_depends_on_it_and_nothing_else(asked_toy, edit):
    file, old, new, jobs = EDITS[edit]
    asked_toy.edit(file, old, new)
    assert sorted(asked_toy.build("--dry-run")) == sorted([*PUBLICATION, *jobs])


def test_an_edit_of_a_figure_draws_that_figure_only(asked_toy):
    asked_toy.edit("src/toy/walks/figures/random_walk.py", "height=2.8", "height=3.2")
    assert sorted(asked_toy.build("--dry-run")) == sorted(["figure random_walk", *PAGES, "excerpts", "publish", "all"])


def test_an_edit_of_comments_and_docstrings_runs_nothing(asked_toy):
    asked_toy.edit("src/toy/walks/random_walk.py", "    random = np", "    # a remark\n    random = np")
    asked_toy.edit("src/toy/walks/figures/random_walk.py", '"""Draw a line for', '"""Draw one line for')
    assert asked_toy.build("--dry-run") == []


def test_an_edit_of_prose_is_published(edited_toy):
    cache = edited_toy.folder / ".cache/pages"
    before = {file.relative_to(cache): file.read_bytes() for file in cache.rglob("*.json")}
    edited_toy.edit(BIRTHDAYS, "# Shared birthdays {", "# Birthdays in common {")
    edited_toy.edit("notebooks/glossary.yaml", "A path of steps", "A sequence of steps")
    assert sorted(edited_toy.build()) == PUBLICATION
    changed = {path.name for path, kept in before.items() if (cache / path).read_bytes() != kept}
    kinds = ["markdown", "text", "html", "sections", "pdf", "slides", "epub"]
    kinds += [f"{format_}-finished" for format_ in ("html", "pdf", "slides", "epub")]
    pages = {f"{name}.{what}.json" for name in ("01", "glossary") for what in kinds}
    assert changed == {"01-birthdays.cells.json", *pages} - {"glossary.slides-finished.json"}  # it is on no slide
    assert "Birthdays in common" in page(edited_toy)
    assert re.search(r'chosen at random\.\s*<a href="#term-random_walk"', page(edited_toy))


PAGE = "results/publication/index.html"


@pytest.mark.long
def test_another_edition_and_another_fact(edited_toy):
    (edited_toy.folder / "mars.yaml").write_text("planet: Mars\ndays: 669\nclaims: {half_is_small: {at_most: 0.2}}\n")
    jobs = edited_toy.build(PAGE, configfile="config/short.yaml mars.yaml")
    assert "experiment random_walk 1" in jobs and "experiment random_walk 2" not in jobs
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page(edited_toy, PAGE)))
    assert "A short edition: 1 run of the random walk." in text
    assert "In a group of 31 people" in text
    assert "days here" not in text
    claims = json.loads((edited_toy.folder / "results/claims.json").read_text())
    assert [claim["id"] for claim in claims] == ["square_root_law"]


# What stops a build before its first job: edits that are told together, each with the beginning of its line.
MISTAKES = {
    "names in a text": [
        (BIRTHDAYS, "{{ shared_birthday.half }}", "{{ shred_birthday.half }}", "no numbers 'shred_birthday'"),
        (BIRTHDAYS, "as @fig-shared_birthday", "as @fig-shred_birthday", "unknown reference @fig-shred_birthday; did"),
        (BIRTHDAYS, 'claim="half_is_small"', 'claim="half_is_smal"', "no claim 'half_is_smal'; did you mean 'half_is_"),
        (BIRTHDAYS, 'term="independence"', 'term="indepedence"', "no term 'indepedence' in the glossary; did you mean"),
        (
            "notebooks/02-walks.md",
            "figures/random_walk.svg){#fig-random_walk",
            "figures/random_wlak.svg){#fig-random_wlak",
            "no figure 'random_wlak'; did you mean 'random_walk'?",
        ),
        (
            "notebooks/02-walks.md",
            "results/random_walk.json",
            "results/random.json",
            "no rule makes results/random.json",
        ),
    ],
    "sources, and a picture from elsewhere": [
        (
            BIRTHDAYS,
            "[@feller1968]",
            "[@feller1986]",
            "no source @feller1986 in the bibliography; did you mean 'feller19",
        ),
        (
            BIRTHDAYS,
            "# Shared birthdays",
            "![a](https://example.org/a.png)\n\n# Shared birthdays",
            "https://example.org",
        ),
    ],
    "a source that stands twice": [
        (
            "config/references.bib",
            "}\n}",
            "}\n}\n\n@article{ feller1968 ,\n title={Again}}",
            "the key 'feller1968' stands twice, here and in line 1",
        ),
    ],
    "a bibliography that is none": [
        ("config/references.bib", "  title     =", "  titel", "this is no BibTeX: unexpected"),
    ],
    "the header": [(BIRTHDAYS, "title: Shared", "titel: Shared", "the header has no `title`")],
    "what pandoc forgives, in two chapters": [
        (BIRTHDAYS, "q(n) =", "q(n) = \\unknown", "pandoc doesn't understand this formula: q(n) = \\unknown"),
        ("notebooks/02-walks.md", "# Random walks", ":::\n\n# Random walks", "::: closes nothing here"),
    ],
    "a value that is not what it looks like": [
        ("config/lecture.yaml", "days: 365", "days: 0555", "0555: YAML reads 365 here"),
        ("config/lecture.yaml", "at_most: 0.1}", "at_most: .nan}", ".nan: this is no finite number"),
    ],
    "an alternative text": [
        (BIRTHDAYS, "{#fig-shared_birthday alt=", "{#fig-shared_birthday atl=", "the figure shared_b")
    ],
    "a claim": [
        (
            "src/toy/walks/claims.yaml",
            "statement:",
            "statment:",
            "the claim 'square_root_law': Additional properties are not allowed ('statment' was unexpected)",
        )
    ],
    "a fact": [(BIRTHDAYS, 'planet="Earth"', 'plant="Earth"', "no fact 'plant'; there is planet")],
    "the glossary": [
        ("notebooks/glossary.yaml", "at random.", "at random", "the definition of 'random_walk' is not one")
    ],
    "a word of READS": [
        (
            "src/toy/birthdays/shared_birthday.py",
            '{"days": "config',
            '{"days": "confg',
            "READS: days: there is no word 'confg'",
        )
    ],
    "studies that nothing makes": [
        (
            "src/toy/birthdays/shared_birthday.py",
            '{"days": "config days"',
            '{"days": "arrays random_wlak"',
            "READS: days: 'arrays random_wlak': no rule makes results/random_wlak.npz; did you mean 'random_walk'?",
        ),
        (
            "src/toy/walks/figures/random_walk.py",
            '"""The distance of random walks against the number of steps."""',
            'READS = "random_walks"',
            "READS: arrays: 'arrays random_walks': no rule makes results/random_walks.npz; did you mean 'random_walk'?",
        ),
    ],
    "a key of READS": [
        (
            "src/toy/birthdays/shared_birthday.py",
            "config days",
            "config dayz",
            "READS: config dayz: the configuration has no such key",
        )
    ],
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_stops_the_build_before_any_job_with_file_and_line(asked_toy, kind):
    before = asked_toy.published()
    for file, old, new, _ in MISTAKES[kind]:
        asked_toy.edit(file, old, new)
    # where the whole is at fault, or what follows a text that stood there
    lines = {"the header": 1, "the glossary": 5, "a claim": 2, "a source that stands twice": 9}
    expected = [
        f"{file}:{lines.get(kind) or asked_toy.line(file, new)}: {message}" for file, _, new, message in MISTAKES[kind]
    ]
    done = asked_toy.run()
    assert done.returncode == 1
    assert JOB.findall(done.stdout) == []
    for message in expected:
        assert message in done.stdout
    assert asked_toy.published() == before


# The same in YAML, where the key is named.
WRONG_KEYS = {
    "an unknown key of the description": (
        "src/toy/lecture.yaml",
        "subtitle:",
        "subtitel:",
        "src/toy/lecture.yaml:2: there is no key 'subtitel'; known: ",
    ),
    "a misspelt setting": (
        "config/lecture.yaml",
        "walkers: 400",
        "walker: 400",
        "experiments.random_walk.walker: there is no such key; did you mean walkers?",
    ),
    "a setting out of its range": (
        "config/lecture.yaml",
        "steps: 256",
        "steps: 2",
        "experiments.random_walk.steps: 2 is less than the minimum of 4",
    ),
    "a threshold of no claim": (
        "config/lecture.yaml",
        "half_is_small:",
        "half_is_smal:",
        "claims.half_is_smal: there is no such claim; did you mean half_is_small?",
    ),
}


@pytest.mark.parametrize("kind", WRONG_KEYS)
def test_a_wrong_key_stops_the_build_before_any_job_by_name(asked_toy, kind):
    before = asked_toy.published()
    file, old, new, message = WRONG_KEYS[kind]
    asked_toy.edit(file, old, new)
    done = asked_toy.run()
    assert done.returncode == 1
    assert JOB.findall(done.stdout) == []
    assert message in done.stdout
    assert asked_toy.published() == before


def test_a_misspelt_number_of_a_group_stops_the_build_with_file_and_line(asked_toy):
    before = asked_toy.published()
    asked_toy.edit(BIRTHDAYS, "shared_birthday.probability | percent(1)", "shared_birthday.probabilty | percent(1)")
    done = asked_toy.run()
    assert done.returncode == 1
    line = asked_toy.line(BIRTHDAYS, "probabilty")
    assert re.search(rf"^{BIRTHDAYS}:{line}: .*'probabilty'", done.stdout, re.MULTILINE)
    assert asked_toy.published() == before


def test_a_source_that_the_bibliography_lacks_stops_the_page(asked_toy):
    asked_toy.edit(BIRTHDAYS, "@feller1968", "@fellar1968")
    done = asked_toy.run("results/publication/index.html")
    assert done.returncode == 1
    assert "fellar1968" in done.stdout


@pytest.mark.long
def test_a_failing_cell_is_named_and_its_notebook_kept(edited_toy):
    before = edited_toy.published()
    edited_toy.edit(BIRTHDAYS, "import numpy as np\n", "import numpy as np\nprint(1 / 0)\n")
    done = edited_toy.run()
    assert done.returncode == 1
    line = edited_toy.line(BIRTHDAYS, "print(1 / 0)")
    assert re.search(rf"^{BIRTHDAYS}:{line}: cell \d+: ZeroDivisionError", done.stdout, re.MULTILINE)
    kept = nbformat.read(edited_toy.folder / "results/notebooks/failed/01-birthdays.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells for output in cell.get("outputs", []))
    assert edited_toy.published() == before


def test_a_refuted_claim_stops_the_publication_and_keeps_the_evidence(asked_toy):
    before = asked_toy.published()
    asked_toy.edit("config/lecture.yaml", "at_least: 0.45", "at_least: 0.54")
    done = asked_toy.run()
    assert done.returncode == 1
    assert "claim 'square_root_law' is refuted: measured 0.5" in done.stdout
    claims = json.loads((asked_toy.folder / "results/claims.json").read_text())
    assert [claim["id"] for claim in claims if not claim["holds"]] == ["square_root_law"]
    assert asked_toy.published() == before


@pytest.mark.long
def test_an_edition_may_mark_what_is_refuted(edited_toy):
    edited_toy.edit("config/lecture.yaml", "at_least: 0.45", "at_least: 0.9")
    edited_toy.edit("config/lecture.yaml", "at_most: 0.55", "at_most: 1")
    edited_toy.build("results/publication/index.html", configfile="config/short.yaml")
    assert re.search(r'class="claim-mark fails" popovertarget="claim-square_root_law"', page(edited_toy, PAGE))
    assert re.search(r'class="claim-mark holds" popovertarget="claim-half_is_small"', page(edited_toy, PAGE))


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "ending"), [("html", "html"), ("pdf", "pdf"), ("slides", "slides.html"), ("epub", "epub")]
)
def test_the_exporters_work_on_a_notebook_there(edited_toy, name, ending):
    notebook = edited_toy.folder / "public/notebooks/02-walks.ipynb"
    (edited_toy.folder / "walks.ipynb").write_bytes(notebook.read_bytes())
    edited = nbformat.read(edited_toy.folder / "walks.ipynb", as_version=4)
    edited.cells = [cell for cell in edited.cells if cell.cell_type == "code"]  # prose of a chapter needs its figures
    nbformat.write(edited, edited_toy.folder / "walks.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", f"lecture-{name}", "walks.ipynb"]
    subprocess.run(command, cwd=edited_toy.folder, env=os.environ | edited_toy.variables, check=True)
    assert (edited_toy.folder / f"walks.{ending}").stat().st_size > 10_000


@pytest.mark.long
def test_a_lecture_may_do_without_all_but_a_sentence(bare):
    jobs = bare.build()
    assert sorted(jobs) == sorted([*PUBLICATION, "notebook 01-sentence", "numbers", "claims"])
    assert "This is one." in page(bare)
    assert (bare.folder / "public/lecture.pdf").stat().st_size > 5_000


def test_a_lecture_needs_a_chapter(bare):
    (bare.folder / "notebooks/01-sentence.md").unlink()
    done = bare.run()
    assert done.returncode == 1
    assert "notebooks/: there is no chapter; write one, such as notebooks/01-introduction.md" in done.stdout
