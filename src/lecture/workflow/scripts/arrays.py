"""Call the function that the rule names with what the input files hold and its settings; what it gives are arrays."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments
from lecture.files import write_arrays

keep_log(snakemake.log[0])

function = resolve_name(snakemake.params.function)
write_arrays(snakemake.output[0], **function(**arguments(snakemake.input, {}), **snakemake.params.settings))
