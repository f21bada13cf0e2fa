"""Describe a data set in numbers."""

from pathlib import Path

from cnn.data.mnist import describe, load
from lecture.files import write_json
from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

digits = load(Path(snakemake.input[0]).parent)
write_json(snakemake.output[0], describe(digits))
