"""Training. Reads data/<folder>/raw/ and results/<data set>.json. Writes results/training/<network>/<seed>/, and
results/network_<network>.json and results/networks.json, the networks in numbers."""

from cnn.learning import environment
from cnn.learning.settings import mistakes as mistaken_networks

try:
    configuration.stop(list(mistaken_networks(config["networks"])))
except configuration.ConfigurationError as mistake:
    raise WorkflowError(str(mistake))

os.environ.update(environment.KEEP_MEMORY, KERAS_BACKEND="torch")
if config["portable"]:
    os.environ.update(environment.PORTABLE)

SCRIPTS = HERE / "workflow/scripts"


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
EXECUTIONS.update(
    {
        f"training-report-{network}": ("training-report", {"network": network, "seed": seeds(network)[0]})
        for network in NETWORKS
    }
)


def training_examples(wildcards):
    """How many examples a network is trained on: its own number, or that of all networks."""
    return NETWORKS[wildcards.network].get("training_examples", config["training_examples"])


def recipe(wildcards):
    """What the training of a network depends on, without its seeds and its number of examples."""
    apart = ("seeds", "training_examples")
    settings = {key: value for key, value in NETWORKS[wildcards.network].items() if key not in apart}
    return settings | {"portable": config["portable"]}


def fair_share(wildcards):
    """Threads of one training: the cores are full, and not overbooked, when all seeds of a network train."""
    if config["portable"]:
        return 1
    return max(1, min(4, (workflow.cores or 4) // len(seeds(wildcards.network))))


rule train:
    """Train a network from one seed."""
    input:
        data=lambda wildcards: data(wildcards.network),
        numbers=lambda wildcards: described(wildcards.network),
    output:
        weights="results/training/{network}/{seed}/weights.safetensors",
        history="results/training/{network}/{seed}/history.csv",
        recipe="results/training/{network}/{seed}/recipe.json",
        answers="results/training/{network}/{seed}/answers.npz",
    log:
        "results/logs/train_{network}_{seed}.log",
    priority: 2  # the long jobs first, so that what waits for them is not left for the end
    threads: fair_share
    resources:
        device="auto",
        checkpoint_seconds=20,
        # examples shown, for the estimate of the time that is left
        work=lambda wildcards: NETWORKS[wildcards.network]["epochs"] * training_examples(wildcards),
        mem_mb=3000,
    params:
        recipe=recipe,
        training_examples=training_examples,
        checkpoint="results/checkpoints/{network}-{seed}.pt",
        code=lambda wildcards: code(
            "train.py", NETWORKS[wildcards.network]["build"], "cnn.learning.trainings:train_and_answer", folder=SCRIPTS
        ),
    script:
        "../scripts/train.py"


rule network:
    """Count a network's parameters and errors, over its seeds."""
    input:
        data=lambda wildcards: data(wildcards.network),
        histories=lambda wildcards: trained(wildcards.network, "history.csv"),
        recipes=lambda wildcards: trained(wildcards.network, "recipe.json"),
        answers=lambda wildcards: trained(wildcards.network, "answers.npz"),
    output:
        "results/network_{network}.json",
    log:
        "results/logs/network_{network}.log",
    resources:
        mem_mb=1500,
    params:
        build=lambda wildcards: NETWORKS[wildcards.network]["build"],
        code=lambda wildcards: code("network.py", NETWORKS[wildcards.network]["build"], folder=SCRIPTS),
    script:
        "../scripts/network.py"


rule networks:
    """Put the networks side by side: one more in the configuration is one more row."""
    input:
        expand("results/network_{network}.json", network=NETWORKS),
    output:
        "results/networks.json",
    log:
        "results/logs/networks.log",
    params:
        code=code("networks.py", folder=SCRIPTS),
    script:
        "../scripts/networks.py"
