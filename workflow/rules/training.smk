"""Training. Reads data/MNIST/raw/ and results/mnist.json. Writes results/training/<network>/<seed>/."""


def recipe(wildcards):
    """What the training of a network depends on, without the list of its seeds."""
    return {key: value for key, value in NETWORKS[wildcards.network].items() if key != "seeds"}


def fair_share(wildcards):
    """Threads of one training: the cores are full, and not overbooked, when all seeds of a network train."""
    return max(1, min(4, workflow.cores // len(seeds(wildcards.network))))


rule train:
    """Train a network from one seed."""
    input:
        mnist=MNIST_FILES,
        numbers="results/mnist.json",
    output:
        weights="results/training/{network}/{seed}/weights.safetensors",
        history="results/training/{network}/{seed}/history.csv",
        recipe="results/training/{network}/{seed}/recipe.json",
        answers="results/training/{network}/{seed}/answers.npz",
    params:
        recipe=recipe,
        training_examples=config["training_examples"],
        code=lambda wildcards: code("train.py", NETWORKS[wildcards.network]["build"]),
    threads: fair_share
    resources:
        device="auto",
        mem_mb=3000,
    script:
        "../scripts/train.py"
