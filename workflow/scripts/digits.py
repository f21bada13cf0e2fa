"""Take the digits that the lecture shows, from the beginning of the test set."""

from pathlib import Path

from cnn_lecture.data.mnist import load
from cnn_lecture.files import write_arrays
from cnn_lecture.joblog import keep_log

keep_log(snakemake.log[0])

digits = load(Path(snakemake.input[0]).parent)
some = slice(0, 200)  # enough for four of every class
write_arrays(snakemake.output.mnist_samples, images=digits.test_images[some], labels=digits.test_labels[some])
write_arrays(snakemake.output.digit_numbers, image=digits.test_images[0])
