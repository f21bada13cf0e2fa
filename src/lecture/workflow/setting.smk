"""What every stage of a lecture shares: the checked configuration, the texts, the functions that rules use.

Reads config/, the texts in notebooks/ and what the lecture's package in src/ declares. Writes nothing but a cache.
"""

import atexit
import gc
import hashlib
import os
import sys
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

min_version("9.13")

# What is read and planned here lives to the end of the build: looking through it for garbage, again and again and once
# more at the end, took a third of the time of a build that has nothing to do. `onstart` switches it on again.
gc.disable()
atexit.register(gc.freeze)

ENVIRONMENT = dict(os.environ)  # before the rules add to it

# A checkout runs its own code, whatever is installed, with the tools of this very interpreter.
HERE = Path(workflow.basedir)
sys.path.insert(0, str(HERE / "src"))
os.environ.update(
    PYTHONPATH=os.pathsep.join(filter(None, [str(HERE / "src"), os.environ.get("PYTHONPATH")])),
    PATH=os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()]),
)

from lecture.archive import ELSEWHERE, planning
from lecture.archive.store import Store
from lecture.build import clock, configuration, interruption, source_code, turns, warm
from lecture.build.description import describe
from lecture.build.source_code import digest, is_address, requirements, source
from lecture.files import PLACE, read_json, texts
from lecture.studies import declarations, times
from lecture.studies.declarations import EXPERIMENT, MEASUREMENT, DeclarationError
from lecture.text import glossary, origins
from lecture.text.numbers import groups
from lecture.text.reading import all_of

# Chapters and studies name results by their places, so all jobs must find them there.
if storage := workflow.storage_settings.default_storage_provider:
    raise WorkflowError(
        f"results can't lie in a storage ({storage}), nor can executors be used that share no disk with their jobs, since "
        "jobs find results by their places: build on one machine, also one in a cloud, or on a cluster with a common "
        "disk; docs/scale.md tells how"
    )

# Snakemake would wait for ever.
if workflow.resource_settings.cores == 0:
    raise WorkflowError("--cores 0: a build needs one core at least; name a number, as in `make CORES=2`, or `all`")

# Whatever a build before this one left, this one goes on; Ctrl-C leaves as much as a kill.
interruption.use(workflow)
turns.use()
if workflow.is_main_process:
    clock.set_right()

ENGINE = Path(declarations.__file__).parents[1]
TEXTS = sorted(Path("notebooks").glob("*.md"))

# What a lecture may do without.
GLOSSARY, BIBLIOGRAPHY, SCHEMA = "notebooks/glossary.yaml", "config/references.bib", "config/lecture.schema.json"

CONFIGURATION = "config/lecture.yaml"

# What the command line names goes over the lecture's own.
try:
    PLACES = configuration.Places(
        [CONFIGURATION, *map(os.path.relpath, workflow.overwrite_configfiles)], workflow.config_settings.config
    )
except texts.TextError as mistake:
    raise WorkflowError(str(mistake))


configfile: CONFIGURATION


# What pandoc finds in a text is kept here: reading all texts anew takes seconds.
CHAPTER_CACHE = ".cache/chapters"
SOURCES_CACHE = f"{CHAPTER_CACHE}/references.bib.json"  # no chapter has a name with a point
CODE_CACHE = ".cache/code"
source_code.keep(CODE_CACHE)

try:
    LECTURE = describe(Path(os.path.relpath(HERE / "src")))  # as messages name it
    DECLARED = declarations.declared(LECTURE.folder)
    CLAIMS = declarations.claims(DECLARED.claims, f"{CHAPTER_CACHE}/claims.yaml.json")
    configuration.complete(config)
    for fact, key in LECTURE.facts.items():
        if key not in config:
            raise texts.TextError(f"{LECTURE.page['file']}:1: facts: {fact}: the configuration has no key {key!r}")
    # What parts of a text and claims may depend on: `::: {.only data=MNIST}`.
    FACTS = {fact: str(config.get(key)) for fact, key in LECTURE.facts.items()}
    NOTEBOOKS = all_of(TEXTS, FACTS, CHAPTER_CACHE)
    TERMS = glossary.read(texts.text_of(GLOSSARY), GLOSSARY) if os.path.lexists(GLOSSARY) else {}
    if os.path.lexists(BIBLIOGRAPHY):
        texts.text_of(BIBLIOGRAPHY)
    configuration.check(
        config,
        own=read_json(SCHEMA) if os.path.lexists(SCHEMA) else {},
        studies=DECLARED.studies.values(),
        given=frozenset(LECTURE.arguments),
        claims=CLAIMS,
        notebooks={name: notebook.parameters for name, notebook in NOTEBOOKS.items()},
        places=PLACES,
        cache=f"{CHAPTER_CACHE}/lecture.yaml.json",
    )
