"""Measurements. Reads results/training/ and data/. Writes results/*.json (numbers) and results/*.npz (for figures)."""


rule network:
    """Count a network's parameters and errors, over its seeds."""
    input:
        mnist=MNIST_FILES,
        histories=lambda wildcards: trained(wildcards.network, "history.csv"),
        recipes=lambda wildcards: trained(wildcards.network, "recipe.json"),
        answers=lambda wildcards: trained(wildcards.network, "answers.npz"),
    output:
        "results/network_{network}.json",
    params:
        build=lambda wildcards: NETWORKS[wildcards.network]["build"],
        code=lambda wildcards: code("network.py", NETWORKS[wildcards.network]["build"]),
    resources:
        mem_mb=1500,
    script:
        "../scripts/network.py"


rule answers_a:
    """Take what network A answered, before and after training, for the figures."""
    input:
        mnist=MNIST_FILES,
        answers=trained("a", "answers.npz", seeds("a")[:1]),
    output:
        untrained_a="results/untrained_a.npz",
        predictions_a="results/predictions_a.npz",
        confusion_a="results/confusion_a.npz",
    params:
        code=code("answers_a.py"),
    script:
        "../scripts/answers_a.py"


rule filters_a:
    """Take the kernels of network A's first layer."""
    input:
        trained("a", "weights.safetensors", seeds("a")[:1]),
    output:
        "results/filters_a.npz",
    params:
        code=code("filters_a.py"),
    script:
        "../scripts/filters_a.py"


rule activations_b:
    """Pass one digit through network B and keep the maps of both convolutions."""
    input:
        mnist=MNIST_FILES,
        weights=trained("b", "weights.safetensors", seeds("b")[:1]),
    output:
        "results/activations_b.npz",
    params:
        build=NETWORKS["b"]["build"],
        code=code("activations_b.py", NETWORKS["b"]["build"]),
    resources:
        mem_mb=1500,
    script:
        "../scripts/activations_b.py"


rule keras:
    """Give Keras the weights of network B and compare the answers."""
    input:
        mnist=MNIST_FILES,
        weights=trained("b", "weights.safetensors", seeds("b")[:1]),
        answers=trained("b", "answers.npz", seeds("b")[:1]),
    output:
        "results/keras.json",
    params:
        code=code("keras.py"),
    resources:
        mem_mb=2500,
    script:
        "../scripts/keras.py"


def groups():
    """The groups of numbers that the chapters name and the claims read."""
    named = {group.name for chapter in CHAPTERS for group in NOTEBOOKS[chapter].groups}
    return sorted(named | {group for claim in CLAIMS.values() for group in claim.evidence})


rule numbers:
    """Gather all numbers that prose and claims may name."""
    input:
        expand("results/{group}.json", group=groups()),
    output:
        "results/numbers.json",
    params:
        code=code("numbers.py"),
    script:
        "../scripts/numbers.py"


rule claims:
    """Hold every claim against its threshold."""
    input:
        "results/numbers.json",
    output:
        "results/claims.json",
    params:
        thresholds=config["claims"],
        code=code("claims.py"),
    script:
        "../scripts/claims.py"
