"""Measurements. Reads results/training/ and data/. Writes results/*.json (numbers) and results/*.npz (for figures)."""

# The arguments of a measurement's `measure`: files (`digits` is MNIST), and settings that are no files.
MEASUREMENTS = {
    "visual_pathway": {},
    "log_polar": {},
    "cortical_map": {},
    "simple_cells": {},
    "complex_cell": {},
    "timeline": {},
}
SETTINGS = {}


rule measurement:
    """Measure with cnn_lecture.measurements.<measurement>:measure."""
    input:
        unpack(lambda wildcards: MEASUREMENTS[wildcards.measurement]),
    output:
        numbers="results/{measurement}.json",
        arrays="results/{measurement}.npz",
    log:
        "results/logs/measurement_{measurement}.log",
    wildcard_constraints:
        measurement="|".join(MEASUREMENTS),
    resources:
        mem_mb=2500,
    params:
        settings=lambda wildcards: SETTINGS.get(wildcards.measurement, {}),
        measure="cnn_lecture.measurements.{measurement}:measure",
        code=lambda wildcards: code("measurement.py", f"cnn_lecture.measurements.{wildcards.measurement}:measure"),
    script:
        "../scripts/measurement.py"


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
        code=lambda wildcards: code("network.py", NETWORKS[wildcards.network]["build"]),
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
        code=code("networks.py"),
    script:
        "../scripts/networks.py"


rule answers_a:
    """Take what network A answered, before and after training, for the figures."""
    input:
        data=data("a"),
        answers=trained("a", "answers.npz", seeds("a")[:1]),
    output:
        untrained_a="results/untrained_a.npz",
        predictions_a="results/predictions_a.npz",
        confusion_a="results/confusion_a.npz",
    log:
        "results/logs/answers_a.log",
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
    log:
        "results/logs/filters_a.log",
    params:
        code=code("filters_a.py"),
    script:
        "../scripts/filters_a.py"


rule activations_b:
    """Pass one digit through network B and keep the maps of both convolutions."""
    input:
        data=data("b"),
        weights=trained("b", "weights.safetensors", seeds("b")[:1]),
    output:
        "results/activations_b.npz",
    log:
        "results/logs/activations_b.log",
    resources:
        mem_mb=1500,
    params:
        build=NETWORKS["b"]["build"],
        code=code("activations_b.py", NETWORKS["b"]["build"]),
    script:
        "../scripts/activations_b.py"


rule keras:
    """Give Keras the weights of network B and compare the answers."""
    input:
        data=data("b"),
        weights=trained("b", "weights.safetensors", seeds("b")[:1]),
        answers=trained("b", "answers.npz", seeds("b")[:1]),
    output:
        "results/keras.json",
    log:
        "results/logs/keras.log",
    resources:
        mem_mb=2500,
    params:
        code=code("keras.py"),
    script:
        "../scripts/keras.py"


rule numbers:
    """Gather all numbers that prose and claims may name."""
    input:
        expand("results/{group}.json", group=GROUPS),
    output:
        "results/numbers.json",
    log:
        "results/logs/numbers.log",
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
    log:
        "results/logs/claims.log",
    params:
        thresholds=config["claims"],
        code=code("claims.py"),
    script:
        "../scripts/claims.py"
