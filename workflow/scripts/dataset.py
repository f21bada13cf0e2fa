"""Describe a data set in numbers."""

from pathlib import Path

from cnn_lecture.data.mnist import describe, load
from cnn_lecture.files import write_json
from cnn_lecture.joblog import keep_log

keep_log(snakemake.log[0])

digits = load(Path(snakemake.input[0]).parent)
write_json(snakemake.output[0], describe(digits))
