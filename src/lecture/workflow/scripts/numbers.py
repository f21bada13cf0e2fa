"""Gather the groups of numbers into one object with dotted names; a group is called as its file."""

from pathlib import Path

from lecture.build.joblog import keep_log
from lecture.files import read_json, write_json
from lecture.studies.numbers import flat

keep_log(snakemake.log[0])

write_json(snakemake.output[0], flat({Path(file).stem: read_json(file) for file in snakemake.input}))
