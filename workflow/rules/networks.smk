"""What the stages of this lecture share: its networks, its data sets, and the words by which studies read them.

Reads the configuration. Writes nothing.
"""

from cnn.data import mnist
from cnn.data.mnist import FETCHED, MNIST
from cnn.learning import environment
from cnn.learning.settings import mistakes

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
KNOWN.update({str(MNIST.folder("data") / file): digest for file, digest in MNIST.files.items()})
DATA += sorted({file for folder in DATASETS.values() for file in data_files(folder)})

# Notebooks read MNIST; with another data set they are told which.
if config["data"] != "MNIST":
    for execution, (text, parameters) in EXECUTIONS.items():
        if "data_folder" in NOTEBOOKS[text].parameters:
            EXECUTIONS[execution] = (text, {"data_folder": f"data/{config['data']}/raw"} | parameters)

try:
    configuration.stop(list(mistakes(config, STUDIES)), PLACES)
except configuration.ConfigurationError as mistake:
    raise WorkflowError(str(mistake))

os.environ.update(
    environment.KEEP_MEMORY | environment.waiting(os.environ) | environment.BEFORE_FORKS, KERAS_BACKEND="torch"
)
if config["portable"]:
    os.environ.update(environment.PORTABLE)
    CONDITIONS["portable"] = True

# Trainings share the GPUs of this machine one by one, unless the command line says how many there are.
GPUS = environment.graphics()
if workflow.global_resources.get("gpu").value is None:
    workflow.register_resource("gpu", GPUS)

SCRIPTS = HERE / "workflow/scripts"
VALUES = str(ENGINE / "workflow/scripts/values.py")


wildcard_constraints:
    network="|".join(NETWORKS),


def seeds(network):
    return NETWORKS[network]["seeds"]


def trained(network, file):
    """A file of each training of a network; of every network for `*`."""
    names = NETWORKS if network == "*" else [network]
    return [f"results/training/{name}/{seed}/{file}" for name in names for seed in seeds(name)]


def first(network, file):
    """A file of the training whose answers the lecture shows."""
    return trained(network, file)[0]


VOCABULARY.update(all=trained, first=first)
RECIPES += trained("*", "recipe.json")

# A report on the first training of each network.
for network in NETWORKS:
    parameters = {"network": network, "seed": seeds(network)[0]}
    EXECUTIONS[f"training-report-{network}"] = ("training-report", parameters)


def training_examples(wildcards):
    """How many examples a network is trained on: its own number, or that of all networks."""
    return NETWORKS[wildcards.network].get("training_examples", config["training_examples"])


def recipe(wildcards):
    """What the training of a network depends on, without its seeds and its number of examples."""
    apart = ("seeds", "training_examples", "threads")
    settings = {key: value for key, value in NETWORKS[wildcards.network].items() if key not in apart}
    return settings | {"portable": config["portable"]}


for network in NETWORKS:
    training = SimpleNamespace(network=network)
    DECIDED[f"training/{network}"] = recipe(training) | {"training_examples": training_examples(training)}

# The times of networks are those of their trainings, with these settings.
SETTINGS.update(
    {
        f"network_{name}": {"training_examples": config["training_examples"], "portable": config["portable"]} | network
        for name, network in NETWORKS.items()
    }
)
SETTINGS["networks"] = {name: SETTINGS[f"network_{name}"] for name in NETWORKS}


def training_threads(wildcards):
    """Threads of one training: the network's own number, since they decide the last bits of its weights."""
    return 1 if config["portable"] else NETWORKS[wildcards.network].get("threads", 1)
