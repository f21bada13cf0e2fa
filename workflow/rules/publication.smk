"""Publication. Reads the chapters' prose, results/ and figures/. Writes results/lecture.ipynb and public/."""

from difflib import get_close_matches

PUBLISHING = sorted(
    str(path.relative_to(HERE))
    for path in (HERE / "src/cnn_lecture/publishing").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
)
FIGURES = sorted({f"figures/{figure.name}.svg" for name in CHAPTERS for figure in NOTEBOOKS[name].figures})
PAGES = {"index.html": "lecture-html", "lecture.pdf": "lecture-pdf", "slides.html": "lecture-slides"}
PUBLISHED = [
    *(f"public/{page}" for page in PAGES),
    *(f"public/notebooks/{name}.ipynb" for name in EXECUTIONS),
    "public/manifest.json",
]


def is_made(path):
    """Whether a rule makes this file; the rule of figures makes those that have a drawing."""
    folder, name = os.path.split(path)
    if folder == "figures":
        return Path(f"src/cnn_lecture/figures/{name.removesuffix('.svg')}.py").is_file()
    return any(rule.is_producer(path) for rule in workflow.rules)


def check_mentions():
    """Find the names in the texts that no rule can make, before any job starts."""
    drawings = [path.stem for path in Path("src/cnn_lecture/figures").glob("*.py")]
    for name in CHAPTERS:
        chapter = NOTEBOOKS[name]
        for figure in chapter.figures:
            if figure.name not in drawings:
                yield chapter.error(figure.line, f"no figure {figure.name!r}{near(figure.name, drawings)}")
        for group in chapter.groups:
            if not is_made(f"results/{group.name}.json"):
                yield chapter.error(group.line, f"no numbers {group.name!r}: no rule makes results/{group.name}.json")
        for claim in chapter.claims:
            if claim.name not in CLAIMS:
                yield chapter.error(claim.line, f"no claim {claim.name!r}{near(claim.name, CLAIMS)}")
    for text, parameters in EXECUTIONS.values():
        for file in NOTEBOOKS[text].files(parameters):
            if file.name != MNIST_FOLDER and not is_made(file.name):
                yield NOTEBOOKS[text].error(file.line, f"no rule makes {file.name}")


def near(name, known):
    matches = get_close_matches(name, known, n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""


if mistakes := list(check_mentions()):
    raise WorkflowError("\n".join(map(str, mistakes)))


rule lecture:
    """Put the outputs of the executed cells between the prose: the whole lecture as one notebook."""
    input:
        texts=expand("notebooks/{name}.md", name=CHAPTERS),
        notebooks=expand("results/notebooks/{name}.ipynb", name=CHAPTERS),
        numbers="results/numbers.json",
        claims="results/claims.json",
    output:
        "results/lecture.ipynb",
    params:
        edition=config["edition"],
        shown=lambda wildcards: [source(mention.name) for name in CHAPTERS for mention in NOTEBOOKS[name].sources],
        code=code("lecture.py"),
    script:
        "../scripts/lecture.py"


rule page:
    """Render the lecture with an exporter of nbconvert: HTML, PDF or slides."""
    input:
        lecture="results/lecture.ipynb",
        bibliography="config/references.bib",
        figures=FIGURES,
        exporters=PUBLISHING,
    output:
        "results/publication/{page}",
    params:
        exporter=lambda wildcards: PAGES[wildcards.page],
    wildcard_constraints:
        page="|".join(PAGES),
    script:
        "../scripts/page.py"


rule publish:
    """Publish all pages and notebooks at once, when all of them are there, with a manifest of what they are."""
    input:
        pages=expand("results/publication/{page}", page=PAGES),
        notebooks=expand("results/notebooks/{notebook}.ipynb", notebook=EXECUTIONS),
        lecture="results/lecture.ipynb",
        figures=FIGURES,
        recipes=[file for network in NETWORKS for file in trained(network, "recipe.json")],
        claims="results/claims.json",
        mnist=MNIST_FILES,
    output:
        update(PUBLISHED),
    params:
        edition=config["edition"],
        code=code("publish.py"),
    script:
        "../scripts/publish.py"
