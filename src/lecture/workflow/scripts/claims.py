"""Hold every claim against its threshold."""

from lecture.build.joblog import keep_log
from lecture.files import read_json, write_json
from lecture.studies.claims import Claim, check

keep_log(snakemake.log[0])

claims = {name: Claim(**fields) for name, fields in snakemake.params.claims.items()}
write_json(snakemake.output[0], check(claims, read_json(snakemake.input[0]), snakemake.params.thresholds))
