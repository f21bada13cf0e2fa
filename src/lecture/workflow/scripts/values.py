"""Call the function that the rule names with what the input files hold and its settings; what it gives becomes JSON."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments
from lecture.files import write_json

keep_log(snakemake.log[0])

inputs = arguments(snakemake.input, snakemake.params.get("readers", {}))
write_json(snakemake.output[0], resolve_name(snakemake.params.function)(**inputs, **snakemake.params.settings))
