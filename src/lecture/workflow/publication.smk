"""Publication. Reads the chapters' prose, results/ and figures/. Writes results/lecture.ipynb,
results/document/ and public/.
"""

# Chapters as they were parsed and written the last time, for the next edit.
PAGE_CACHE = f".cache/pages/{config['edition']}"

# The exporters are files, not only code: whichever of them is edited, the pages are rendered again.
PUBLISHING = sorted(
    os.path.relpath(path) if path.is_relative_to(HERE) else str(path)
    for package in ("publishing", "words")
    for path in (ENGINE / package).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
)
PAGES = {"index.html": "html", "lecture.pdf": "pdf", "slides.html": "slides", "lecture.epub": "epub"}
WRITTEN = {name: Path(f"notebooks/{name}.md").read_text(encoding="utf-8") for name in CHAPTERS}
HANDOUTS = [
    handout
    for handout, mark in (("exercises", "{.exercise"), ("solutions", "{.answer"))
    if any("{.exercise" in text and mark in text for text in WRITTEN.values())
]
EXCERPTS = [f"chapters/{name}.pdf" for name in CHAPTERS] + [f"handouts/{name}.pdf" for name in HANDOUTS]
SITE = [
    f"public/site/{file}"
    for file in (
        "index.html",
        *(f"{name}/index.html" for name in [*CHAPTERS, *["glossary"] * bool(TERMS)]),
        *(f"shared/{name}" for name in ("page.css", "page.js", "theme.js", "search.js", "addresses.js")),
    )
]
PUBLISHED = [
    *(f"public/{page}" for page in [*PAGES, *EXCERPTS]),
    *(f"public/notebooks/{name}.ipynb" for name in EXECUTIONS),
]

# What the first page says: of the lecture, and what a reader can take along.
PAGE = LECTURE.page | {
    "published": [file.removeprefix("public/") for file in (*PUBLISHED, "public/notebooks.zip", SITE[0])]
}


rule lecture:
    """Put the outputs of the executed cells between the prose: the whole lecture as one notebook."""
    input:
        texts=expand("notebooks/{name}.md", name=CHAPTERS),
        notebooks=expand("results/notebooks/{name}.ipynb", name=CHAPTERS),
        glossary=GLOSSARY if TERMS else [],
        numbers="results/numbers.json",
        claims="results/claims.json",
        measured=times.OWN if LECTURE.times else [],
        fetched=str(ELSEWHERE),
        recipes=RECIPES,
    output:
        "results/lecture.ipynb",
    log:
        "results/logs/lecture.log",
    params:
        edition=config["edition"],
        description=PAGE,
        facts=FACTS,
        recipes=lambda wildcards: len(RECIPES),
        origins=lambda wildcards: makers(),
        cache=CHAPTER_CACHE,
        pages=PAGE_CACHE,
        refuted=config["refuted"],
        known_claims=sorted(CLAIMS),
        shown=lambda wildcards: [source(mention.name) for name in CHAPTERS for mention in NOTEBOOKS[name].sources],
        code=code("lecture.py"),
    script:
        "scripts/lecture.py"


rule document:
    """Parse and number the lecture: a tree for each chapter, from which all pages are written."""
    input:
        lecture="results/lecture.ipynb",
        bibliography=BIBLIOGRAPHY if Path(BIBLIOGRAPHY).is_file() else [],
        exporters=PUBLISHING,
    output:
        directory("results/document"),
    log:
        "results/logs/document.log",
    params:
        cache=PAGE_CACHE,
        code=code("document.py"),
    script:
        "scripts/document.py"


rule page:
    """Write the lecture in a format: HTML and PDF, and below slides and the book for e-readers."""
    input:
        document="results/document",
        figures=FIGURES,
        interactive=lambda wildcards: INTERACTIVE if wildcards.page == "index.html" else [],
        exporters=PUBLISHING,
    output:
        "results/publication/{page}",
    log:
        "results/logs/{page}.log",
    wildcard_constraints:
        page="index.html|lecture.pdf",
    priority: 1  # who has changed a sentence looks at these first
    params:
        format=lambda wildcards: PAGES[wildcards.page],
        cache=PAGE_CACHE,
    script:
        "scripts/page.py"


