"""Checks before any job starts: the names in the texts. Reads the rules. Writes nothing, unless `lecture watch` asks what
the rules know."""

from functools import cache

from lecture.publishing.conversion import keys_of
from lecture.publishing.errors import PublishingError
from lecture.text.checking import mistakes
from lecture.watching import plan


@cache
def is_made(file):
    """Whether a rule makes a file, or a folder stands for its files."""
    return file in FOLDERS or any(rule.is_producer(file) for rule in workflow.rules)


found = []

try:
    SOURCES = keys_of(Path(BIBLIOGRAPHY), Path(SOURCES_CACHE)) if Path(BIBLIOGRAPHY).is_file() else None
except PublishingError as mistake:
    SOURCES = None
    found.append(str(mistake))

found += [
    *mistakes(
        chapters=[NOTEBOOKS[name] for name in CHAPTERS],
        executions=[(NOTEBOOKS[text], parameters) for text, parameters in EXECUTIONS.values()],
        figures={name: figure.functions for name, figure in FIGURE_MODULES.items()},
        claims=CLAIMS,
        terms=TERMS,
        sources=SOURCES,
        is_made=is_made,
    ),
    *declarations.unfounded(DECLARED.claims, CLAIMS, FACTS, is_made),
]

# A word that means nothing, a key that the configuration lacks, or a file that nothing makes is told now, not when the
# job's turn comes.
for declaration in [*STUDIES.values(), *FIGURE_MODULES.values()]:
    try:
        found += declarations.unmade(
            declaration, VOCABULARY, lambda file: is_made(file) or Path(file).exists(), STUDIES
        )
        declarations.values(declaration, config, times.facts_of(RUN))
    except DeclarationError as mistake:
        found.append(mistake)

if found:
    raise WorkflowError("\n".join(map(str, found)))

if file := os.environ.get(plan.VARIABLE):
    plan.Plan(
        edition=config["edition"],
        refuted=config["refuted"],
        facts=FACTS,
        page=PAGE,
        claims=sorted(CLAIMS),
        recipes=RECIPES,
        origins=makers(),
        fetched=str(ELSEWHERE),
        figures={
            name: plan.Figure(figure.module, figure.file, sorted(figure.functions), figure_inputs(figure))
            for name, figure in FIGURE_MODULES.items()
        },
        cell_seconds=config["cell_seconds"],
        parameters={name: dict(EXECUTIONS[name][1]) for name in CHAPTERS},
        environment={
            name: value for name, value in os.environ.items() if ENVIRONMENT.get(name) != value and name != PLACE
        },
        chapter_cache=CHAPTER_CACHE,
        page_cache=PAGE_CACHE,
        bibliography=BIBLIOGRAPHY if Path(BIBLIOGRAPHY).is_file() else "",
        glossary=GLOSSARY if Path(GLOSSARY).is_file() else "",
    ).write(file)
