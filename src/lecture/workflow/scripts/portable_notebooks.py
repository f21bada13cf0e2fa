"""Give the executed notebooks what they need to run outside the project."""

from pathlib import Path

import nbformat

from lecture.build.joblog import keep_log
from lecture.files import read_json, write_bytes, write_json
from lecture.files.bundle import packed
from lecture.studies.times import without_times
from lecture.text.portable import made_portable

keep_log(snakemake.log[0])

notebooks = {Path(file).stem: nbformat.read(file, as_version=4) for file in snakemake.input.notebooks}
params = snakemake.params
lasting = dict(params.lasting)
for file in params.recipes:  # without how long their results took
    lasting[file] = str(Path(params.cache, "lasting", file))
    write_json(lasting[file], without_times(read_json(file), params.times))
files = made_portable(notebooks, params.files, params.language, params.address, params.cache, lasting)
write_bytes(snakemake.output[0], packed(files, stored=True))
