"""Hold every claim against its threshold."""

from lecture.build.joblog import keep_log
from lecture.files import read_json, write_json
from lecture.studies.claims import check
from lecture.studies.declarations import claims

keep_log(snakemake.log[0])

made = claims(snakemake.params.modules)
stated = {name: claim for name, claim in made.items() if claim.fits(snakemake.params.facts)}
write_json(snakemake.output[0], check(stated, read_json(snakemake.input[0]), snakemake.params.thresholds))
