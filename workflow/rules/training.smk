"""Training. Reads data/<folder>/raw/ and results/<data set>.json. Writes results/training/<network>/<seed>/, and
results/network_<network>.json and results/networks.json, the networks in numbers."""


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
    threads: training_threads
    resources:
        fixed_threads=training_threads,  # of the libraries, where there are fewer cores as well
        device="auto",
        gpu=int(workflow.local_exec and GPUS > 0),  # a cluster's profile asks for its own
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
        digits=lambda wildcards: data(wildcards.network),
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
        function="cnn.learning.network:summary",
        readers={"digits": READERS["data"]},
        settings=lambda wildcards: {"build": NETWORKS[wildcards.network]["build"]},
        code=lambda wildcards: code(
            "values.py", "cnn.learning.network:summary", NETWORKS[wildcards.network]["build"], READERS["data"]
        ),
    script:
        VALUES


rule networks:
    """Put the networks side by side: one more in the configuration is one more row."""
    input:
        networks=expand("results/network_{network}.json", network=NETWORKS),
    output:
        "results/networks.json",
    log:
        "results/logs/networks.log",
    params:
        function="cnn.learning.networks:side_by_side",
        settings={"names": list(NETWORKS)},
        code=code("values.py", "cnn.learning.networks:side_by_side"),
    script:
        VALUES
