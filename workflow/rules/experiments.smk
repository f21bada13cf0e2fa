"""Experiments: small trainings, one process a seed. Reads data/MNIST/raw/, results/*.npz and config/. Writes results/experiments/<experiment>/<seed>.csv and results/<experiment>.json, .npz."""

# What an experiment's `run` gets besides its settings, where that is not MNIST.
MATERIAL = {
    "sequences": {"sequences": "results/mnist1d.npz"},
    "shifted_patterns": {"sequences": "results/mnist1d.npz"},
    "languages": {"words": "results/words.npz"},
    "face_transfer": {"features": "results/face_features.npz"},
}


rule experiment:
    """Run an experiment from one seed: cnn_lecture.experiments.<experiment>:run."""
    input:
        unpack(lambda wildcards: MATERIAL.get(wildcards.experiment, {"digits": MNIST_FILES})),
    output:
        "results/experiments/{experiment}/{seed}.csv",
    log:
        "results/logs/experiment_{experiment}_{seed}.log",
    priority: 2
    threads: 1
    resources:
        device="auto",
        mem_mb=2500,
    params:
        settings=experiment_settings,
        portable=config["portable"],
        run="cnn_lecture.experiments.{experiment}:run",
        code=lambda wildcards: code("experiment.py", f"cnn_lecture.experiments.{wildcards.experiment}:run"),
    script:
        "../scripts/experiment.py"


rule experiment_summary:
    """Summarise an experiment over its seeds: cnn_lecture.experiments.<experiment>:summarise."""
    input:
        lambda wildcards: [
            f"results/experiments/{wildcards.experiment}/{seed}.csv"
            for seed in EXPERIMENTS[wildcards.experiment]["seeds"]
        ],
    output:
        numbers="results/{experiment}.json",
        arrays="results/{experiment}.npz",
    log:
        "results/logs/experiment_summary_{experiment}.log",
    params:
        seeds=lambda wildcards: EXPERIMENTS[wildcards.experiment]["seeds"],
        summarise="cnn_lecture.experiments.{experiment}:summarise",
        code=lambda wildcards: code(
            "experiment_summary.py", f"cnn_lecture.experiments.{wildcards.experiment}:summarise"
        ),
    script:
        "../scripts/experiment_summary.py"