except texts.TextError as mistake:
    raise WorkflowError(str(mistake))
if not any(text.name[:2].isdigit() for text in TEXTS):
    raise WorkflowError("notebooks/: there is no chapter; write one, such as notebooks/01-introduction.md")

# The claims that are made for these facts.
STATED = {name: claim for name, claim in CLAIMS.items() if claim.fits(FACTS)}

warm.use(LECTURE.preload, lambda: workflow.dag.needrun_jobs())
warm.together()

# Whoever has edited a text waits for its pages: what writes them is imported while Snakemake plans.
WHOLE = Path("results/lecture.ipynb")
if workflow.is_main_process and WHOLE.is_file() and max(text.stat().st_mtime for text in TEXTS) > WHOLE.stat().st_mtime:
    warm.server(warm.modules(LECTURE.preload, ()))

STUDIES, FIGURE_MODULES = DECLARED.studies, DECLARED.figures
EXPERIMENTS = config["experiments"]
CHAPTERS = [name for name in NOTEBOOKS if name[:2].isdigit()]

# Executed notebook: the text it is made of, and the parameters that differ from the text's own. A stage of the lecture
# may add reports, notebooks that are executed with other parameters and are no chapters.
EXECUTIONS = {name: (name, config["notebooks"].get(name, {})) for name in CHAPTERS}

# What the words of READS stand for; the stage that makes files adds the word by which studies read them, and where
# the file's ending doesn't tell how, the address of the function that reads them.
VOCABULARY = {
    "arrays": lambda study: f"results/{study}.npz",
    "numbers": lambda group: f"results/{group}.json",
    "file": lambda *files: next((file for file in files if Path(file).is_file()), files[-1]),
}
READERS = {}

# What is drawn is read by everybody: its times are those on record.
DRAWN = {"arrays": lambda study: on_record(study, "npz"), "numbers": lambda group: on_record(group, "json")}

# A folder that notebooks name stands for its files.
FOLDERS = {}

# The run on record of this edition, whose times the pages say. What was timed is told by its settings: those of studies, and of the numbers that other stages make; these add them.
RUN = read_json(times.RECORD).get("runs", {}).get(config["edition"], {}) if Path(times.RECORD).is_file() else {}
SETTINGS = {}

# Under which every job of this build works, where that decides bits, such as a set of instructions; stages add to it
# before any rule. What was made under others is another result.
CONDITIONS = {}

# What decided the files of other stages, for the cards of pages: settings, by `origins.key`; these stages add them.
DECIDED = {}

# For the manifest: the recipes of trainings and the data; their stages add them.
RECIPES, DATA = [], []

# Results are kept by what decided them, for the other edition and for archives. Not those of these rules: they are made
# of prose, so every edit makes others, and they cost seconds.
PASSING = {"lecture", "document", "site", "portable_notebooks", "publish"}

# SHA-256 of files that are brought here when they are needed, by path: what is made from them fits before they come.
KNOWN = {}

STORE = Store()
planning.use(planning.Planner(STORE, PASSING, KNOWN, RECIPES))

FIGURES = sorted({f"figures/{figure.name}.svg" for name in CHAPTERS for figure in NOTEBOOKS[name].figures})

if LECTURE.cover and f"figures/{LECTURE.cover}.svg" not in FIGURES:
    raise WorkflowError(f"{LECTURE.page['file']}: cover: no chapter shows a figure {LECTURE.cover!r}")

# What the page needs to show some of them with a script.
INTERACTIVE = sorted({f"figures/{figure.name}.json" for name in CHAPTERS for figure in NOTEBOOKS[name].interactive})

# The groups of numbers that the chapters name and the claims read.
GROUPS = sorted(
    {group.name for name in CHAPTERS for group in NOTEBOOKS[name].groups}
    | groups(LECTURE.editions.get(config["edition"], ""))
    | {group for claim in STATED.values() for group in claim.evidence}
)

# What the graph of the rules depends on.
RULES = hashlib.sha256(
    b"".join(
        file.read_bytes()
        for folder in (ENGINE / "workflow", HERE / "workflow" / "rules")
        for file in sorted(folder.glob("*.smk"))
    )
).hexdigest()


wildcard_constraints:
    seed="[0-9]+",
    name="[a-z0-9_]+",


def code(script, *roots, folder=ENGINE / "workflow" / "scripts"):
    """What decides a job's result besides its inputs: the digest of the script's code and of all that it uses in our
    packages, and the versions of the packages that this code imports; for `params:`."""
    text = (folder / script).read_text(encoding="utf-8")
    return conditioned({"digest": digest(text, *roots), "versions": requirements(*roots)})


