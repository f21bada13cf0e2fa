"""Run an experiment from one seed; keep its table."""

from pkgutil import resolve_name

from lecture.build.joblog import keep_log
from lecture.build.jobs import arguments, recipe
from lecture.files import write_json, write_text

keep_log(snakemake.log[0])

name, seed = snakemake.wildcards.study, int(snakemake.wildcards.seed)
try:
    made = {
        argument: resolve_name(address)(snakemake.threads, snakemake.resources)
        for argument, address in snakemake.params.made.items()
    }
    run = resolve_name(f"{snakemake.params.module}:run")
    read = arguments(snakemake.input, snakemake.params.readers)
    rows = run(**read, **made, seed=seed, **snakemake.params.settings)
except (RuntimeError, ValueError) as error:
    raise SystemExit(f"experiment {name}, seed {seed}: {error}\nsettings: {snakemake.params.settings}") from error
write_text(snakemake.output.rows, rows.to_csv(index=False))
write_json(snakemake.output.recipe, recipe(snakemake) | {"seed": seed})