use rule page as slides with:
    wildcard_constraints:
        page="slides.html",
    priority: 0


use rule page as book with:
    wildcard_constraints:
        page="lecture.epub",
    priority: 0


rule site:
    """Write the lecture as a site, a page for each chapter; what pandoc wrote for the one page it finds in the cache."""
    input:
        document="results/document",
        figures=FIGURES,
        interactive=INTERACTIVE,
        exporters=PUBLISHING,
        page="results/publication/index.html",
    output:
        "results/publication/site.zip",
    log:
        "results/logs/site.log",
    params:
        cache=PAGE_CACHE,
        code=code("site.py"),
    script:
        "scripts/site.py"


rule excerpts:
    """Set a PDF for each chapter, and the handouts: exercises and solutions. What did not change is not set again."""
    input:
        document="results/document",
        figures=FIGURES,
        exporters=PUBLISHING,
    output:
        expand("results/publication/{excerpt}", excerpt=EXCERPTS),
    log:
        "results/logs/excerpts.log",
    params:
        cache=PAGE_CACHE,
        code=code("excerpts.py"),
    script:
        "scripts/excerpts.py"


# What the cells of each notebook read.
NEEDED = {
    name: sorted({each for file in NOTEBOOKS[text].files(own) for each in FOLDERS.get(file.name, [file.name])})
    for name, (text, own) in EXECUTIONS.items()
}


# What is given in the place of files in which there are a build's own times: the same with those on record.
LASTING = {
    file: found
    for file in sorted(set().union(*NEEDED.values()))
    if Path(file).parent == Path("results")
    and Path(file).suffix in (".json", ".npz")
    and (found := on_record(Path(file).stem, Path(file).suffix[1:])) != file
}


rule portable_notebooks:
    """Give notebooks what they need elsewhere: prose with its figures, a first cell, archives of what they read."""
    input:
        document="results/document",
        figures=FIGURES,
        exporters=PUBLISHING,
        notebooks=expand("results/notebooks/{notebook}.ipynb", notebook=EXECUTIONS),
        files=sorted(set().union(*NEEDED.values())),
        lasting=sorted(LASTING.values()),
    output:
        "results/publication/notebooks.zip",
    log:
        "results/logs/portable_notebooks.log",
    params:
        files=NEEDED,
        lasting=LASTING,
        chapters=sorted(set(CHAPTERS) & set(EXECUTIONS)),
        recipes=sorted(set().union(*NEEDED.values()) & set(RECIPES)),
        times=LECTURE.times,
        language=LECTURE.language,
        address=LECTURE.address,
        cache=PAGE_CACHE,
        answers=CODE_CACHE,
        code=code("portable_notebooks.py"),
    script:
        "scripts/portable_notebooks.py"


rule publish:
    """Publish all pages and notebooks at once, when all of them are there, with a manifest of what they are."""
    input:
        pages=expand("results/publication/{page}", page=[*PAGES, *EXCERPTS]),
        notebooks="results/publication/notebooks.zip",
        site="results/publication/site.zip",
        lecture="results/lecture.ipynb",
        figures=FIGURES,
        recipes=RECIPES,
        claims="results/claims.json",
        measured=times.OWN if LECTURE.times else [],
        own_claims="results/own_claims.json" if LECTURE.times else [],
        fetched=str(ELSEWHERE),
        data=DATA,
    output:
        update(PUBLISHED),
        site=update(SITE),
        archive=update("public/notebooks.zip"),
        manifest=update("public/manifest.json"),
    log:
        "results/logs/publish.log",
    params:
        edition=config["edition"],
        times=LECTURE.times,
        cache=PAGE_CACHE,
        code=code("publish.py"),
    script:
        "scripts/publish.py"