def conditioned(code):
    """What decides a job's result besides its inputs, with the conditions of this build, if there are any."""
    return code | ({"conditions": CONDITIONS} if CONDITIONS else {})


def any_of(names):
    """The constraint of a wildcard that is one of the names; of none, if there are none."""
    return "|".join(names) or "(?!)"


def study_code(wildcards, script, function):
    """The code of a study: its function, the functions that read its inputs, and those that its settings name."""
    study, readers = STUDIES[wildcards.study], study_readers(wildcards).values()
    return code(script, f"{study.module}:{function}", *readers, *addresses(study_settings(wildcards)))


def study_inputs(wildcards):
    """The files that a study's READS names."""
    return declarations.inputs(STUDIES[wildcards.study], VOCABULARY)


def figure_inputs(figure):
    """The files that a figure's READS names."""
    return declarations.inputs(figure, VOCABULARY | DRAWN)


def study_readers(wildcards):
    """The functions that read an argument where the file's ending doesn't tell how, by argument."""
    arguments = STUDIES[wildcards.study].arguments
    words = {argument: words.split()[0] for argument, words in arguments.items() if isinstance(words, str)}
    return {argument: READERS[word] for argument, word in words.items() if word in READERS}


def study_settings(wildcards):
    """What a study depends on besides files: its settings, without the list of its seeds, and `config` in READS."""
    study = STUDIES[wildcards.study]
    section = EXPERIMENTS if study.kind == EXPERIMENT else config["measurements"]
    own = {key: value for key, value in section.get(study.name, {}).items() if key != "seeds"}
    return own | declarations.values(study, config, times.facts_of(RUN))


def on_record(group, ending):
    """The file of a study's numbers or arrays, with the times of the run on record, if that has them."""
    kept = ON_RECORD.get(group, {}).get("numbers" if ending == "json" else "arrays")
    return f"results/on_record/{group}.{ending}" if kept else f"results/{group}.{ending}"


def of_seeds(study, ending):
    """A file of each of an experiment's seeds."""
    return [f"results/experiments/{study}/{seed}.{ending}" for seed in EXPERIMENTS[study]["seeds"]]


def addresses(settings):
    """The definitions in our packages that settings name."""
    inner = [address for value in settings.values() if isinstance(value, dict) for address in addresses(value)]
    return inner + [value for value in settings.values() if isinstance(value, str) and is_address(value)]


def files(wildcards):
    """The files that a notebook's code cells name."""
    text, parameters = EXECUTIONS[wildcards.notebook]
    found = {mention.name for mention in NOTEBOOKS[text].files(parameters)}
    return sorted({file for name in found for file in FOLDERS.get(name, [name])})


def makers():
    """What makes each figure, each group of numbers, and all that they are made from, by `origins.key`."""
    recipes = {}
    for file in RECIPES:
        recipes.setdefault(origins.key(file), []).append(file)
    found, open_ends = {}, [*FIGURES, *(f"results/{group}.json" for group in GROUPS)]
    while open_ends:
        path = open_ends.pop()
        name = origins.key(path)
        if name in found or (made := maker(path, name)) is None:
            continue
        found[name] = made | {"recipes": recipes.get(name, [])}
        open_ends += made["inputs"]
    return dict(sorted(found.items()))


def maker(path, name):
    """What makes a file; None if no rule does."""
    if name in STUDIES:
        study, wildcards = STUDIES[name], SimpleNamespace(study=name)
        return {
            "rule": study.kind,
            "code": f"{study.module}:{'run' if study.kind == EXPERIMENT else 'measure'}",
            "inputs": flat_files(study_inputs(wildcards)),
            "settings": study_settings(wildcards),
            "seeds": list(EXPERIMENTS[name]["seeds"]) if study.kind == EXPERIMENT else [],
        }
    if path.startswith("figures/"):
        figure = FIGURE_MODULES[path.removeprefix("figures/").partition(".")[0]]
        read = flat_files(declarations.inputs(figure, VOCABULARY))
        return {"rule": "figure", "code": f"{figure.module}:draw", "inputs": read, "settings": {}, "seeds": []}
    producer = next((each for each in workflow.rules if each.is_producer(path)), None)
    if producer is None or not path.startswith("results/"):  # data are brought here, and told by their digests
        return None
    read = producer.expand_input(producer.get_wildcards(path))[0]
    settings = DECIDED.get(name, {})
    function = producer.params.get("function") or next(iter(addresses(settings)), None)
    files = sorted(set(map(str, read)))
    return {"rule": producer.name, "code": function, "inputs": files, "settings": settings, "seeds": []}


def flat_files(named):
    """The files of arguments."""
    return sorted({file for files in named.values() for file in ([files] if isinstance(files, str) else files)})
