"""Hold every claim against its threshold."""

from cnn_lecture.claims import CLAIMS, check
from lecture.files import read_json, write_json
from lecture.build.joblog import keep_log

keep_log(snakemake.log[0])

write_json(snakemake.output[0], check(CLAIMS, read_json(snakemake.input[0]), snakemake.params.thresholds))
