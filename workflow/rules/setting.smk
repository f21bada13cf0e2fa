"""What every stage shares: the checked configuration, the texts, the functions that rules use for inputs and parameters.

Reads config/ and the texts in notebooks/. Writes nothing.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

from snakemake.exceptions import WorkflowError

# A checkout runs its own code, whatever is installed, with the tools of this very interpreter.
HERE = Path(workflow.basedir)
sys.path.insert(0, str(HERE / "src"))

from cnn_lecture import configuration, environment

os.environ.update(
    environment.KEEP_MEMORY,
    PYTHONPATH=str(HERE / "src"),
    PATH=os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()]),
    KERAS_BACKEND="torch",
)

from cnn_lecture.chapters import glossary
from cnn_lecture.chapters.reading import ChapterError, read
from cnn_lecture.claims import CLAIMS
from cnn_lecture.data.mnist import FETCHED, MNIST
from cnn_lecture.provenance import versions
from cnn_lecture.source_code import digest, is_address, source

TEXTS = sorted(Path("notebooks").glob("*.md"))
GLOSSARY = "notebooks/glossary.yaml"

try:
    configuration.check(
        config,
        schema=json.loads(Path("config/lecture.schema.json").read_text(encoding="utf-8")),
        claims=CLAIMS,
        notebooks=[text.stem for text in TEXTS],
    )
    NOTEBOOKS = {text.stem: read(text.read_text(encoding="utf-8"), str(text)) for text in TEXTS}
    for notebook in NOTEBOOKS.values():
        notebook.check()
    TERMS = glossary.read(Path(GLOSSARY).read_text(encoding="utf-8"), GLOSSARY)
except (configuration.ConfigurationError, ChapterError) as mistake:
    raise WorkflowError(str(mistake))

if config["portable"]:
    os.environ.update(environment.PORTABLE)

NETWORKS = config["networks"]
EXPERIMENTS = config["experiments"]
CHAPTERS = [name for name in NOTEBOOKS if name[:2].isdigit()]

# Data sets in MNIST's format, under the name of their numbers, results/<name>.json; each lies in data/<folder>/raw/.
DATASETS = {folder.lower(): folder for folder in ["MNIST", *(network["data"] for network in NETWORKS.values())]}

MNIST_FOLDER = str(MNIST.folder("data"))
MNIST_FILES = [f"{MNIST_FOLDER}/{name}" for name in MNIST.files]

# Executed notebook: the text it is made of, and the parameters that differ from the text's own.
EXECUTIONS = {name: (name, config["notebooks"].get(name, {})) for name in CHAPTERS} | {
    f"training-report-{network}": ("training-report", {"network": network, "seed": NETWORKS[network]["seeds"][0]})
    for network in NETWORKS
}

FIGURES = sorted({f"figures/{figure.name}.svg" for name in CHAPTERS for figure in NOTEBOOKS[name].figures})

# What the page needs to show some of them with a script.
INTERACTIVE = sorted({f"figures/{figure.name}.json" for name in CHAPTERS for figure in NOTEBOOKS[name].interactive})

VERSIONS = versions("torch", "torchvision", "keras", "snakemake", "papermill", "nbconvert", "matplotlib", "typst")

# The bench takes too long for every build: the lecture shows this machine's last one, or else the one on record.
BENCH = "results/bench.json" if Path("results/bench.json").is_file() else "workflow/bench/record.json"

# What the graph of the rules depends on.
RULES = hashlib.sha256(
    b"".join(file.read_bytes() for file in sorted((HERE / "workflow/rules").glob("*.smk")))
).hexdigest()

# The groups of numbers that the chapters name and the claims read.
GROUPS = sorted(
    {group.name for name in CHAPTERS for group in NOTEBOOKS[name].groups}
    | {group for claim in CLAIMS.values() for group in claim.evidence}
)


wildcard_constraints:
    network="|".join(NETWORKS),
    experiment="|".join(EXPERIMENTS),
    seed="[0-9]+",
    name="[a-z0-9_]+",


def code(script, *roots):
    """The digest of a script's code and of all that it uses in the package, for `params:`."""
    return digest((HERE / "workflow" / "scripts" / script).read_text(encoding="utf-8"), *roots)


def data(network):
    """The four files of the data set that a network is trained and tested on."""
    return [f"data/{NETWORKS[network]['data']}/raw/{name}" for name in MNIST.files]


def addresses(settings):
    """The definitions in the package that settings name."""
    inner = [address for value in settings.values() if isinstance(value, dict) for address in addresses(value)]
    return inner + [value for value in settings.values() if isinstance(value, str) and is_address(value)]


def seeds(network):
    return NETWORKS[network]["seeds"]


def trained(network, file, chosen=None):
    """A file of each training of a network, or of those with the chosen seeds."""
    return [f"results/training/{network}/{seed}/{file}" for seed in chosen or seeds(network)]


def first(network, file):
    """A file of the training whose answers the lecture shows."""
    [found] = trained(network, file, seeds(network)[:1])
    return found


def training_examples(wildcards):
    """How many examples a network is trained on: its own number, or that of all networks."""
    return NETWORKS[wildcards.network].get("training_examples", config["training_examples"])


def recipe(wildcards):
    """What the training of a network depends on, without its seeds and its number of examples."""
    apart = ("seeds", "training_examples")
    settings = {key: value for key, value in NETWORKS[wildcards.network].items() if key not in apart}
    return settings | {"portable": config["portable"]}


def experiment_settings(wildcards):
    """What an experiment depends on, without the list of its seeds."""
    return {key: value for key, value in EXPERIMENTS[wildcards.experiment].items() if key != "seeds"}


def first_training(experiment):
    """The settings of an experiment with the first of its seeds, for what shows one of its networks from inside."""
    settings = dict(EXPERIMENTS[experiment])
    return settings | {"seed": settings.pop("seeds")[0]}


def fair_share(wildcards):
    """Threads of one training: the cores are full, and not overbooked, when all seeds of a network train."""
    if config["portable"]:
        return 1
    return max(1, min(4, (workflow.cores or 4) // len(seeds(wildcards.network))))


def files(wildcards):
    """The files that a notebook's code cells name; the folder of MNIST stands for its files."""
    text, parameters = EXECUTIONS[wildcards.notebook]
    found = {mention.name for mention in NOTEBOOKS[text].files(parameters)}
    return sorted({file for name in found for file in (MNIST_FILES if name == MNIST_FOLDER else [name])})
