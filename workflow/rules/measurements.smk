"""Measurements. Reads data/ and results/training/. Writes results/*.json (numbers) and results/*.npz (for figures)."""

# The networks that the lecture compares on all images and over all seeds.
ROBUST = [network for network in ("a", "b", "mlp") if network in NETWORKS]

# The arguments of a measurement's `measure`: files (`digits` is a data set) …
MEASUREMENTS = {
    "visual_pathway": {},
    "log_polar": {},
    "cortical_map": {},
    "simple_cells": {},
    "complex_cell": {},
    "timeline": {},
    "mnist_samples": {"digits": MNIST_FILES},
    "digit_numbers": {"digits": MNIST_FILES},
    "untrained_a": {"digits": data("a"), "answers": first("a", "answers.npz")},
    "predictions_a": {"digits": data("a"), "answers": first("a", "answers.npz")},
    "confusion_a": {"digits": data("a"), "answers": first("a", "answers.npz")},
    "per_class": {"digits": data("a"), "a": trained("a", "answers.npz"), "b": trained("b", "answers.npz")},
    "confident_mistakes": {"digits": data("a"), "answers": trained("a", "answers.npz")},
    "calibration": {"digits": data("a"), "a": trained("a", "answers.npz"), "b": trained("b", "answers.npz")},
    "paired_test": {"digits": data("a"), "a": trained("a", "answers.npz"), "b": trained("b", "answers.npz")},
    "seed_accuracy": {"digits": data("a"), **{network: trained(network, "answers.npz") for network in ROBUST}},
    "rejection": {"digits": data("a"), "a": trained("a", "answers.npz"), "b": trained("b", "answers.npz")},
    "label_errors": {"digits": data("a"), "answers": trained("a", "answers.npz") + trained("b", "answers.npz")},
    "robustness": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        **{network: trained(network, "weights.safetensors") for network in ROBUST},
    },
    "train_mode": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        "weights": trained("a", "weights.safetensors"),
    },
    "determinism": {"digits": MNIST_FILES},
    "framework_traps": {},
    "network_sizes": {"networks": "results/networks.json"},
    "filters_a": {"weights": first("a", "weights.safetensors")},
    "activations_b": {"digits": data("b"), "weights": first("b", "weights.safetensors")},
    "keras": {
        "digits": data("b"),
        "weights": first("b", "weights.safetensors"),
        "answers": first("b", "answers.npz"),
    },
    "provenance": {"recipes": [file for network in NETWORKS for file in trained(network, "recipe.json")]},
    "training_speed": {"record": BENCH},
    "photograph": {"digits": MNIST_FILES},
    "convolution": {},
    "equivariance": {
        "digits": data("a"),
        "mnist": "results/mnist.json",
        "weights": first("a", "weights.safetensors"),
    },
    "max_pooling": {},
    "architecture": {},
    "backward": {
        "digits": data("a"),
        "mnist": "results/mnist.json",
        "weights": first("a", "weights.safetensors"),
    },
    "receptive_field": {
        "digits": data("a"),
        "weights_a": first("a", "weights.safetensors"),
        "weights_b": first("b", "weights.safetensors"),
    },
    "standard_layer": {"digits": data("b"), "weights": first("b", "weights.safetensors")},
    "hierarchy": {"digits": data("b"), "weights": first("b", "weights.safetensors")},
    "convolution_1d": {},
    "mnist1d_samples": {"sequences": "results/mnist1d.npz"},
    "filters_1d": {"sequences": "results/mnist1d.npz"},
    "letter_groups": {"words": "results/words.npz"},
    "augmented_cat": {},
    "pretrained": {},
    "face_features": {},
    "class_activation": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        "answers": first("a", "answers.npz"),
        "a": first("a", "weights.safetensors"),
        "modern": first("modern", "weights.safetensors"),
    },
    "pointing": {"digits": data("modern"), "modern": first("modern", "weights.safetensors")},
    "embeddings": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        "weights": first("a", "weights.safetensors"),
    },
    "filters": {"a": trained("a", "weights.safetensors"), "b": first("b", "weights.safetensors")},
    "filter_growth": {"digits": data("a"), "mnist": f"results/{NETWORKS['a']['data'].lower()}.json"},
    "layer_information": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        "a": trained("a", "weights.safetensors"),
        "b": trained("b", "weights.safetensors"),
    },
    "excited_channels": {},
    "excited_digits": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        "a": first("a", "weights.safetensors"),
        "b": first("b", "weights.safetensors"),
    },
    "adversarial": {
        "digits": data("a"),
        "mnist": f"results/{NETWORKS['a']['data'].lower()}.json",
        **{network: trained(network, "weights.safetensors") for network in ROBUST},
    },
}
# … and settings that are no files, besides those under `measurements` in the configuration.
SETTINGS = {
    "activations_b": {"build": NETWORKS["b"]["build"]},
    "train_mode": {"build": NETWORKS["a"]["build"]},
    "robustness": {
        "builds": {network: NETWORKS[network]["build"] for network in ROBUST},
        "standardised": [network for network in ROBUST if NETWORKS[network]["images"] == "standardised"],
    },
    "provenance": {
        "versions": VERSIONS,
        "edition": config["edition"],
        "seeds": {name: settings["seeds"] for name, settings in (NETWORKS | EXPERIMENTS).items()},
    },
    "filters_1d": first_training("sequences"),
    "letter_groups": first_training("languages"),
    "filters": {"build": NETWORKS["a"]["build"], "seeds": seeds("a")},
    "filter_growth": {
        **{key: NETWORKS["a"][key] for key in ("build", "batch_size", "optimiser")},
        "seed": seeds("a")[0],
    },
    "layer_information": {
        "builds": {network: NETWORKS[network]["build"] for network in ("a", "b")},
        "seeds": seeds("a"),
    },
    **{name: {"network": config["pretrained"]} for name in ("pretrained", "face_features", "excited_channels")},
}
for name, settings in config["measurements"].items():
    SETTINGS[name] = SETTINGS.get(name, {}) | settings


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
        code=lambda wildcards: code(
            "measurement.py",
            f"cnn_lecture.measurements.{wildcards.measurement}:measure",
            *addresses(SETTINGS.get(wildcards.measurement, {})),
        ),
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


rule workflow_graph:
    """Draw up the graph of these rules; an edit of any of them may change it."""
    output:
        numbers="results/workflow_graph.json",
        arrays="results/workflow_graph.npz",
    log:
        "results/logs/workflow_graph.log",
    params:
        configfiles=[os.path.relpath(file) for file in workflow.overwrite_configfiles],
        rules=RULES,
        code=code("workflow_graph.py"),
    script:
        "../scripts/workflow_graph.py"


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
