"""Put the tables of an experiment's seeds together and summarise them."""

from pkgutil import resolve_name

import pandas as pd

from lecture.build.joblog import keep_log
from lecture.files import write_arrays, write_json

keep_log(snakemake.log[0])

tables = zip(snakemake.params.seeds, snakemake.input, strict=True)
rows = pd.concat([pd.read_csv(file).assign(seed=seed) for seed, file in tables], ignore_index=True)
found = resolve_name(f"{snakemake.params.module}:summarise")(rows)
write_json(snakemake.output.numbers, {"seeds": len(snakemake.input)} | found.numbers)
write_arrays(snakemake.output.arrays, **found.arrays)
