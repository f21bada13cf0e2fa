"""Measure: the function gets what the input files hold, under the names of its arguments, and its settings."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments, recipe
from lecture.files import write_arrays, write_json

keep_log(snakemake.log[0])

measure = resolve_name(f"{snakemake.params.module}:measure")
found = measure(**arguments(snakemake.input, snakemake.params.readers), **snakemake.params.settings)
write_json(snakemake.output.numbers, found.numbers)
write_arrays(snakemake.output.arrays, **found.arrays)
write_json(snakemake.output.recipe, recipe(snakemake))
