"""Describe a data set in numbers."""

from cnn.data.mnist import describe, load_files
from lecture.build.joblog import keep_log
from lecture.files import write_json

keep_log(snakemake.log[0])

write_json(snakemake.output[0], describe(load_files(snakemake.input)))
