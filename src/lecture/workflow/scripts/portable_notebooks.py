"""Give the executed notebooks what they need to run outside the project."""

from pathlib import Path

import nbformat

from lecture.build.joblog import keep_log
from lecture.files import write_bytes
from lecture.files.bundle import packed
from lecture.text.portable import made_portable

keep_log(snakemake.log[0])

notebooks = {Path(file).stem: nbformat.read(file, as_version=4) for file in snakemake.input.notebooks}
params = snakemake.params
files = made_portable(notebooks, params.files, params.language, params.address, params.cache)
write_bytes(snakemake.output[0], packed(files, stored=True))
